"""Number formats of a workbook: what a stored number shows (ECMA-376, Office Open XML, 18.8.30, numFmt)."""

import re
from datetime import datetime, time, timedelta

from .records import Cell

DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The built-in formats of dates and times. 27 to 36 and 50 to 58 are those of East Asian programs."""
PERCENTS = frozenset({9, 10})
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
DAY_LETTERS = re.compile("[ymdhs]", re.IGNORECASE)
ZEROS = re.compile("0{2,}")
LONGEST_CODE = 255
"""The most characters that a spreadsheet program accepts in a format. The rest of a longer one is ignored."""
OF_1900, OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # workbooks know no time zone
LAST_SERIAL = 2_958_465
"""The serial number of 9999-12-31."""


class Style:
    """What a cell format does to a number: a date, a percentage, leading zeros, or nothing."""

    __slots__ = ("is_date", "is_percent", "zeros")

    def __init__(self, number: int = 0, code: str = "") -> None:
        bare = QUOTED.sub("", code[:LONGEST_CODE].partition(";")[0])
        is_general = bare.casefold() == "general"
        self.is_percent = number in PERCENTS or "%" in bare
        self.is_date = number in DATES if not code else not is_general and bool(DAY_LETTERS.search(bare))
        self.zeros = len(bare) if ZEROS.fullmatch(bare) else 0

    def shown(self, value: int | float, epoch: datetime) -> Cell:
        """The number as a date or time, as a text such as ``50%`` or ``00123``, or as it is."""
        if self.is_date and 0 <= value <= LAST_SERIAL:
            return _moment(value, epoch)
        if self.is_percent:
            return f"{value * 100:.10g}%"
        if self.zeros and isinstance(value, int) and value >= 0:
            return str(value).zfill(self.zeros)
        return value


def number_of(text: str) -> int | float:
    """The number as a spreadsheet shows it: 15 digits, and an integer if it is whole. Raises ValueError."""
    value = float(text)
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    return float(f"{value:.15g}")


def _moment(value: float, epoch: datetime) -> datetime | time:
    if value < 1:
        return (OF_1904 + timedelta(seconds=round(value * 86_400) % 86_400)).time()
    day = epoch + timedelta(days=value)
    if epoch == OF_1900 and value < 60:  # the 1900 system counts a 29 February 1900 that never was
        day += timedelta(days=1)
    return (day + timedelta(microseconds=500_000)).replace(microsecond=0)
