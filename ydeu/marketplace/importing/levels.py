"""Reads technology readiness levels: figures, ranges, and the Chinese words for stages of a trial."""

import re

from django.utils.translation import gettext as _

from matching.engine.tables.headings import fold
from ydeu.marketplace.importing.cells import BadCell, Meant, plain, quoted
from ydeu.marketplace.importing.reading import Cell

STAGES = {
    "基础研究": (1, 2), "概念": (2, 3), "概念验证": (3, 3), "概念阶段": (2, 3), "实验室": (3, 4), "实验室阶段": (3, 4),
    "实验室验证": (4, 4), "小试": (4, 4), "小试阶段": (4, 4), "样品": (5, 5), "样机": (6, 7), "样机阶段": (6, 7),
    "工程样机": (6, 7), "中试": (5, 6), "中试阶段": (5, 6), "小批量": (7, 8), "小批量生产": (7, 8), "试生产": (7, 8),
    "批量生产": (9, 9), "量产": (9, 9), "规模化生产": (9, 9), "产业化": (9, 9), "产业化阶段": (9, 9), "成熟应用": (9, 9),
}  # fmt: skip
"""The levels that each word for a stage usually stands for."""
USUAL = re.compile(r"(?:trl\s*)?([1-9])(?:\s*[::].*)?", re.DOTALL)
ONE = re.compile(
    r"(?:trl|level|等级|级别|第)?[\s.-]*([1-9一二三四五六七八九])\s*(?:级|级以上|级及以上|以上|及以上)?(?:\s*:.*)?"
)
BETWEEN = re.compile(r"[/,;、~〜～–—至到和及]|(?<=[0-9级试])\s*-\s*|或")
CHINESE = "一二三四五六七八九"


def level(cell: Cell) -> int | Meant:
    """A readiness level. Of a range such as ``TRL4-5`` or ``小试/中试``, the lowest: more than that is not sure."""
    text = fold(plain(cell))
    if found := USUAL.fullmatch(text):
        return int(found[1])
    ranges = [_range(part.strip()) for part in BETWEEN.split(text) if part.strip()]
    known = [each for each in ranges if each is not None]
    if not known or len(known) != len(ranges):
        raise BadCell(_("“%(value)s” is not a readiness level from 1 to 9.") % quoted(cell))
    low, high = min(low for low, _high in known), max(high for _low, high in known)
    if low == high:
        return Meant(low, f"TRL {low}")
    return Meant(low, _("TRL %(low)d, the lowest of TRL %(low)d–%(high)d") % {"low": low, "high": high})


def _range(part: str) -> tuple[int, int] | None:
    if part in STAGES:
        return STAGES[part]
    found = ONE.fullmatch(part)
    if not found:
        return None
    number = CHINESE.index(found[1]) + 1 if found[1] in CHINESE else int(found[1])
    return number, number
