"""Reads the measurable requirements of a demand, such as ``cycle life | at least | 3000 | cycles | must``."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ydeu.marketplace.enums import Operator, Priority
from ydeu.marketplace.importing.cells import BadCell, Meant, Vocabulary, plain, text, value_of
from ydeu.marketplace.importing.reading import Cell
from ydeu.marketplace.listing_fields import REQUIREMENT_FIELDS

BETWEEN = re.compile("[;；\n]")
PIECES = re.compile("[|｜│∣¦]")
SIGNS = {
    ">=": "ge", "=>": "ge", "≥": "ge", "≧": "ge", "⩾": "ge", "≮": "ge", "<=": "le", "=<": "le", "≤": "le", "≦": "le",
    "⩽": "le", "≯": "le", "=": "eq", "==": "eq",
}  # fmt: skip
WORDS = {
    "大于等于": "ge", "大于或等于": "ge", "不小于": "ge", "不少于": "ge", "不低于": "ge", "至少": "ge", "最低": "ge",
    "以上": "ge", "大于": "ge", "高于": "ge", "超过": "ge", ">": "ge", "优于": "ge", "not less than": "ge", "min": "ge",
    "minimum": "ge", "小于等于": "le", "小于或等于": "le", "不大于": "le", "不高于": "le", "不超过": "le", "不多于": "le",
    "至多": "le", "最多": "le", "最高": "le", "以下": "le", "小于": "le", "低于": "le", "<": "le", "not more than": "le",
    "max": "le", "maximum": "le", "等于": "eq", "为": "eq", "equals": "eq", "is": "eq", "介于": "between",
    "范围": "between", "区间": "between", "之间": "between", "~": "between", "-": "between", "range": "between",
    "包含": "contains", "包括": "contains", "含": "contains", "含有": "contains", "includes": "contains",
}  # fmt: skip
OPERATORS = Vocabulary(Operator.choices, WORDS, **SIGNS)
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
INLINE = re.compile(
    r"(?P<name>[^\d<>=≥≤≧≦⩾⩽]{1,120}?)\s*[:：]?\s*"
    rf"(?P<operator>{'|'.join(re.escape(sign) for sign in sorted([*SIGNS, *(w for w in WORDS if w.isalpha() and not w.isascii()), '>', '<'], key=len, reverse=True))})"
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
    inline = INLINE.fullmatch(part) if len(pieces) == 1 else None
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
