"""Reads technology readiness levels: figures, ranges, and the Chinese words for stages of a trial."""

import re

from django.utils.translation import gettext as _

from matching.engine.tables.columns import unfolded
from matching.engine.tables.headings import fold
from ydeu.marketplace.importing.cells import BadCell, Meant, plain, quoted
from ydeu.marketplace.importing.reading import Cell

STAGES = {
    (1, 2): "基础研究",
    (2, 3): "概念、概念阶段",
    (3, 3): "概念验证",
    (3, 4): "实验室、实验室阶段",
    (4, 4): "实验室验证、小试、小试阶段",
    (5, 5): "样品",
    (6, 7): "样机、样机阶段、工程样机",
    (5, 6): "中试、中试阶段",
    (7, 8): "小批量、小批量生产、试生产",
    (9, 9): "批量生产、量产、规模化生产、产业化、产业化阶段、成熟应用",
}
"""The words for stages of a trial, by the levels that they usually stand for."""
BY_WORD = unfolded(STAGES)
USUAL = re.compile(r"(?:trl\s*)?([1-9])(?:\.0+)?(?:\s*[::].*)?", re.DOTALL)
ONE = re.compile(
    r"(?:技术)?(?:成熟度|就绪度|就绪水平)?(?:trl|level|等级|级别|第)?[\s.:-]*([1-9一二三四五六七八九])\s*"
    r"级?(?:\s*[:(].*)?"
)
PRAISE = re.compile(r"[≥≧⩾]|>=|不低于|至少|(?<=[\d级])(?:及?以上)$|^(?:已|处于|达到)")
"""What is said of the lowest level or of one that is reached: it does not change the level."""
BETWEEN = re.compile(r"[/,;、~〜～–—至到和及]|(?<=[0-9级试])\s*-\s*|或")
CHINESE = "一二三四五六七八九"


def level(cell: Cell) -> int | Meant:
    """A readiness level. Of a range such as ``TRL4-5`` or ``小试/中试``, the lowest."""
    text = fold(plain(cell))
    if found := USUAL.fullmatch(text):
        return int(found[1])
    text = PRAISE.sub("", text)
    ranges = [_range(part.strip()) for part in BETWEEN.split(text) if part.strip()]
    known = [each for each in ranges if each is not None]
    if not known or len(known) != len(ranges):
        raise BadCell(_("“%(value)s” is not a readiness level from 1 to 9.") % quoted(cell))
    low, high = min(low for low, _high in known), max(high for _low, high in known)
    if low == high:
        return Meant(low, f"TRL {low}")
    return Meant(low, _("TRL %(low)d, the lowest of TRL %(low)d–%(high)d") % {"low": low, "high": high})


def _range(part: str) -> tuple[int, int] | None:
    if part in BY_WORD:
        return BY_WORD[part]
    found = ONE.fullmatch(part)
    if not found:
        return None
    number = CHINESE.index(found[1]) + 1 if found[1] in CHINESE else int(found[1])
    return number, number
