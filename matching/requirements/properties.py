"""How well the words around a quantity name a property that a demand asks for.

A property's name becomes weighted terms: concepts with expressions in both languages, stems of English words, pairs of
neighbouring Chinese characters. The nearest words count most: first what stands between the quantity before and this
one, then the clause, then the sentence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from matching.requirements.property_words import (
    CHANGES,
    CONCEPTS,
    COVERING,
    DIFFERENCES,
    IMPLIED,
    LATIN_NAMES,
    NARROWER,
    QUALIFIERS,
    RIVALS,
    SPANS,
    TELLING,
)
from matching.requirements.quantities import Quantity, quantities_in
from matching.requirements.units import Dimensions, Unit, unit_of
from matching.requirements.written import written

LIGHT = 0.3
"""The weight of a word that the unit says already."""
STOP = frozenset(
    "the of at and after over for per in to on from with a an by is as than rated total max maximum min minimum "
    "up peak within between each no without under".split()
)
FILLERS = frozenset("的之与及和或等率值数度性量")
_STEMMER = Stemmer.Stemmer("english")
_WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SYMBOL = re.compile(r"\(([a-z][a-z0-9]{1,5})\)")
_BRACKETS = re.compile(r"\(([^()]*)\)|,(?!\d{3})(.*)$")
_TAIL = re.compile(r"\b(?:at|after|over|under|from|in) (?=[^a-z]*\d).*$")
_HEAD = re.compile(r"^(?:在)?-?\d[\d.]* ?(?:°c|mpa|%|周|年|天|h|次|mm|kv|v|a)[^\u4e00-\u9fff]*(?:下|后|时)?(?:的)?")


@cache
def stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


@dataclass(frozen=True)
class Words:
    """A piece of text as it is compared: lower case, and the stems of its English words."""

    text: str
    stems: frozenset[str]

    def has(self, expression: "Expression") -> bool:
        if isinstance(expression, str):
            return expression in self.text
        return expression <= self.stems


Expression = str | frozenset[str]
"""A Chinese expression, looked for as it is, or the stems of an English one, in any order."""


def words_of(lower: str) -> Words:
    return Words(lower, frozenset(_stems(lower)))


def _stems(lower: str) -> Iterator[str]:
    for match in _WORD.finditer(lower):
        yield stem(match[0])
        if "-" in match[0]:
            yield from (stem(part) for part in match[0].split("-"))


def _expression(written_: str) -> Expression:
    if written_.isascii():
        return frozenset(stem(word) for word in written_.split("_"))
    return written_


def _expressions(words: str) -> tuple[Expression, ...]:
    return tuple(_expression(word) for word in words.split())


_CONCEPTS: tuple[tuple[Expression, ...], ...] = tuple(
    _expressions(line) for line in CONCEPTS.strip().splitlines()
)
_RIVALS = tuple(tuple(_expressions(side) for side in line.split("|")) for line in RIVALS)
_COVERING = _expressions(COVERING)
_NARROWER = _expressions(NARROWER)
_QUALIFIERS = frozenset(QUALIFIERS.split())
_SYMBOLS = frozenset(LATIN_NAMES.split())
_DIFFERENCES, _SPANS, _CHANGES = _expressions(DIFFERENCES), _expressions(SPANS), _expressions(CHANGES)


@cache
def _by_dimension(table: str) -> dict[Dimensions, tuple[Expression, ...]]:
    rows = IMPLIED if table == "implied" else TELLING
    units = ((unit_of(name), words) for name, words in rows.items())
    return {unit.dimensions: _expressions(words) for unit, words in units if unit}


@dataclass(frozen=True)
class Term:
    """A part of a property's name: any of the expressions stands for it."""

    weight: float
    full: float
    """The weight before the unit made it lighter."""
    expressions: tuple[Expression, ...]


@dataclass(frozen=True)
class Property:
    """A property that a demand asks for, ready to be compared with many texts."""

    name: str
    terms: tuple[Term, ...]
    conditions: tuple[Quantity, ...]
    rivals: tuple[tuple[Expression, ...], ...]
    """Qualities that the name excludes."""
    narrower: tuple[Expression, ...]
    """Words that make another property of this one."""
    symbol: str
    is_difference: bool
    is_span: bool
    is_change: bool
    is_sum: bool
    is_price: bool
    is_upper: bool
    """The name speaks of the largest value: of a range, the upper end counts."""
    is_lower: bool

    def likeness(self, words: Words) -> float:
        """The share of the name's weight that the words hold, from 0 to 1. A symbol in brackets is the whole name."""
        if self.symbol and self.symbol in words.stems:
            return 1.0
        whole = sum(term.weight for term in self.terms)
        held = sum(term.weight for term in self.terms if any(map(words.has, term.expressions)))
        return held / whole if whole else 0.0

    def is_rivalled(self, words: Words) -> bool:
        """True if the words name a quality that excludes this property, nearer to their end than the property."""
        rivals = [each for rival in self.rivals for each in rival if words.has(each)]
        if not rivals:
            return False
        own = max((_last(words, each) for term in self.terms for each in term.expressions), default=-1)
        return any(isinstance(each, frozenset) or _last(words, each) >= own for each in rivals) or self.is_narrowed(words)

    def is_shortened_to(self, words: Words) -> bool:
        """True if the words are the name in short: 首效 for 首次库伦效率."""
        short = _NOT_HAN.sub("", words.text)
        if not 2 <= len(short) <= 4 or short[0] != self.name[:1] or len(short) >= len(self.name):
            return False
        rest = iter(self.name)
        return all(each in rest for each in short)

    def is_narrowed(self, words: Words) -> bool:
        """True if the words name a special case of the property: repeatability for accuracy."""
        return any(words.has(each) for each in self.narrower)


def _last(words: Words, each: Expression) -> int:
    """Where the last occurrence of a Chinese expression starts."""
    return words.text.rfind(each) if isinstance(each, str) else -1


@lru_cache(4096)
def property_of(name: str, unit: Unit) -> Property:
    """The property with this name, whose values are in ``unit``."""
    lower = written(name).lower
    core = _core(lower)
    whole = words_of(lower)
    inner = words_of(core)
    return Property(
        name=core,
        terms=tuple(_terms(core, unit)),
        conditions=tuple(each for each in quantities_in(name) if each.unit.dimensions),
        rivals=tuple(_rivals(inner)),
        narrower=tuple(each for each in _NARROWER if not inner.has(each)),
        symbol=stem(symbol[1]) if (symbol := _SYMBOL.search(lower)) else "",
        is_difference=any(map(whole.has, _DIFFERENCES)),
        is_span=any(map(whole.has, _SPANS)),
        is_change=any(map(whole.has, _CHANGES)),
        is_sum=bool(re.search("累计|合计|总|total", lower)),
        is_price=bool(re.search("价|price", lower)),
        is_upper=bool(re.search(r"上限|最高|最大|可达|\b(?:max|largest|highest|up to)", lower)),
        is_lower=bool(re.search(r"下限|最低|最小|\b(?:min|lowest|smallest|down to)", lower)),
    )


def _core(lower: str) -> str:
    """The name without conditions: what is in brackets, after a comma or "at", or a leading 40 ℃."""
    core = _TAIL.sub(" ", _BRACKETS.sub(" ", lower))
    return (_HEAD.sub("", core).strip() or core).strip() or lower


def _rivals(name: Words) -> Iterator[tuple[Expression, ...]]:
    """The other sides of each group that the name takes a side in."""
    for group in _RIVALS:
        own = [side for side in group if any(map(name.has, side))]
        if own:
            yield from (side for side in group if side not in own)


def _terms(core: str, unit: Unit) -> Iterator[Term]:
    implied = _by_dimension("implied").get(unit.dimensions, ())
    found = [*_concept_terms(core)]
    rest = core
    for term in found:
        rest = _without(rest, term)
    found += _other_terms(rest)
    light = [_is_implied(term, implied) or term.expressions[0] in _QUALIFIERS for term in found]
    for term, is_light in zip(found, light, strict=True):
        yield Term(term.full * (LIGHT if is_light and not all(light) else 1.0), term.full, term.expressions)


def _is_implied(term: Term, implied: Iterable[Expression]) -> bool:
    return any(each in term.expressions for each in implied)


def _concept_terms(core: str) -> Iterator[Term]:
    """The concepts in a name, the longest first; a part of a longer one is none of its own."""
    left = words_of(core)
    hits = [
        (_length(each), each, concept) for concept in _CONCEPTS for each in concept if left.has(each)
    ]
    hits.sort(key=lambda hit: -hit[0])
    while hits:
        length, each, _ = hits[0]
        same = tuple(other for hit in hits if hit[1] == each for other in hit[2])
        yield Term(length, length, same)
        left = _taken(left, each)
        hits = [hit for hit in hits[1:] if left.has(hit[1])]


def _length(each: Expression) -> float:
    """Weight of an expression: a Chinese word of two characters is like one English word."""
    return max(1.0, len(each) - 1.0) if isinstance(each, str) else 1.5 * len(each)


def _taken(words: Words, each: Expression) -> Words:
    if isinstance(each, str):
        return Words(words.text.replace(each, " "), words.stems)
    return Words(words.text, words.stems - each)


def _without(rest: str, term: Term) -> str:
    for each in term.expressions:
        if isinstance(each, str):
            rest = rest.replace(each, " ")
        elif each <= frozenset(_stems(rest)):
            rest = _WORD.sub(lambda match, gone=each: " " if stem(match[0]) in gone else match[0], rest)  # type: ignore[misc]
    return rest


def _other_terms(rest: str) -> Iterator[Term]:
    for run in _HAN.findall(rest):
        pairs = [run[at : at + 2] for at in range(len(run) - 1)]
        yield from (Term(1.0, 1.0, (pair,)) for pair in pairs if not set(pair) <= FILLERS)
        if len(run) == 1 and run not in FILLERS:
            yield Term(0.5, 0.5, (run,))
    for word in _WORD.findall(rest):
        if word not in STOP and (len(word) > 1 or word in _SYMBOLS):
            weight = 2.0 if word in _SYMBOLS else 1.5
            yield Term(weight, weight, (frozenset({stem(word)}),))


def told_by(name: Property, unit: Unit) -> float:
    """How much of the name the unit tells, from 0 to 1: a value in W/(m·K) is a thermal conductivity."""
    told = _by_dimension("telling").get(unit.dimensions, ())
    whole = sum(term.full for term in name.terms)
    return sum(term.full for term in name.terms if _is_implied(term, told)) / whole if whole else 0.0


def is_covering(words: Words) -> bool:
    """True if the words before a range say that the offer covers it: 适用于 80 至 126 米."""
    return any(map(words.has, _COVERING))
