"""The terms of a property's name: concepts with expressions in both languages, words, symbols."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

import rjieba

from matching.requirements.concept_words import CONCEPTS
from matching.requirements.property_words import (
    FORMULAS,
    IMPLIED,
    LATIN_NAMES,
    QUALIFIERS,
    STOP_WORDS,
    TELLING,
    VERBS,
)
from matching.requirements.unit_reading import unit_of
from matching.requirements.unit_table import COUNTED
from matching.requirements.units import GENERIC, RATE, Dimensions, Unit
from matching.requirements.written import WORD, Expression, Lookup, Words, expressions_of, stem, words_of

LIGHT = 0.3
"""The weight of a word that the unit says already, or that says little."""
PARTLY = 0.6
"""What a part of a longer expression counts, times the share of it that is there."""
STOP = frozenset(STOP_WORDS.split())
FILLERS = frozenset("含的之与及和或等率值数度性量后前时")
_TOLD_BY_NAME = (
    (re.compile(r"dB ?\(?A"), "噪声"),
    (re.compile(r"(?:m?bar|Pa)[·.* ]?(?:m\^?3|L|l)/s"), "漏率"),  # in base units it is a watt
    (re.compile(r"[mk]?N[·.*-]?m$|千?牛·?米$"), "扭矩"),
    (re.compile(r"g/cm\^?3$|t/m\^?3$|kg/dm\^?3$"), "密度"),
)
"""Units that tell what they measure, though others of their dimensions do not."""
_DURATION = re.compile(r"(?:时间|用时|时长|耗时)$")
_HAN = re.compile(r"[\u4e00-\u9fff]+")

_CONCEPTS = tuple(tuple(map(expressions_of, line.split("|"))) for line in CONCEPTS.strip().splitlines())
"""The names of each property, and for some what else says it in a text."""
_LINES: dict[Expression, list[tuple[Expression, ...]]] = {}
"""The concepts of each expression."""
_VERBS_OF: dict[Expression, frozenset[Expression]] = {}
"""What stands for each expression in a text only, in one English word: a verb that needs a subject."""
for _line in _CONCEPTS:
    for _each in _line[0]:
        _LINES.setdefault(_each, []).append(sum(_line, ()))
        _said = frozenset(
            each for each in sum(_line[1:], ()) if isinstance(each, frozenset) and len(each) == 1
        )
        _VERBS_OF[_each] = _VERBS_OF.get(_each, frozenset()) | _said
_EVERY = Lookup(_LINES)
_SYMBOLS = frozenset(LATIN_NAMES.split())
_FORMULAS = frozenset(line.split()[0] for line in FORMULAS)
_VERBS = frozenset(expressions_of(VERBS))
_PERIODS = frozenset(expressions_of("年 月 日 annual yearly monthly daily hourly"))
"""Words of a name that a rate says already: the year of tonnes a year."""
_SPEEDS = frozenset(expressions_of("速度 速率 能力 speed rate"))
"""The same where pieces are counted by the minute."""
_COUNTS = tuple(expressions_of(line) for line in COUNTED.strip().splitlines() if not line.startswith(GENERIC))
_EVENTS = frozenset({"次", "帧", "点", "样本"})
"""What is counted by the minute without being produced."""
_QUALIFIERS = frozenset(expressions_of(QUALIFIERS))


@dataclass(frozen=True)
class Term:
    """A part of a property's name: any of the expressions stands for it."""

    own: Expression
    """The expression that the name has."""
    expressions: tuple[Expression, ...]
    full: float
    """The weight before the unit made it lighter."""
    weight: float
    verbs: frozenset[Expression] = frozenset()
    """Those of the expressions that are no names: the drive of a speed."""

    @cached_property
    def chinese(self) -> tuple[str, ...]:
        return tuple(each for each in self.expressions if isinstance(each, str))

    @cached_property
    def english(self) -> tuple[frozenset[str], ...]:
        return tuple(each for each in self.expressions if isinstance(each, frozenset))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts of the name's own expression: stems, or pairs of characters."""
        if isinstance(self.own, frozenset):
            return tuple(self.own) if len(self.own) > 1 else ()
        return tuple(self.own[at : at + 2] for at in range(len(self.own) - 1)) if len(self.own) > 2 else ()

    def is_in(self, words: Words) -> bool:
        text, stems = words.text, words.stems
        if not text.isascii() and any(map(text.__contains__, self.chinese)):
            return True
        return bool(stems) and any(map(stems.issuperset, self.english))

    def is_named_in(self, words: Words) -> bool:
        """True if the words have an expression that is a name."""
        return any(words.has(each) for each in self.expressions if each not in self.verbs)

    def held_by(self, words: Words) -> float:
        """How much of the term the words hold, from 0 to 1. A part of a long expression counts a little."""
        if self.is_in(words):
            return 1.0
        if not self.parts:
            return 0.0
        where = words.stems if isinstance(self.own, frozenset) else words.text
        return PARTLY * sum(part in where and _is_telling(part) for part in self.parts) / len(self.parts)

    def is_one_of(self, expressions: Iterable[Expression]) -> bool:
        return any(each in self.expressions for each in expressions)


def _is_telling(part: str) -> bool:
    """False for the end of a longer word that names nothing: the 硫率 of 脱硫率, but not 精度."""
    return part.isascii() or part[-1] not in FILLERS or part in _LINES


def _term(own: Expression, weight: float, expressions: tuple[Expression, ...] = ()) -> Term:
    return Term(own, expressions or (own,), weight, weight)


def terms_of(core: str, unit: Unit) -> tuple[Term, ...]:
    """The terms of a property's name (lower case), lighter where the unit says the same."""
    found = [*_concepts(core)]
    rest = core
    for term in found:
        rest = _without(rest, term.own)
    found += _others(rest, core)
    found = [_with_counts(_with_verbs(term, core), unit) for term in found]
    implied = implied_by(unit)
    is_rate = any(name in {"T", "duty"} for name, _ in unit.dimensions)
    spared = _QUALIFIERS | (_PERIODS if is_rate else set()) | (_SPEEDS if is_rate and unit.counted else set())
    light = [term.is_one_of(implied) or term.own in spared for term in found]
    if all(light):
        return tuple(found)
    return tuple(
        replace(term, weight=term.full * LIGHT) if is_light else term
        for term, is_light in zip(found, light, strict=True)
    )


def _with_counts(term: Term, unit: Unit) -> Term:
    """The term with the other words for what the unit counts, if it is one: axis and 轴 for axes."""
    if isinstance(term.own, frozenset) and unit.counted - {GENERIC}:
        same = next((line for line in _COUNTS if term.own in line), ())
        return replace(term, expressions=tuple(dict.fromkeys((*term.expressions, *same))))
    return term


def _with_verbs(term: Term, core: str) -> Term:
    """The first term of a name of a time with its verb: 抽到 10 Pa 需 6 min is a 抽真空时间."""
    if not (isinstance(term.own, str) and core.startswith(term.own) and _DURATION.search(core)):
        return term
    stems = {term.own[:1], term.own[:2]}
    verbs = tuple(stem_ + end for stem_ in sorted(stems) for end in "到至")
    return replace(term, expressions=term.expressions + verbs)


def _concepts(core: str) -> Iterator[Term]:
    """The concepts in a name, the longest first; a part of a longer one is none of its own."""
    left = words_of(core)
    hits = sorted(_EVERY.in_words(left), key=lambda each: (-_length(each), -len(each), str(each)))
    for each in hits:
        if left.has(each):
            lines = _LINES[each]
            found = _term(each, _length(each), tuple(other for line in lines for other in line))
            yield replace(found, verbs=_VERBS_OF.get(each, frozenset()))
            left = _taken(left, each)


def _length(each: Expression) -> float:
    """Weight of an expression: a Chinese word of two characters is a little less than an English word."""
    return max(1.0, len(each) - 1.0) if isinstance(each, str) else 1.5 * len(each)


def _taken(words: Words, each: Expression) -> Words:
    if isinstance(each, str):
        return Words(words.text.replace(each, " "), words.stems)
    return Words(words.text, words.stems - each)


def _without(rest: str, each: Expression) -> str:
    if isinstance(each, str):
        return rest.replace(each, " ")
    return WORD.sub(lambda match: " " if stem(match[0]) in each else match[0], rest)


def _others(rest: str, core: str) -> Iterator[Term]:
    """Words of a name that belong to no concept."""
    for run in _HAN.findall(rest):
        for word in rjieba.cut(run):
            if len(word) > 1:
                yield _term(word, len(word) - 1.0)
            elif word not in FILLERS:
                yield _term(word, 0.5)
    for word in WORD.findall(rest):
        is_formula = word in _FORMULAS and bool(re.search(rf"(?<![a-z0-9]){word}[\u4e00-\u9fff]", core))
        if is_formula or (word not in STOP and (len(word) > 1 or word in _SYMBOLS)):  # NO检出限
            yield _term(frozenset({stem(word)}), 2.0 if word in _SYMBOLS else 1.5)


@cache
def _by_dimension(table: str) -> dict[Dimensions, tuple[Expression, ...]]:
    rows = IMPLIED if table == "implied" else TELLING
    units = ((unit_of(name), words) for name, words in rows.items())
    return {unit.dimensions: expressions_of(words) for unit, words in units if unit}


@cache
def measured() -> frozenset[Expression]:
    """The names of what units measure: temperatures, pressures, viscosities."""
    return frozenset(
        each for table in ("implied", "telling") for row in _by_dimension(table).values() for each in row
    )


def implied_by(unit: Unit) -> tuple[Expression, ...]:
    """The words that the unit says already."""
    return _by_dimension("implied").get(unit.dimensions, ())


def headed_by(unit: Unit) -> tuple[Expression, ...]:
    """What a value in the unit can hardly fail to be: volts are a voltage, but hours a life or a delay."""
    return (*told_by(unit), *(implied_by(unit) if unit.dimensions in _plain_dimensions() else ()))


@cache
def _plain_dimensions() -> frozenset[Dimensions]:
    return frozenset(
        unit.dimensions
        for name in ("V", "A", "kW", "Hz", "kg", "°C", "元", "h/年")
        if (unit := unit_of(name))
    )


def told_by(unit: Unit) -> tuple[Expression, ...]:
    """The property that the unit measures nearly always."""
    if unit.dimensions == RATE and unit.counted and unit.counted.isdisjoint(_EVENTS):
        return expressions_of("产能")
    for name, word in _TOLD_BY_NAME:
        if name.match(unit.name):
            return expressions_of(word)
    return _by_dimension("telling").get(unit.dimensions, ())


def properties_in(words: Words) -> set[Expression]:
    """The expressions of properties of the table that the words have."""
    return _EVERY.in_words(words)


def names_a_property(words: Words) -> bool:
    """True if the words have an expression of any property of the table."""
    return not properties_in(words) <= _VERBS
