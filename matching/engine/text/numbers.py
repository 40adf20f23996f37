"""Numbers with their units in a normalised text, and their names."""

import re

from .characters import points_of
from .normalise import LETTERS

# Units that may follow a number after a space. Without a space, any letters may follow.
_SPACED_UNITS = (
    "[mcdkμun]?m|[mkμ]?g|ml|[kmg]?hz|[kmg]?wh?|m?ah|[km]?v|[km]?a|[kmg]?pa|[kmgt]b|bar|rpm|°c|pp[mb]|dbm?"
    "|[mkμ]?ω"
)
_CHINESE_UNITS = (
    "千瓦时|兆瓦时|千瓦|兆瓦|[毫厘微纳千]米|公里|[平立]方米|公斤|[千毫]克|毫升|毫?安时|伏|赫兹|兆帕|摄氏度"
    "|[万亿]元|万吨"
)
CHINESE_INITIALS = points_of("千兆毫厘微纳公平立安伏赫摄万亿")
_SYMBOLS = rf"(?: (?:{_SPACED_UNITS})(?!{LETTERS})|°?{LETTERS}+)(?:\^?[23])?(?:/{LETTERS}+(?:\^?[23])?)?"
_SHARES = " ?(?:wt|vol|mol|at)\\.? ?%"
NUMBER_PATTERN = re.compile(
    rf"\d+(?:[.,]\d+)*(?:\^[-+]?\d+(?:[.,]\d+)*)?"
    rf"(?:{_SHARES}|{_SYMBOLS}|{_CHINESE_UNITS}| ?%|[‰°])?"
)
THOUSANDS = re.compile(r"^[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
_NOT_NAMED = re.compile(r" |(?<!\d)\^|\.(?!\d)")


def number_name(written: str) -> str:
    """The name of a number from its normalised text: 1000kg of 1,000 kg, 5m2 of 5 m^2, 0.5wt% of 0.5 wt.%."""
    return _NOT_NAMED.sub("", THOUSANDS.sub(lambda match: match[0].replace(",", ""), written, count=1))
