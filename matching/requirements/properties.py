"""How well the words around a quantity name a property that a demand asks for.

A property's name becomes weighted terms. The head of the name says what is measured (limit of detection), the
others of what (ammonia). Conditions in brackets or after "at" are no part of the name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matching.requirements.contrast import EASE, EXTRAS, MOMENT
from matching.requirements.leads import is_substance, lead_of, substances_in
from matching.requirements.property_words import (
    CHANGES,
    COVERING,
    DIFFERENCES,
    NARROWER,
    RIVALS,
    SPANS,
)
from matching.requirements.quantities import Quantity, quantities_in, rooms_in
from matching.requirements.terms import (
    Expression,
    Term,
    Words,
    expressions_of,
    headed_by,
    implied_by,
    stem,
    terms_of,
    told_by,
    words_of,
)
from matching.requirements.units import Unit
from matching.requirements.written import written

_SUM = re.compile(r"累计|合计|总|并联|\b(?:total|cumulative|parallel)\b")
_CAPACITY = re.compile(r"产能|产量|\b(?:capacity|output)\b")
_SINGLE = re.compile(r"[单每]|\b(?:single|one|each|per)\b")
_LIMITS = ("上限", "下限", "可达")
_LIMIT = re.compile(f"(?<=..)(?:{'|'.join(_LIMITS)})$")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_SYMBOL = re.compile(r"\(([a-z][a-z0-9]{1,5})\)")
_PER_MUCH = re.compile(r" per [a-z]+(?: of [a-z-]+)?$")
"""What the unit says: energy per kg of water in kWh/kg."""
_FIGURED = re.compile(r"(?<![a-z0-9])[a-z]\d{1,2}(?![a-z0-9])")
_SAYS = r"(?:·[a-z])?(?: ?值| value)?(?: (?:of|is)(?: about)?|[为达约是=:：]+| =)? ?"
_BRACKETS = re.compile(r"\(([^()]*)\)|,(?!\d{3})(.*)$")
_TAIL = re.compile(r"\b(?:at|after|over|under|from|in) (?=[^a-z]*\d).*$")
_HEAD = re.compile(
    r"^(?:在)?-?\d[\d.]* ?(?:°c|mpa|%|周|年|天|h|次|mm|kv|v|a)[^\u4e00-\u9fff]*(?:下|后|时)?(?:的)?"
)
_RIVALS = tuple(tuple(expressions_of(side) for side in line.split("|")) for line in RIVALS)
_DIFFERENCES, _SPANS, _CHANGES = expressions_of(DIFFERENCES), expressions_of(SPANS), expressions_of(CHANGES)
_COVERING, _NARROWER = expressions_of(COVERING), expressions_of(NARROWER)


Side = tuple[Expression, ...]
"""Expressions for one quality."""


@dataclass(frozen=True)
class Property:
    """A property that a demand asks for, ready to be compared with many texts."""

    name: str
    terms: tuple[Term, ...]
    head: Term | None
    """The term that says what is measured; None for a name without one."""
    context: tuple[str, ...]
    """Chinese words in brackets that are no condition: 每舱每年."""
    conditions: tuple[Quantity, ...]
    rivals: tuple[tuple[Side, Side], ...]
    """Qualities of the name, each with those that it excludes."""
    narrower: tuple[Expression, ...]
    """Words that make another property of this one."""
    symbol: str
    figures: tuple[str, ...]
    """Symbols with a number that stand before a value: F0, e31."""
    is_difference: bool
    is_span: bool
    is_change: bool
    is_sum: bool
    is_price: bool
    is_extra: bool
    """The name speaks of something sold apart."""
    is_at_ease: bool
    """The name speaks of a machine that hardly works."""
    is_momentary: bool
    """The name speaks of what is borne for a moment."""
    is_ageing: bool
    """The name speaks of what is left after use: a longer use is a harder condition."""
    is_upper: bool
    """The name speaks of the largest value: of a range, the upper end counts."""
    is_lower: bool

    @cached_property
    def _whole(self) -> float:
        return sum(term.weight for term in self.terms)

    def likeness(self, words: Words) -> float:
        """The share of the name's weight that the words hold, from 0 to 1.

        A symbol in brackets is the whole name.
        """
        if self.symbol and self.symbol in words.stems:
            return 1.0
        if not self._whole or not words.text:
            return 0.0
        return sum(term.weight * term.held_by(words) for term in self.terms) / self._whole

    def told(self, unit: Unit) -> float:
        """How much of the name the unit tells, from 0 to 1: a value in W/(m·K) is a thermal conductivity."""
        whole = sum(term.full for term in self.terms)
        return (
            sum(term.full for term in self.terms if term.is_one_of(told_by(unit))) / whole if whole else 0.0
        )

    def is_headed(self, words: Words, unit: Unit) -> bool:
        """True if the words, or the unit of the value, say what is measured."""
        return self.has_head(words, unit) or self._is_complete_without_head(words, unit)

    def has_head(self, words: Words, unit: Unit) -> bool:
        """The same, with nothing left out."""
        if self.head is None or self.head.is_one_of(headed_by(unit)) or self.head.is_in(words):
            return True
        return bool(self.symbol and self.symbol in words.stems) or self.is_symbol_of(words)

    def _is_complete_without_head(self, words: Words, unit: Unit) -> bool:
        """True if the unit says the head, and the words have all else: 2 % false rejects for a rate of them."""
        if self.head is None or not self.head.is_one_of(implied_by(unit)):
            return False
        others = [term for term in self.terms if term is not self.head and term.weight >= 1.0]
        return bool(others) and all(term.is_in(words) for term in others)

    def is_of_another(self, words: Words) -> bool:
        """True if the words measure the same of another thing: 氟化氢检出限 for 氨检出限.

        The name has words apart from its head. The text has none of them, and another word before the head.
        """
        if self.head is None or not self._others or any(term.held_by(words) for term in self._others):
            return False
        return bool(lead_of(self.head, words))

    def is_of_other_substance(self, words: Words, clause: str) -> bool:
        """True if the words measure the same of another substance, or in English of any other thing.

        ``clause`` is what stands before the value.
        """
        if self.head is None or not self.is_of_another(words):
            return False
        if not isinstance(self.head.own, str):
            is_light = self.head.weight < 1.0  # volts are a voltage
            return not (self.is_change or is_light)  # the pump saves 35 %: a verb has its subject before it
        asked = any(isinstance(term.own, str) and is_substance(term.own) for term in self._others)
        return asked and bool(is_substance(lead_of(self.head, words)) or substances_in(clause))

    @cached_property
    def _others(self) -> tuple[Term, ...]:
        """The terms that say of what: all but the head that weigh something, or stand right before it."""
        head = self.head.own if self.head else ""
        return tuple(
            term
            for term in self.terms
            if term is not self.head and (term.weight >= 1.0 or f"{term.own}{head}" in self.name)
        )

    def is_denied(self, lower: str) -> bool:
        """True if a sentence says that there is no such thing: 无闪点, without a flash point."""
        return bool(self._denial and self._denial.search(lower))

    @cached_property
    def _denial(self) -> re.Pattern[str] | None:
        own = "|".join(re.escape(each) for each in self.head.chinese) if self.head else ""
        name = re.escape(self.name)
        return re.compile(
            rf"(?:[无没]有?|未见|\bno |\bwithout (?:an? )?)(?:{name}{'|' + own if own else ''})"
        )

    def is_rivalled(self, words: Words) -> bool:
        """True if the words name a quality that excludes this property, and do so after its own."""
        return any(_is_rivalled(words, own, others) for own, others in self.rivals) or self._has_other_figure(
            words
        )

    def _has_other_figure(self, words: Words) -> bool:
        """True if the words have a symbol of the name with another number: T50 for T90."""
        said = set(_FIGURED.findall(words.text)) if self.figures else set()
        letters = {each[0] for each in self.figures}
        return not said & set(self.figures) and any(each[0] in letters for each in said)

    def is_shortened_to(self, words: Words) -> bool:
        """True if the words are the name in short: 首效 for 首次库伦效率, but not its first word alone."""
        short = _NOT_HAN.sub("", words.text)
        if not 2 <= len(short) <= 4 or short[0] != self.name[:1] or self.name.startswith(short):
            return False
        rest = iter(self.name)
        return all(each in rest for each in short)

    def is_symbol_of(self, words: Words) -> bool:
        """True if the words end with a symbol of the name: an F0 of."""
        return any(re.search(rf"(?<![a-z0-9]){each}{_SAYS}$", words.text) for each in self.figures)

    def is_narrowed(self, words: Words) -> bool:
        """True if the words name a special case of the property: repeatability for accuracy."""
        return any(words.has(each) for each in self.narrower)

    def has_context(self, words: Words) -> bool:
        return any(each in words.text for each in self.context)


def _is_rivalled(words: Words, own: Side, others: Side) -> bool:
    """True if the words have one of the others, and none of the name's own after it."""
    rivals = [each for each in others if words.has(each)]
    if not rivals:
        return False
    last = max((_last(words, each) for each in own), default=-1)
    return any(isinstance(each, frozenset) or _last(words, each) >= last for each in rivals)


def _last(words: Words, each: Expression) -> int:
    """Where the last occurrence of a Chinese expression starts."""
    return words.text.rfind(each) if isinstance(each, str) else -1


@lru_cache(4096)
def property_of(name: str, unit: Unit) -> Property:
    """The property with this name, whose values are in ``unit``."""
    lower = written(name).lower
    core = _core(lower)
    core = (_PER_MUCH.sub("", core) or core) if "/" in unit.name or " per " in unit.name else core
    whole, inner = words_of(lower), words_of(core)
    terms = terms_of(core, unit)
    return Property(
        name=core,
        terms=terms,
        head=_head(core, terms),
        context=tuple(re.findall(r"[\u4e00-\u9fff]{2,6}", " ".join(re.findall(r"\(([^()]*)\)", lower)))),
        conditions=tuple(_conditions(name, lower)),
        rivals=tuple(_rivals(inner)),
        narrower=tuple(each for each in _NARROWER if not whole.has(each)),
        symbol=stem(symbol[1]) if (symbol := _SYMBOL.search(lower)) else "",
        figures=tuple(_FIGURED.findall(core)),
        is_difference=any(map(whole.has, _DIFFERENCES)),
        is_span=any(map(whole.has, _SPANS)),
        is_change=any(map(whole.has, _CHANGES)),
        is_sum=bool(_SUM.search(lower) or (_CAPACITY.search(lower) and not _SINGLE.search(lower))),
        is_price=bool(re.search("价|price", lower)),
        is_extra=bool(EXTRAS.search(lower)),
        is_at_ease=bool(EASE.search(lower)),
        is_momentary=bool(MOMENT.search(lower)),
        is_ageing=bool(re.search(r"\bafter\b|后|循环|老化", lower)),
        is_upper=bool(re.search(r"上限|最高|最大|可达|\b(?:max|largest|highest|up to)", lower)),
        is_lower=bool(re.search(r"下限|最低|最小|\b(?:min|lowest|smallest|down to)", lower)),
    )


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
    own = [term for term in terms if isinstance(term.own, str)]
    chinese = [term for term in own if core.endswith(term.own) and term.own not in _LIMITS]
    chinese = chinese or [term for term in own if _LIMIT.sub("", core).endswith(term.own)]
    if chinese:
        return max(chinese, key=lambda term: term.full)
    if re.search(r"[\u4e00-\u9fff]", core):
        return None
    words = re.findall(r"[a-z][a-z0-9-]*", re.split(r" (?:of|for|per|with|against|to|on) ", core)[0])
    last = stem(words[-1]) if words else ""
    return next((term for term in terms if isinstance(term.own, frozenset) and last in term.own), None)


def _rivals(name: Words) -> Iterator[tuple[Side, Side]]:
    """For each group in which the name takes a side: that side, and the others."""
    for group in _RIVALS:
        own = [side for side in group if any(map(name.has, side))]
        if own:
            others = (each for side in group if side not in own for each in side)
            yield tuple(each for side in own for each in side), tuple(others)


def is_covering(words: Words) -> bool:
    """True if the words before a range say that the offer covers it: 适用于 80 至 126 米."""
    return any(map(words.has, _COVERING))
