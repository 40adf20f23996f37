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
PIECES = re.compile("[|｜│∣¦丨]")
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
        "小于等于、小于或等于、不大于、不高于、不超过、不多于、至多、最多、最高、以下、小于、低于、以内、"
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
FIGURE = r"[-+±]?\d[\d,.]*(?:\s*[×xX*]\s*10\^?[-+]?[\d⁰¹²³⁴-⁹⁺⁻]+|\^[-+]?\d+|[⁻⁺]?[⁰¹²³⁴-⁹]+|[eE][-+]?\d+)?"
DASH = r"\s*[-~～–—至到]\s*"
UNIT = r"[^\s\d,，、;；。<>=≥≤≧≦⩾⩽][^\s,，、;；。<>=≥≤≧≦⩾⩽]{0,39}?|"
INLINE = (
    re.compile(
        rf"(?P<name>[^<>=≥≤≧≦⩾⩽]{{1,120}}?)\s*[:：]?\s*(?P<operator>{COMPARED})"
        rf"\s*(?P<value>{FIGURE}(?:{DASH}{FIGURE})?)\s*(?P<unit>{UNIT})(?:及?以[上下内])?"
    ),
    re.compile(
        rf"(?P<name>.{{1,120}}?)\s*[:：]?\s*(?:达到?|为)?\s*(?P<value>{FIGURE})\s*(?!.*[\u4e00-\u9fff]\d)(?P<unit>{UNIT})及?(?P<operator>以[上下内])"
    ),
    re.compile(
        rf"(?P<name>\D{{0,119}}[^-+±\d\s:：])(?P<operator>)\s*(?:[:：]|为|在)?\s*"
        rf"(?P<value>{FIGURE}(?P<same>[^\d\s,，;；~～–—至到-]{{1,9}})?{DASH}{FIGURE})(?P<unit>(?(same)(?P=same)|\s*(?:{UNIT})))"
    ),
)
"""Requirements without bars, such as ``循环寿命≥3000次``, ``效率95%以上`` and ``温度：-40℃～85℃``."""
LONGEST_INLINE = 120
"""The most characters of such a requirement. The patterns take too long for a text without an end."""
COUNTED = re.compile(r"(?:[(（]\d{1,2}[)）]|\d{1,2}(?:[.．](?!\d)|、|[)）])|[①-⑳])\s*")
BETWEEN_INLINE = re.compile(r"[,，、](?!\d{3})")


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
    parts = list(dict.fromkeys(part for said in BETWEEN.split(plain(cell)) for part in _parts(said)))
    read = [_requirement(part) for part in parts]
    found = [value_of(each) for each in read]
    if any(isinstance(each, Meant) for each in read):
        return Meant(found, "; ".join(map(str, found)))
    return found


def _parts(said: str) -> list[str]:
    """The requirement without its number, or several with commas between them."""
    whole = COUNTED.sub("", said.strip(), count=1) if COUNTED.match(said.strip()) else said.strip()
    whole = whole.removesuffix("。").strip()
    parts = [part.strip() for part in BETWEEN_INLINE.split(whole)]
    is_several = len(parts) > 1 and not _inline(whole) and all(map(_inline, parts))
    return parts if is_several else [whole] * bool(whole)


def _inline(part: str) -> list[str] | None:
    """Name, operator, value and unit of a requirement without bars. A longer text is none."""
    plain = " ".join(part.split())
    if len(plain) > LONGEST_INLINE:
        return None
    found = next((match for form in INLINE if (match := form.fullmatch(plain))), None)
    if not found:
        return None
    same = found.groupdict().get("same") or ""
    value = found["value"].replace(same, "") if same else found["value"]
    operator = found["operator"] or Operator.BETWEEN.value
    return [found["name"].strip(" :："), operator, value.strip(), found["unit"].strip()]


def _requirement(part: str) -> RequirementText | Meant:
    pieces = [piece.strip() for piece in PIECES.split(part)]
    inline = _inline(part) if len(pieces) == 1 else None
    pieces = inline or pieces
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
