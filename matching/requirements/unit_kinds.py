"""The kinds of units that a piece of text may hold, seen without reading its quantities.

Most sentences have no value of the kind that is asked for, and reading figures costs more than to see that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from matching.requirements.unit_reading import LONGEST_UNIT, unit_of
from matching.requirements.unit_table import WHOLE
from matching.requirements.units import RATIO, UNITS, Dimensions, readings_of

_STARTS = "".join({name[0] for name, unit in UNITS.items() if unit.dimensions and not name[0].isascii()})
_NUMBER = re.compile(
    rf"[\d零〇一二两三四五六七八九十百千万亿半]"
    rf"(?:(?<=\d)|分之|[个余多]?(?:[A-Za-z%{re.escape(_STARTS)}]|[\u4e00-\u9fff]{{0,2}}/))"
)
"""A figure, or a numeral with a unit of a physical kind after it."""
_DIGIT = re.compile(r"[\d零〇一二两三四五六七八九十百千半]")
_SENTENCE = re.compile(r"[a-z]{2}[ -][a-z]{3}")
_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,6}teen|[a-z]{3,5}ty|half|hundred"
    r"|thousand|million|dozen)\b",
    re.IGNORECASE,
)
"""Numbers in words, looked for where a text has English words."""
_BEFORE = 40
"""How far before a value its unit may be said: an annual capacity of."""
_LATIN = re.compile(r"[A-Za-zμΩ°Å]+|[%‰$€£¥]")
_JOINING = ("/", "·", "*", "^", "每", "吨水", " per ", " a ", " an ", " each ", " every ", "quare ", "ubic ")
_JOINED = re.compile(
    r"[A-Za-z年月日](?:[1-4]|(?:均|设计|总|最大|可)?(?:产|处理|供|加工|发电|消耗|用|节|出货))"
)
"""What joins two units, or gives one a power."""
_PERIODS = re.compile(r"[Aa]nnual|[Yy]early|[Mm]onthly|[Dd]aily|[Hh]ourly")
_BY_PERIOD = "annual"
"""Stands for the words of a period among the tokens of a text."""


def _spellings() -> Iterator[tuple[str, Dimensions]]:
    """What a text has if it has a unit: a word of Latin letters or a sign, or the last Chinese character."""
    for name, each in UNITS.items():
        for reading in readings_of(each):
            yield name if name[-1].isascii() or _LATIN.fullmatch(name) else name[-1], reading.dimensions
    for spelling, name in WHOLE.items():
        unit = unit_of(name)
        yield spelling, unit.dimensions if unit else ()
    yield _BY_PERIOD, (("T", 1),)


_OF_KIND: dict[Dimensions, set[str]] = {}
_OF_BASE: dict[str, set[str]] = {}
for _spelling, _kind in _spellings():
    _OF_KIND.setdefault(_kind, set()).add(_spelling)
    for _base, _ in _kind:
        _OF_BASE.setdefault(_base, set()).add(_spelling)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Units:
    """What a text may hold of units: their spellings, and what joins them."""

    text: str
    spellings: frozenset[str]

    def may_hold(self, kind: Dimensions) -> bool:
        """True unless there is no unit of the kind, and none that could make one together."""
        if not kind or not self.spellings.isdisjoint(_OF_KIND.get(kind, _NONE)):
            return True
        if kind != RATIO and not all(self._has(base) for base, _ in kind):
            return False
        return self._are_joined

    def _has(self, base: str) -> bool:
        return base == "areal" or not self.spellings.isdisjoint(_OF_BASE[base])

    @cached_property
    def _are_joined(self) -> bool:
        is_joined = _BY_PERIOD in self.spellings or any(sign in self.text for sign in _JOINING)
        return is_joined or bool(_JOINED.search(self.text))


_NOTHING = Units("", frozenset())


def first_number(text: str, start: int, end: int) -> int:
    """Where the first number may start. The end if there is none."""
    number = _NUMBER.search(text, start, end)
    first = number.start() if number else end
    if _SENTENCE.search(text, start, first) and (word := _WORD.search(text, start, first)):
        first = word.start()
    return first


def has_numbers(text: str, start: int, end: int) -> bool:
    """True if a legible text may have a number between two positions."""
    return bool(_DIGIT.search(text, start, end)) or first_number(text, start, end) < end


def units_of(text: str, start: int, end: int) -> Units:
    """The units that may stand next to numbers between two positions of a legible text."""
    first = first_number(text, start, end)
    if first == end:
        return _NOTHING
    text = text[max(0, first - _BEFORE) : end + LONGEST_UNIT]
    latin = set(_LATIN.findall(text))
    latin.update([each.lower() for each in latin if len(each) > 3])
    if "K" in text or "N" in text:
        latin.update(each for each in WHOLE if each in text)
    if "nnual" in text or ("ly" in text and _PERIODS.search(text)):
        latin.add(_BY_PERIOD)
    return Units(text, frozenset(latin.union(text)))
