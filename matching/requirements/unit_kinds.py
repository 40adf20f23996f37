"""The kinds of units that a piece of text may hold, seen without reading its quantities.

Most sentences have no value of the kind that is asked for, and reading figures costs more than to see that.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from matching.requirements.numbers import NUMERALS
from matching.requirements.unit_reading import LONGEST_UNIT, unit_of
from matching.requirements.unit_table import PER_PERIOD, WHOLE
from matching.requirements.units import DUTY, RATIO, UNITS, Dimensions, readings_of
from matching.requirements.written import Written

_STARTS = "".join({name[0] for name, unit in UNITS.items() if unit.dimensions and not name[0].isascii()})
_NUMBER = re.compile(
    rf"[\d零〇一二两三四五六七八九十百千万亿半]"
    rf"(?:(?<=\d)|分之|[个余多]?(?:[A-Za-z%{re.escape(_STARTS)}]|[\u4e00-\u9fff]{{0,2}}/))"
)
"""A figure, or a numeral with a unit of a physical kind after it."""
_DIGIT = re.compile(r"[\d零〇一二两三四五六七八九十百千半]")


def _any_of(words: Iterable[str]) -> str:
    """A pattern for whole words, by their first letters, for which a text is searched fast."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?<![a-z]{first})(?:{'|'.join(each)})" for first, each in rests.items())


_WORD = re.compile(f"(?:{_any_of(NUMERALS)})(?![a-z])")
"""Numbers in words, in a text of lower case."""
_LEADS = r"\d零〇一二两三四五六七八九十百千万亿半+ \-个余多k/每(·*"
"""What a unit in Chinese characters follows: a number, a blank, or what joins it to another."""
_BEFORE = 40
"""How far before a value its unit may be said: an annual capacity of."""
_LATIN = re.compile(r"[A-Za-zμΩ°Å]+|[%‰$€£¥]")
_WATER_COLUMN = re.compile(r"[mc]mH2O")
_PIECE = re.compile(r"[^\s,，。；;、]+")
_SIGN = re.compile(r"[/·*]")
"""What joins units where they stand in a row: kg/(m²·h)."""
_JOINING = re.compile(r"[\^每]| per |(?:quare|ubic) ")
"""What joins two units, or gives one a power."""
_MAYBE_JOINING = re.compile(
    r" (?:an?|each|every) (?:\d+ ?)?([A-Za-zμΩ°Å]+|[%‰$€£\u4e00-\u9fff])"
    r"|(?<![A-Za-zμΩ°Å])([A-Za-zμΩ°Å]+|[年月日])[1-4]"
)
"""What does so only with the name of a unit: 30 parts a minute, 5 m3."""
_PERIODS = re.compile(
    rf"{PER_PERIOD}|nnual|ly(?:(?<=[Yy]early)|(?<=[Mm]onthly)|(?<=[Dd]aily)|(?<=[Hh]ourly))|/ ?a(?![a-z])"
)
_PER_PERIOD, _PER_WATER, _PER_FIELD = "annual", "吨水", "亩"
"""Stand among the units of a text for words before a value per period, or per tonne of water."""


def _spellings() -> Iterator[tuple[str, Dimensions]]:
    """What a text has if it has a unit."""
    for name, each in UNITS.items():
        for reading in readings_of(each):
            yield name, reading.dimensions
    for spelling, name in WHOLE.items():
        unit = unit_of(name)
        yield spelling, unit.dimensions if unit else ()
    yield _PER_PERIOD, (("T", 1),)
    yield _PER_WATER, (("L", 3),)
    yield _PER_FIELD, (("L", 2),)


@dataclass
class _Names:
    """The spellings of the units of a kind: words of Latin letters and signs, and all others."""

    latin: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    @cached_property
    def in_place(self) -> re.Pattern[str]:
        """The other spellings where a unit can stand: 3分, each 分, and not the end of 成分."""
        return re.compile(rf"[{_LEADS}](?:{'|'.join(map(re.escape, self.others))})")

    def add(self, name: str) -> None:
        is_word = name.isascii() or _LATIN.fullmatch(name) or name in (_PER_WATER, _PER_FIELD)
        (self.latin if is_word else self.others).add(name)


_OF_KIND: dict[Dimensions, _Names] = {}
_OF_BASE: dict[str, _Names] = {}
for _spelling, _kind in _spellings():
    _OF_KIND.setdefault(_kind, _Names()).add(_spelling)
    for _base, _ in _kind:
        _OF_BASE.setdefault(_base, _Names()).add(_spelling)
_KNOWN = frozenset(name for names in _OF_BASE.values() for name in names.latin | names.others)


@dataclass(frozen=True)
class Units:
    """What a text may hold of units: itself, and its words of Latin letters that are units."""

    text: str
    latin: frozenset[str]

    def may_hold(self, kind: Dimensions) -> bool:
        """True unless there is no unit of the kind, and none that could make one together.

        A numeral in characters with what is counted after it (年产三条) is no number here, and is not found.
        """
        if not kind or self._has(_OF_KIND.get(kind)):
            return True
        joined = self._joined
        return joined is not None and (
            kind in (RATIO, DUTY) or all(joined._has_base(base) for base, _ in kind)
        )

    def _has(self, names: _Names | None) -> bool:
        if names is None:
            return False
        if not self.latin.isdisjoint(names.latin):
            return True
        if self.text.isascii():
            return False
        return any(map(self.text.__contains__, names.others)) and bool(names.in_place.search(self.text))

    def _has_base(self, base: str) -> bool:
        return base == "areal" or self._has(_OF_BASE[base])

    @cached_property
    def _joined(self) -> "Units | None":
        """The part of the text that has units joined to others: all of it, if words may join them."""
        is_said_before = not self.latin.isdisjoint((_PER_PERIOD, _PER_WATER, _PER_FIELD))
        if is_said_before or _JOINING.search(self.text) or self._has_powers():
            return self
        if not _SIGN.search(self.text):
            return None
        pieces = _PIECE.findall(self.text)
        near = {at + step for at, each in enumerate(pieces) if _SIGN.search(each) for step in (-1, 0, 1, 2)}
        text = " ".join(each for at, each in enumerate(pieces) if at in near)
        return Units(text, _latin_in(text))

    def _has_powers(self) -> bool:
        return any(self._is_unit(one or other) for one, other in _MAYBE_JOINING.findall(self.text))

    def _is_unit(self, word: str) -> bool:
        return not word.isascii() or word in _KNOWN or word.lower() in _KNOWN


_NOTHING = Units("", frozenset())


def first_number(source: Written, start: int, end: int) -> int:
    """Where the first number may start. The end if there is none."""
    number = _NUMBER.search(source.text, start, end)
    first = number.start() if number else end
    word = _WORD.search(source.lower, start, first)
    return word.start() if word else first


def has_numbers(source: Written, start: int, end: int) -> bool:
    """True if a legible text may have a number between two positions."""
    return bool(_DIGIT.search(source.text, start, end)) or first_number(source, start, end) < end


def units_of(source: Written, start: int, end: int) -> Units:
    """The units that may stand next to numbers between two positions of a legible text."""
    first = first_number(source, start, end)
    if first == end:
        return _NOTHING
    text = source.text[max(0, first - _BEFORE) : end + LONGEST_UNIT]
    return Units(text, _latin_in(text))


def _latin_in(text: str) -> frozenset[str]:
    """The units of Latin letters or signs in a piece of text."""
    words = set(_LATIN.findall(text))
    words |= {each.lower() for each in words if len(each) > 3}
    if "K" in text or "N" in text:
        words.update(each for each in WHOLE if each in text)
    if "H2O" in text:
        words.update(_WATER_COLUMN.findall(text))
    if _PERIODS.search(text):
        words.add(_PER_PERIOD)
    words.update(each for each in (_PER_WATER, _PER_FIELD) if each in text)
    return _KNOWN & words
