"""Quantities in a text: numbers with units, as intervals, with the bounds that the words around give."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache

from matching.requirements.bounds import Bound, bound_of
from matching.requirements.numbers import Number, is_hundredths, numbers_in
from matching.requirements.unit_reading import unit_at, unit_of
from matching.requirements.unit_table import PER_PERIOD
from matching.requirements.units import PLAIN, UNITS, Unit, readings_of
from matching.requirements.written import Written, written


class Role(StrEnum):
    """A value of a property, the difference between two values, or the value before a change."""

    VALUE = "value"
    CHANGE = "change"
    FORMER = "former"


@dataclass(frozen=True)
class Quantity:
    """One quantity. ``low`` and ``high`` are in ``unit``; ``start`` and ``end`` are in the legible text.

    ``sides`` are all figures of a size (400×300 mm), else empty. ``per`` is the unit after 每: 每公斤38元.
    """

    low: float
    high: float
    unit: Unit
    start: int
    end: int
    bound: Bound = Bound.NONE
    role: Role = Role.VALUE
    is_tolerance: bool = False
    is_range: bool = False
    sides: tuple[float, ...] = ()
    per: Unit | None = None
    former: "Quantity | None" = None
    """The value before the change that led to this one."""

    @property
    def is_of_water(self) -> bool:
        return self.per is _OF_WATER

    @cached_property
    def readings(self) -> tuple[Unit, ...]:
        """The units that the quantity may be in, the last with what 每 divides by."""
        plain, per = readings_of(self.unit), self.per
        return (*plain, *(each.per(per) for each in plain if per))


_RANGE = re.compile(r" ?(?:[~至到]|-{1,2}|\.\.\.?|to(?![a-z])) ?\+?")
_AND = re.compile(r" and ")
_TOLERANCE = re.compile(r" ?(?:±|\+/-|\+-) ?")
_SIZE = re.compile(r" ?(?:mm|cm|m|毫米|厘米|米)? ?(?:[×x*]|by) ?")
_TURNED = "[降升提增减缩延改压变拓扩优上下跌涨]"
_BECAME = re.compile(
    rf"[至到] ?|[^\d,，。；;]{{0,8}}{_TURNED}[^\d,，。；;]{{0,4}}[至到为了]?(?:约|仅)? ?"
    rf"|[^\d,，。；;]{{0,24}}(?:\b(?:up|down) )?\bto (?:about |only )?"
)
_YEARS = re.compile(r"(?:\b(?:in|by) )?\b(?:19|20)\d\d\b ?年?")
NUMERATORS = 3
"""Fractions of a unit have one of the first numbers above the stroke."""
_OVER_NUMBER = re.compile(r"/ ?(?!10+(?!\d))\d")
_FROM = re.compile(r"(?:[由从自]|原来的?|\bfrom)[^\d,，。；;]{0,10}$")
_CHANGED = re.compile(
    rf"{_TURNED}|缩短|减少|\b(?:fell|fall|drop|reduc|cut|lower|ris|rose|rais|increas|improv|shorten"
    rf"|gr[eo]w|went|brought|bring|"
    r"extend|decreas|shr[aiu]nk|halv|boost|lift|down|up|doubl)"
)
_BY = re.compile(
    r"(?:提高|提升|降低|减少|下降|增加|节约|节省|缩短|延长|上升|增长|节[电能水煤油气]|降幅|增幅|涨幅"
    r"|[高低多少快慢长短轻重省降减](?:出|了)|比[^\d,，。；]{1,12}[高低多少快慢长短轻重]"
    r"|(?<![最至不较更])[低少快慢省])"
    r"(?:了|出|可达|达|约|近|超过|幅度)*(?:约|近|超过)? ?$"
    r"|\b(?:fell|fall|drop|reduc|cut|lower|ris|rose|rais|increas|improv|shorten|gr[eo]w|extend|decreas"
    r"|sav)\w*(?: [a-z-]+){0,4} by (?:about |around |over |more than |up to )?$"
    r"|\b(?:saves?|saving) (?:about |around |over |more than |up to )?$"
)
_HINT = re.compile("[降减增提升高低少快慢省节缩延涨长短轻重]|by |sav")
"""Without any of these there is no change before a value. Most values have none, and this is quickly seen."""
_COMPARED = re.compile(
    r"(?: of \w+)? (?:higher|lower|less|more|better|longer|shorter|faster|slower|lighter|cheaper"
    r"|smaller|larger|greater|below|above|reduction|increase|improvement|saving)"
    r"(?! than (?:\d|about))(?:\b)|(?:的)?(?:降幅|增幅|提升|下降)"
)
_TIMES = re.compile(r" (?:its|the|as|that|more|less|longer|higher|lower|faster|of|better)\b")
_EACH = re.compile(
    r"(?:(?P<water>每?吨水)|每(?P<unit>[\u4e00-\u9fffA-Za-z]{1,4}?))(?:[\u4e00-\u9fff]{0,6}?)"
    r"(?:[:：约仅为] ?)?[¥ ]*$"
)
_OF_WATER = replace(UNITS["立方米"], name="吨水")
"""A tonne of water is a cubic metre of it."""
_PERIOD = re.compile(
    rf"({PER_PERIOD})[^\d，,。；;]{{0,8}}$"
    r"|\b(annual|yearly|monthly|daily|hourly)(?: [a-z]+){0,3} $"
)
_PER_HINT = re.compile(r"吨水|[每年月日亩]|ly |annual")
_PERIODS = {"annual": "年", "yearly": "年", "monthly": "月", "daily": "日", "hourly": "h"}
_MONEY_SIGN = {"¥": "元", "$": "$", "€": "€", "£": "£"}
_ROOM = re.compile(r"室温|常温|\b(?:room|ambient) temperature\b")
_SCALE_BEFORE = re.compile(
    r"(HRC|HRB|HV|HB|pH|PH|RMB|CNY|USD|EUR|[¥$€£])(?: ?值| ?value)?"
    r"(?: ?(?:适用)?范围| ?range)?(?:of|[ :：约为达是≥≤<>=])*$"
)


def rooms_in(lower: str) -> Iterator[Quantity]:
    """The words for room temperature in a text of lower case, as a range."""
    for match in _ROOM.finditer(lower):
        yield Quantity(18.0, 28.0, UNITS["°C"], match.start(), match.end(), is_range=True)


@lru_cache(1024)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """The quantities of an original text, from left to right."""
    source = written(text)
    return tuple(quantities_between(source, 0, len(source.text)))


def quantities_between(source: Written, start: int, end: int) -> Iterator[Quantity]:
    """The quantities between two positions of a legible text."""
    numbers = numbers_in(source.text, source.lower, start, end)
    single: list[Quantity] = []
    for number in numbers:
        if not single or number.start >= single[-1].end:  # else it is part of a unit: m^2, 24h
            single.append(_measured(source, number))
    yield from (_bounded(source, each) for each in _joined(source, single) if not _is_date(source.text, each))


def _measured(source: Written, number: Number) -> Quantity:
    """The number with its unit, before or after it."""
    text, at = source.text, number.end
    value, bound = number.value, Bound.LOWER if number.is_open else Bound.NONE
    before = _SCALE_BEFORE.search(text, max(0, number.start - 12), number.start)
    if is_hundredths(text, number.start):
        return Quantity(value, value, UNITS["%"], number.start - 4, at, bound)
    found = unit_at(text, at) or (
        unit_at(text, at + 1) if text[at : at + 1] in {" ", "-", "个", "余", "多"} else None
    )
    if found and found.end > at:
        return Quantity(value, value, found.unit, number.start, found.end, bound)
    if (
        text.startswith(("/", " per "), at)
        and not _OVER_NUMBER.match(text, at)
        and (rate := unit_at("个" + text[at : at + 20], 0))
        and rate.end > 2
    ):
        return Quantity(value, value, rate.unit, number.start, at + rate.end - 1, bound)
    if before:
        name = _MONEY_SIGN.get(before[1], before[1])
        return Quantity(value, value, unit_of(name) or PLAIN, number.start, at, bound)
    return Quantity(value, value, PLAIN, number.start, at, bound)


def _joined(source: Written, single: list[Quantity]) -> list[Quantity]:
    """Ranges, tolerances, sizes and changes made of two neighbours become one quantity."""
    found: list[Quantity] = []
    for each in single:
        before = found[-1] if found else None
        if before and (pair := _pair(source, before, each)) is not None:
            found[-1:] = pair
        else:
            found.append(_with_sign(source, each))
    return found


def _pair(source: Written, first: Quantity, last: Quantity) -> list[Quantity] | None:
    """What takes the place of two neighbours; None if they have nothing to do with each other."""
    gap = _YEARS.sub("", source.lower[first.end : last.start])
    if len(gap) > 32 or first.role is not Role.VALUE:
        return None
    opening = source.lower[max(0, first.start - 40) : first.start]
    if _FROM.search(opening) and _is_change(gap, opening) and _agree(first, last):
        former = replace(_shared(first, last), role=Role.FORMER, per=_each(opening))
        return [former, replace(last, former=former)]
    is_range = _RANGE.fullmatch(gap) and not first.is_range
    if is_range or (_AND.fullmatch(gap) and opening.endswith("between ")):
        return _range(source, first, last)
    return _qualified(gap, first, last)


def _qualified(gap: str, first: Quantity, last: Quantity) -> list[Quantity] | None:
    """The first quantity with a last one that belongs to it: 50:1, 5 ± 0.2 mm, 400×300 mm."""
    if gap == ":" and last.high == 1 and last.unit == PLAIN:
        return [replace(first, end=last.end)]
    if gap == "/" and _are_classes(first, last):
        return [replace(first, unit=last.unit), last]
    if _TOLERANCE.fullmatch(gap) and first.unit in (PLAIN, last.unit):
        return [replace(last, low=first.low - last.high, high=first.low + last.high, start=first.start)]
    if _SIZE.fullmatch(gap) and not first.is_range and not last.is_range and _agree(first, last):
        sides = (*(first.sides or (first.high,)), last.high)
        return [replace(last, low=min(sides), high=max(sides), start=first.start, sides=sides)]
    return None


def _are_classes(first: Quantity, last: Quantity) -> bool:
    """True for 14/20 MPa, two classes of a product. 3/4 inch is a fraction."""
    return first.unit == PLAIN and last.unit != PLAIN and NUMERATORS < first.high < last.high


def _is_change(gap: str, opening: str) -> bool:
    found = _BECAME.fullmatch(gap)
    if not found:
        return False
    return opening.endswith("由") or bool(
        re.search(_TURNED, gap) or _CHANGED.search(opening) or re.search(r"\b(?:up|down)\b", gap)
    )


def _agree(first: Quantity, last: Quantity) -> bool:
    return first.unit is PLAIN or first.unit.dimensions == last.unit.dimensions


def _shared(first: Quantity, last: Quantity) -> Quantity:
    """The first of two with the unit of the last, if it has none."""
    return replace(first, unit=last.unit) if first.unit == PLAIN else first


def _range(source: Written, first: Quantity, last: Quantity) -> list[Quantity] | None:
    """One interval in the unit of its last end. 1.2-1.5万 shares the scale, 5-35 N the unit."""
    if last.unit is PLAIN and not re.search("[A-Za-z%°\u4e00-\u9fff]", source.text[first.start : first.end]):
        last = replace(last, unit=first.unit)  # pH 2 to 11
    if not _agree(first, last) or first.sides:
        return None
    low = _shared(first, last)
    ends = low.low * low.unit.factor / last.unit.factor if low.unit.offset == last.unit.offset else None
    if ends is None:
        return None
    scale = re.search("[万亿]|million|thousand|billion", source.text[last.start : last.end])
    is_bare = not re.search("[万亿a-zA-Z]", source.text[first.start : first.end])
    if scale and is_bare and first.unit == PLAIN and last.high / _factor(scale[0]) > ends:
        ends *= _factor(scale[0])
    if ends > last.high and last.high < 0 < ends:
        return None
    if ends > last.high:
        return [replace(last, low=last.high, high=ends, start=first.start, is_range=True)]
    return [replace(last, low=ends, start=first.start, is_range=True)]


def _factor(scale: str) -> float:
    return {"万": 1e4, "亿": 1e8, "thousand": 1e3, "million": 1e6, "billion": 1e9}[scale]


def _with_sign(source: Written, each: Quantity) -> Quantity:
    """±0.5 is an interval around zero."""
    before = _TOLERANCE.search(source.text, max(0, each.start - 4), each.start)
    if before and before.end() == each.start and each.low > 0:
        return replace(each, low=-each.high, start=before.end() - len(before[0].strip()), is_tolerance=True)
    return each


def _bounded(source: Written, each: Quantity) -> Quantity:
    """The quantity with the bound and the role that the words around it give."""
    before = source.lower[max(0, each.start - 48) : each.start]
    after = source.lower[each.end : each.end + 24]
    bound = bound_of(before, after, each.bound)
    role = each.role
    if each.unit.name == "times" and _TIMES.match(after):
        role = Role.CHANGE
    if role is Role.VALUE and ((_HINT.search(before[-20:]) and _BY.search(before)) or _COMPARED.match(after)):
        role = Role.CHANGE
    per = each.former.per if each.former and each.former.per else _each(before)
    is_changed = bound is not each.bound or role is not each.role or per is not each.per
    return replace(each, bound=bound, role=role, per=per) if is_changed else each


def _each(before: str) -> Unit | None:
    """The unit that the words before a quantity divide it by: 每公斤, 年产能, an annual capacity of."""
    if not _PER_HINT.search(before):
        return None
    match = _EACH.search(before[-14:])
    if match and match["water"]:
        return _OF_WATER
    if match:
        found = unit_at(before[-14:], match.start("unit"))
        return found.unit if found else None
    period = _PERIOD.search(before[-40:])
    name = next(filter(None, period.groups())) if period else ""
    return UNITS.get(_PERIODS.get(name, name[:1]))


def _is_date(text: str, each: Quantity) -> bool:
    """True for a part of a date: 2025年3月15日."""
    if each.unit.name == "年" and 1900 <= each.high <= 2100:
        return True
    is_after = each.unit.name in {"月", "日"} and text[each.start - 1 : each.start] in {"年", "月"}
    return is_after or (
        each.unit.name == "月" and bool(re.match(r"\d{1,2}日", text[each.end : each.end + 3]))
    )
