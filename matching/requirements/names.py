"""The name of a requirement as a property that can be compared with texts."""

import re
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from matching.requirements.contrast import EASE, EXTRAS, MOMENT
from matching.requirements.properties import FIGURED, Property, Side
from matching.requirements.property_words import (
    CHANGES,
    DIFFERENCES,
    IMPLIED,
    MEANT,
    MEASURES,
    NARROWER,
    RIVALS,
    SPANS,
)
from matching.requirements.quantities import Quantity, quantities_in, rooms_in
from matching.requirements.terms import Term, properties_in, terms_of
from matching.requirements.units import PLAIN, UNITS, Unit, readings_of
from matching.requirements.written import Lookup, Words, expressions_of, stem, words_of, written

_SUM = re.compile(r"累计|合计|总|并联|\b(?:total|cumulative|parallel)\b")
_CAPACITY = re.compile(r"产能|产量|处理能力|处理量|\b(?:capacity|output)\b")
_SINGLE = re.compile(r"[单每]|\b(?:single|one|each|per)\b")
_LIMITS = ("上限", "下限", "可达")
_LIMIT = re.compile(f"(?<=..)(?:{'|'.join(_LIMITS)})$")
_SYMBOL = re.compile(r"\(([a-z][a-z0-9]{1,5})\)")
_PER_MUCH = re.compile(r" per [a-z]+(?: of [a-z-]+)?$")
"""What the unit says: energy per kg of water in kWh/kg."""
_BRACKETS = re.compile(r"\(([^()]*)\)|,(?!\d{3})(.*)$")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_RESISTED = re.compile(r"[耐抗防][\u4e00-\u9fff]")
_TAIL = re.compile(r"\b(?:at|after|over|under|from|in) (?=[^a-z]*\d).*$")
_HEAD = re.compile(
    r"^(?:在)?-?\d[\d.]* ?(?:°c|mpa|%|周|年|天|h|次|mm|kv|v|a)[^\u4e00-\u9fff]*(?:下|后|时)?(?:的)?"
)
_RIVALS = tuple(tuple(expressions_of(side) for side in line.split("|")) for line in RIVALS)
_SIDES = Lookup(each for group in _RIVALS for side in group for each in side)
_WORDED = {
    "is_difference": expressions_of(DIFFERENCES),
    "is_span": expressions_of(SPANS),
    "is_change": expressions_of(CHANGES),
    "is_cycle": expressions_of("节拍 takt cycle_time"),
}
"""The traits of a property that words of its name give."""
_PATTERNED = {
    "is_price": re.compile("价|price"),
    "is_of_each": re.compile(r" per [a-z]{3,}|[单每][\u4e00-\u9fff]"),
    "is_extra": EXTRAS,
    "is_at_ease": EASE,
    "is_momentary": MOMENT,
    "is_ageing": re.compile(r"\bafter\b|后|循环|老化"),
    "is_upper": re.compile(r"上限|最高|最大|可达|\b(?:max|largest|highest|up to)"),
    "is_lower": re.compile(r"下限|最低|最小|\b(?:min|lowest|smallest|down to)"),
}
"""The same by patterns."""
_NARROWER = expressions_of(NARROWER)
_GENERAL = frozenset(f"{' '.join(IMPLIED.values())} {MEASURES}".split())
"""Ends of names that no short form keeps a character of."""
_MEANT = {unit: expressions_of(words) for unit, words in MEANT.items()}


@lru_cache(4096)
def property_of(name: str, unit: Unit) -> Property:
    """The property with this name, whose values are in ``unit``."""
    lower = written(name).lower
    core = _core(lower)
    core = (_PER_MUCH.sub("", core) or core) if "/" in unit.name or " per " in unit.name else core
    whole, terms = words_of(lower), terms_of(core, unit)
    return Property(
        name=core,
        terms=terms,
        head=_head(core, terms),
        context=tuple(re.findall(r"[\u4e00-\u9fff]{2,6}", " ".join(re.findall(r"\(([^()]*)\)", lower)))),
        conditions=tuple(_conditions(name, lower)),
        rivals=tuple(_rivals(words_of(core))),
        narrower=tuple(each for each in _NARROWER if not whole.has(each)),
        symbol=stem(symbol[1]) if (symbol := _SYMBOL.search(lower)) else "",
        initials=_initials(core),
        resisted=found[0] if (found := _RESISTED.search(core)) else "",
        figures=tuple(FIGURED.findall(core)),
        is_sum=bool(_SUM.search(lower) or (_CAPACITY.search(lower) and not _SINGLE.search(lower))),
        **{kind: any(map(whole.has, words)) for kind, words in _WORDED.items()},
        **{kind: bool(pattern.search(lower)) for kind, pattern in _PATTERNED.items()},
    )


def _initials(core: str) -> str:
    """The first characters of both halves of a name of four Chinese characters, if they name nothing else."""
    if (
        len(core) != 4
        or core[2:] in _GENERAL
        or not _HAN.fullmatch(core)
        or [*map(len, rjieba.cut(core))] not in ([2, 2], [4])
    ):
        return ""
    short = core[0] + core[2]
    return "" if short in properties_in(words_of(short)) else short


def meant(name: str, unit: Unit) -> Unit:
    """The meaning of an ambiguous unit that the name of a property speaks of, else its first one."""
    readings, words = readings_of(unit), words_of(written(name).lower)
    if unit is PLAIN and "ph" in words.stems:
        return UNITS["pH"]
    said = (each for each in readings if any(map(words.has, _MEANT.get(each.name, ()))))
    return next(said, readings[0])


def _conditions(name: str, lower: str) -> Iterator[Quantity]:
    """The values in a name that have a unit, and room temperature."""
    yield from (each for each in quantities_in(name) if each.unit.dimensions or each.unit.counted)
    yield from rooms_in(lower)


def _core(lower: str) -> str:
    """The name without conditions: what is in brackets, after a comma or "at", or a leading 40 ℃."""
    core = _TAIL.sub(" ", _BRACKETS.sub(" ", lower))
    return (_HEAD.sub("", core).strip() or core).strip() or lower


def _head(core: str, terms: tuple[Term, ...]) -> Term | None:
    """The last Chinese term of the name, or the last English one before "of"."""
    chinese = [term for term in terms if _ends(core, term) and term.own not in _LIMITS] or [
        term for term in terms if _ends(_LIMIT.sub("", core), term)
    ]
    if chinese:
        return max(chinese, key=lambda term: term.full)
    if re.search(r"[\u4e00-\u9fff]", core):
        return None
    words = re.findall(r"[a-z][a-z0-9-]*", re.split(r" (?:of|for|per|with|against|to|on) ", core)[0])
    last = stem(words[-1]) if words else ""
    return next((term for term in terms if isinstance(term.own, frozenset) and last in term.own), None)


def _ends(core: str, term: Term) -> bool:
    return isinstance(term.own, str) and core.endswith(term.own)


def _rivals(name: Words) -> Iterator[tuple[Side, Side]]:
    """For each group in which the name takes a side: that side, and the others."""
    said = _SIDES.in_words(name)
    for group in _RIVALS if said else ():
        own = [side for side in group if not said.isdisjoint(side)]
        if own:
            others = (each for side in group if side not in own for each in side)
            yield tuple(each for side in own for each in side), tuple(others)
