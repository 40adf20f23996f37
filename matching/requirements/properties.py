"""How well the words around a quantity name a property that a demand asks for.

A property's name becomes weighted terms. The head of the name says what is measured (limit of detection), the
others of what (ammonia). Conditions in brackets or after "at" are no part of the name.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from matching.requirements.leads import is_last_word, is_same_substance, is_substance, lead_of, substances_in
from matching.requirements.property_words import COVERING, EMPTY, RESISTED
from matching.requirements.quantities import Quantity
from matching.requirements.terms import Term, headed_by, implied_by, measured, properties_in, told_by
from matching.requirements.units import Unit
from matching.requirements.written import Expression, Words, expressions_of

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
FIGURED = re.compile(r"(?<![a-z0-9])[a-z]\d{1,2}(?![a-z0-9])")
_SAYS = r"(?:·[a-z])?(?: ?值| value)?(?: (?:of|is)(?: about)?|[为达约是=:：]+| =)? ?"
_COVERING = expressions_of(COVERING)
_EMPTY = frozenset(EMPTY.split())
_ALIKE = tuple(frozenset(line.split()) for line in RESISTED)

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
    initials: str
    """The first characters of a name of two Chinese words, by which it may be called: 插损 for 插入损耗."""
    resisted: str
    """What the property withstands: 耐晒 for 耐晒色牢度. Empty for most names."""
    is_of_each: bool
    """The name speaks of what each of several things has: sensors per bridge."""
    figures: tuple[str, ...]
    """Symbols with a number that stand before a value: F0, e31."""
    is_difference: bool
    is_span: bool
    is_change: bool
    is_sum: bool
    is_cycle: bool
    """The name speaks of the time that one piece takes."""
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

    def is_hinted_in(self, words: Words) -> bool:
        """True if the words hold anything of the name, so that the likeness is not 0."""
        return bool(self.symbol and self.symbol in words.stems) or any(
            term.held_by(words) for term in self.terms
        )

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

    def is_said_by_verb(self, words: Words, unit: Unit) -> bool:
        """True if only a verb says what is measured: drive for a speed."""
        if self.head is None or not self.head.verbs or not self.head.is_in(words):
            return False
        return not (self.head.is_one_of(headed_by(unit)) or self.head.is_named_in(words))

    def _is_complete_without_head(self, words: Words, unit: Unit) -> bool:
        """True if the unit says the head, and the words all else: 2 % false rejects for their rate."""
        if self.head is None or not self.head.is_one_of(implied_by(unit)):
            return False
        others = [term for term in self.terms if term is not self.head and term.weight >= 1.0]
        return bool(others) and all(words.has(term.own) for term in others)

    def is_of_another(self, words: Words) -> bool:
        """True if the words measure the same of another thing: 氟化氢检出限 for 氨检出限.

        The name has words apart from its head. The text has none of them, and another word before the head.
        """
        if self.head is None or not self._others or any(term.held_by(words) for term in self._others):
            return False
        return bool(lead_of(self.head, words))

    def is_of_other_substance(self, words: Words, clause: str) -> bool:
        """True if the words measure the same of another substance, or in English of any other thing.

        ``clause`` is what stands before the value, and what the words after it say it is for.
        """
        if self.head is None:
            return False
        said = self._substances and [
            each for each in (lead_of(self.head, words), *substances_in(clause)) if is_substance(each)
        ]
        if said and any(not any(is_same_substance(each, one) for one in said) for each in self._substances):
            return True
        if any(term.held_by(words) for term in self._others) or not self.is_of_another(words):
            return False
        if isinstance(self.head.own, str):
            return self.head.own in _EMPTY or self.is_of_longer_name(words)
        is_light = self.head.weight < 1.0  # volts are a voltage
        return not (self.is_change or is_light)  # the pump saves 35 %: a verb has its subject before it

    @cached_property
    def _substances(self) -> tuple[str, ...]:
        """The substances of the name, by their names or formulas."""
        own = (
            each
            for term in self._others
            if len(term.expressions) == 1
            for each in ({term.own} if isinstance(term.own, str) else term.own)
        )
        return tuple(each for each in own if is_substance(each))

    def is_of_nothing_in(self, words: Words, unit: Unit) -> bool:
        """True if the name is a measure of what another unit measures, and the words do not have that.

        A response time need not be that of a temperature.
        """
        return any(not term.is_in(words) for term in self._measured) and not self.told(unit)

    @cached_property
    def _measured(self) -> tuple[Term, ...]:
        """The terms of the name, apart from its head, that a unit measures: the 温度 of 温度响应时间."""
        return tuple(term for term in self._others if term.weight >= 1.0 and term.is_one_of(measured()))

    def is_of_longer_name(self, words: Words) -> bool:
        """True if the words have a property of the table that only ends like this one: 击穿电压."""
        if self.head is None:
            return False
        own = {each for term in self.terms for each in term.expressions}
        ends = self.head.chinese
        return any(
            isinstance(each, str) and each.endswith(ends) and each not in own and each not in ends
            for each in properties_in(words)
        )

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
        is_other = self._has_other_figure(words) or self._withstands_other(words)
        return is_other or any(_is_rivalled(words, own, others) for own, others in self.rivals)

    def _withstands_other(self, words: Words) -> bool:
        """True if the words are about withstanding something else: 耐皂洗 for 耐日晒."""
        if not self.resisted:
            return False
        said = set(re.findall(rf"{self.resisted[0]}[\u4e00-\u9fff]", words.text))
        alike = next((each for each in _ALIKE if self.resisted in each), {self.resisted})
        return bool(said) and said.isdisjoint(alike)

    def _has_other_figure(self, words: Words) -> bool:
        """True if the words have a symbol of the name with another number: T50 for T90."""
        said = set(FIGURED.findall(words.text)) if self.figures else set()
        letters = {each[0] for each in self.figures}
        return not said & set(self.figures) and any(each[0] in letters for each in said)

    def is_shortened_to(self, words: Words) -> bool:
        """True if the words are the name in short: 首效 for 首次库伦效率, but not its first word alone."""
        if self.initials and is_last_word(self.initials, words.text):
            return True
        short = _NOT_HAN.sub("", words.text)
        if not 2 <= len(short) <= 4 or short[0] != self.name[:1] or self.name.startswith(short):
            return False
        rest = iter(self.name)
        return all(each in rest for each in short)

    def may_be_short_in(self, words: Words) -> bool:
        """True if a text has the first character of the name and another one next to it."""
        han, text = self._characters, words.text
        if not han:
            return False
        at = text.find(han[0])
        while at >= 0:
            after = text[at + 1 : at + 2]
            if after in han or not "\u4e00" <= after <= "\u9fff":
                return True
            at = text.find(han[0], at + 1)
        return False

    @cached_property
    def _characters(self) -> str:
        """The Chinese characters of a name that begins with one."""
        found = _NOT_HAN.sub("", self.name)
        return found if self.name.startswith(found[:1]) else ""

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


def is_covering(words: Words) -> bool:
    """True if the words before a range say that the offer covers it: 适用于 80 至 126 米."""
    return any(map(words.has, _COVERING))
