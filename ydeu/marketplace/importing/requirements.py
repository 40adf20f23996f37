"""Reads the measurable requirements of a demand, such as ``cycle life | at least | 3000 | cycles | must``."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from matching.engine.tables.columns import unfolded
from ydeu.marketplace.enums import Operator, Priority
from ydeu.marketplace.importing.cells import BadCell, Meant, Vocabulary, plain, text, value_of
from ydeu.marketplace.importing.reading import Cell
from ydeu.marketplace.listing_fields import REQUIREMENT_FIELDS

BETWEEN = re.compile("[;；\n]")
PIECES = re.compile("[|｜│∣¦]")
SIGNS = {
    "ge": ">=、=>、≥、≧、⩾、≮",
    "le": "<=、=<、≤、≦、⩽、≯",
    "eq": "=、==",
}
WORDS = {
    "ge": (
        "大于等于、大于或等于、不小于、不少于、不低于、至少、最低、以上、大于、高于、超过、>、优于、"
        "not less than、min、minimum"
    ),
    "le": (
        "小于等于、小于或等于、不大于、不高于、不超过、不多于、至多、最多、最高、以下、小于、低于、"
        "<、not more than、max、maximum"
    ),
    "eq": "等于、为、equals、is",
    "between": "介于、范围、区间、之间、~、-、range",
    "contains": "包含、包括、含、含有、includes",
}
"""The signs and the words for each comparison, with 、 between them. What was read by a word is told."""
OPERATORS = Vocabulary(Operator.choices, unfolded(WORDS), unfolded(SIGNS))
PRIORITIES = Vocabulary(
    Priority.choices,
    {
        "必需": "must",
        "必要": "must",
        "硬性": "must",
        "可选": "nice",
        "最好": "nice",
        "希望": "nice",
        "optional": "nice",
    },
)
BY_TEXT = [">", "<", *unfolded(SIGNS), *(word for word in unfolded(WORDS) if not word.isascii())]
COMPARED = "|".join(re.escape(word) for word in sorted(BY_TEXT, key=len, reverse=True))
INLINE = re.compile(
    rf"(?P<name>[^\d<>=≥≤≧≦⩾⩽]{{1,120}}?)\s*[:：]?\s*(?P<operator>{COMPARED})"
    r"\s*(?P<value>[-+±]?\d[\d,.]*(?:\s*[-~～–]\s*\d[\d,.]*)?)\s*(?P<unit>\S{0,40})"
)
"""A requirement without bars, such as ``循环寿命≥3000次``."""


@dataclass(frozen=True, slots=True)
class RequirementText:
    name: str
    operator: str
    value: str
    unit: str
    priority: str

    def __str__(self) -> str:
        said = (
            self.name,
            Operator(self.operator).label,
            self.value,
            self.unit,
            Priority(self.priority).label,
        )
        return " | ".join(str(part) for part in said)


def requirements(cell: Cell) -> list[RequirementText] | Meant:
    """Parts between semicolons: ``name | operator | value | unit | priority``, the last two optional."""
    parts = list(dict.fromkeys(part.strip() for part in BETWEEN.split(plain(cell)) if part.strip()))
    read = [_requirement(part) for part in parts]
    found = [value_of(each) for each in read]
    if any(isinstance(each, Meant) for each in read):
        return Meant(found, "; ".join(map(str, found)))
    return found


def _requirement(part: str) -> RequirementText | Meant:
    pieces = [piece.strip() for piece in PIECES.split(part)]
    inline = INLINE.fullmatch(" ".join(part.split())) if len(pieces) == 1 else None
    if inline:
        pieces = [inline["name"].strip(), inline["operator"], inline["value"], inline["unit"]]
    if len(pieces) not in (3, 4, 5) or not (pieces[0] and pieces[2]):
        raise BadCell(_("“%(value)s” is not name | operator | value | unit | priority.") % {"value": part})
    name, operator, value, unit, priority = (pieces + [""] * 2)[:5]
    limits = {field.name: field.limit.characters for field in REQUIREMENT_FIELDS}
    compared = OPERATORS.one(operator)
    wanted = PRIORITIES.one(priority) if priority else Priority.MUST.value
    found = RequirementText(
        name=text(limits["name"])(name),
        operator=value_of(compared),
        value=text(limits["value"])(value),
        unit=text(limits["unit"])(unit),
        priority=value_of(wanted),
    )
    is_plain = not (inline or isinstance(compared, Meant) or isinstance(wanted, Meant))
    return found if is_plain else Meant(found, str(found))
