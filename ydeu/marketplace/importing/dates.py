"""Reads dates as people write them."""

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from ydeu.marketplace.importing.cells import BadCell, Meant, plain, quoted
from ydeu.marketplace.importing.reading import Cell

DASHES = re.compile("[‐‑‒–—―−－﹣~〜～]")
CLOCK = r"(?:[ T]*(?:上午|下午)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm|Z|[+-]\d{2}:?\d{2})?)?"
WEEKDAY = r"(?:\s*[(]?(?:星期|周)[一二三四五六日天][)]?)?"
USUAL = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日")
"""Dates that everybody reads the same way, so that the preview need not tell them."""
MONTHS = {name.casefold()[:3]: number for number, name in enumerate(calendar.month_name) if name}
NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
NUMERALS = {character: str(number) for number, character in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
NUMERAL = re.compile("[〇零○一二三四五六七八九十]+(?=[年月日号])")
DIGIT = re.compile(r"\d")
AROUND = re.compile(
    r"^(?:(?:截止|截至|有效期|有效)?[至到]?|before|until|by|to)[: ]*"
    r"|(?<=[日号\d]) ?(?:之?前|以前|止|为止|截止)$",
    re.IGNORECASE,
)
"""Words around the day of a term."""
FROM = r"\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*(?:\d{1,2}\s*日?)?)?\s*(?:-+|至|到)\s*(?=\d{4})"
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050
"""The days from 2000 to 2099 as a spreadsheet counts them, for dates without the format of a date."""
EPOCH = date(1899, 12, 30)

Made = Callable[[re.Match[str]], date]


def day(cell: Cell) -> date | Meant:
    """A date. A month stands for its last day, because these dates are all terms."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = _folded(plain(cell))
    if span := re.match(FROM, said):
        said = said[span.end() :]  # of a span, a term is the end
    for pattern, made in FORMS:
        if found := pattern.fullmatch(said):
            try:
                read = made(found)
            except ValueError as error:
                raise BadCell(_("“%(value)s” is not in the calendar.") % quoted(cell)) from error
            return read if USUAL.fullmatch(plain(cell)) else Meant(read, read.isoformat())
    raise BadCell(_("“%(value)s” is not a date like 2026-12-31.") % quoted(cell))


def _folded(text: str) -> str:
    text = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    text = " ".join(NUMERAL.sub(lambda found: _arabic(found[0]), text).split())
    return AROUND.sub("", text) if DIGIT.search(text) else text


def _arabic(numeral: str) -> str:
    """The figures of a Chinese numeral: of digits, or of tens up to 九十九."""
    if "十" not in numeral:
        return "".join(NUMERALS[character] for character in numeral)
    tens, ones = numeral.split("十", 1)
    return f"{NUMERALS.get(tens, '1')}{NUMERALS.get(ones, '0')}"


def _whole(found: re.Match[str]) -> date:
    return date(int(found[1]), int(found[2]), int(found[3]))


def _end_of_month(found: re.Match[str]) -> date:
    return _last_day(int(found[1]), int(found[2]))


def _last_day(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, calendar.monthrange(year, month)[1])


def _end_of_quarter(found: re.Match[str]) -> date:
    return _last_day(int(found[1]), 3 * "一二三四1234".index(found[2] or found[3]) % 12 + 3)


def _end_of_half(found: re.Match[str]) -> date:
    return _last_day(int(found[1]), 6 if found[2] == "上" else 12)


def _serial(found: re.Match[str]) -> date:
    if not FIRST_SERIAL <= int(found[1]) <= LAST_SERIAL:
        raise ValueError(found[1])
    return EPOCH + timedelta(days=int(found[1]))


def _named_first(found: re.Match[str]) -> date:
    return date(int(found[3]), MONTHS[found[1]], int(found[2]))


def _named_second(found: re.Match[str]) -> date:
    return date(int(found[3]), MONTHS[found[2]], int(found[1]))


def _year_last(found: re.Match[str]) -> date:
    """A date such as 31/12/2027. Raises BadCell if it could be read in two ways."""
    first, second, year = (int(part) for part in found.groups())
    if first <= 12 and second <= 12 and first != second:
        raise BadCell(
            _("“%(value)s” could mean two days. Please write it like 2026-12-31.") % {"value": found[0]}
        )
    return date(year, first, second) if second > 12 else date(year, second, first)


def _form(pattern: str, made: Made) -> tuple[re.Pattern[str], Made]:
    return re.compile(pattern, re.IGNORECASE), made


FORMS = (
    _form(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{WEEKDAY}{CLOCK}", _whole),
    _form(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?", _whole),
    _form(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\s*(?:份|底|末)?(?:之?前|以前)?", _end_of_month),
    _form(r"(\d{4})\s*年?\s*(?:第?([一二三四1-4])季度|Q([1-4]))(?:底|末)?(?:之?前)?", _end_of_quarter),
    _form(r"(\d{4})\s*年?\s*([上下])半年", _end_of_half),
    _form(r"(\d{4})\s*年?\s*(?:年?底|年?末|年内|内)", lambda found: date(int(found[1]), 12, 31)),
    _form(r"(\d{5})(?:\.\d+)?", _serial),
    _form(
        rf"{NAME}\s*(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(\d{{4}})", lambda found: _named_first(_lowered(found))
    ),
    _form(
        rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s-]*{NAME}[\s,-]*(\d{{4}})",
        lambda found: _named_second(_lowered(found)),
    ),
    _form(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){CLOCK}", _year_last),
)
"""The forms of a date, and how each is read. The first that fits decides."""


def _lowered(found: re.Match[str]) -> re.Match[str]:
    again = found.re.fullmatch(found[0].casefold())
    assert again is not None  # noqa: S101  # the pattern ignores the case
    return again
