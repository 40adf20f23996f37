"""A text in one spelling of signs, digits and units, with the way back to the original.

The engine's normalisation lowers the case and makes a milliwatt of a megawatt. Units need one of their own.
Its words are compared in Chinese as they are written, in English by their stems.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

import rjieba
import Stemmer

_SUPERSCRIPTS = {each: str(number) for number, each in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {"⁻": "-", "⁺": ""}
_SIGNS = dict.fromkeys("‐‑‒–—―−－", "-") | dict.fromkeys("～〜∼", "~") | dict.fromkeys("⋅∙•・‧", "·")
_SIGNS |= (
    dict.fromkeys("✕╳", "×") | dict.fromkeys("≧⩾", "≥") | dict.fromkeys("≦⩽", "≤") | dict.fromkeys("º˚", "°")
)
_SIGNS |= {"µ": "μ", "℃": "°C", "℉": "°F", "＋": "+", "￥": "¥", "½": "0.5", "№": "No"}
_SIGNS |= {each: each for each in "，；！？"} | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")
# What may need another spelling: neither ASCII nor a Chinese character nor a sign that ends a sentence.
_OTHER = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+|[^\x00-\x7f\u4e00-\u9fff。、，；]|(?<=\\d)，(?=000(?!\\d))")

_MAYBE_OTHER = re.compile("[^\x00-\x7f\u4e00-\u9fff。、，；]|，000")
"""Without any of these a text is legible as it is, which is seen in a fraction of the time."""
_IN_SYMBOL = re.compile(r",(?<=[a-z]\d\d,)(?=[a-z](?![a-z]))")


@dataclass(frozen=True)
class Written:
    """The legible text. ``origin`` and ``end_in_original`` lead back to the original."""

    text: str
    lower: str
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]
    _widths: tuple[int, ...]

    def origin(self, at: int) -> int:
        """The position in the original of the character at ``at``."""
        piece = bisect_right(self._starts, at) - 1
        inside = at - self._starts[piece]
        return self._origins[piece] + (inside if not self._widths[piece] else 0)

    def end_in_original(self, end: int) -> int:
        """The position in the original after the character before ``end``."""
        if end <= 0:
            return self.origin(0)
        piece = bisect_right(self._starts, end - 1) - 1
        if self._widths[piece]:
            return self._origins[piece] + self._widths[piece]
        return self.origin(end - 1) + 1


@lru_cache(512)
def written(text: str) -> Written:
    """``text`` with one spelling of every sign: ² is ^2, ℃ is °C, a full-width digit is a digit."""
    if not _MAYBE_OTHER.search(text):
        return Written(text, _lowered(text), (0,), (0,), (0,))
    pieces, starts, origins, widths = [], [0], [0], [0]
    length = at = 0
    for other in _OTHER.finditer(text):
        spelt = _spelt(other[0])
        if spelt == other[0]:
            continue
        pieces += [text[at : other.start()], spelt]
        length += other.start() - at
        _mark(starts, origins, widths, (length, other.start(), other.end() - other.start()))
        length += len(spelt)
        _mark(starts, origins, widths, (length, other.end(), 0))
        at = other.end()
    pieces.append(text[at:])
    whole = "".join(pieces)
    return Written(whole, _lowered(whole), tuple(starts), tuple(origins), tuple(widths))


def _mark(starts: list[int], origins: list[int], widths: list[int], piece: tuple[int, int, int]) -> None:
    start, origin, width = piece
    if starts[-1] == start:  # the piece before is empty
        starts.pop(), origins.pop(), widths.pop()
    starts.append(start)
    origins.append(origin)
    widths.append(width)


def _spelt(part: str) -> str:
    if part[0] in _SUPERSCRIPTS:
        return "^" + "".join(_SUPERSCRIPTS[each] for each in part)
    if part == "，":
        return ","
    known = _SIGNS.get(part)
    return unicodedata.normalize("NFKC", part) if known is None else known


def _lowered(text: str) -> str:
    """Lower case of the same length, so that positions agree. The comma of e31,f ends no clause."""
    lower = _IN_SYMBOL.sub("·", text.lower())
    return lower if len(lower) == len(text) else "".join(each.lower()[:1] or each for each in text)


_STEMMER = Stemmer.Stemmer("english")
WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

Expression = str | frozenset[str]
"""A Chinese expression, looked for as it is, or the stems of an English one, in any order."""


@cache
def stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


@dataclass(frozen=True)
class Words:
    """A piece of text as it is compared: lower case, and the stems of its English words."""

    text: str
    stems: frozenset[str]

    def has(self, expression: Expression) -> bool:
        if isinstance(expression, str):
            return expression in self.text
        return expression <= self.stems


def words_of(lower: str) -> Words:
    found = set(WORD.findall(lower))
    if "-" in lower:
        found |= {part for word in found if "-" in word for part in word.split("-")}
    return Words(lower, frozenset(map(stem, found)))


def edges_of(text: str) -> set[int]:
    """Where the words of a Chinese text begin and end."""
    return set(accumulate(map(len, rjieba.cut(text)), initial=0))


def expressions_of(words: str) -> tuple[Expression, ...]:
    """The expressions in a row of a table. An underscore joins the words of an English one."""
    return tuple(
        frozenset(stem(part) for part in word.split("_")) if word.isascii() else word
        for word in words.split()
    )


class Lookup:
    """Many expressions. Those in a few words are found by the pieces of the words."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        self._chinese: set[str] = set()
        self._by_stem: dict[str, set[frozenset[str]]] = {}
        for each in expressions:
            if isinstance(each, str):
                self._chinese.add(each)
            else:
                self._by_stem.setdefault(min(each), set()).add(each)
        self._lengths = sorted({len(each) for each in self._chinese})

    def in_words(self, words: Words) -> set[Expression]:
        """The expressions that the words have."""
        text = words.text
        pieces = (
            {text[at : at + length] for length in self._lengths for at in range(len(text) - length + 1)}
            if not text.isascii()
            else set()
        )
        english = (each for stem_ in words.stems for each in self._by_stem.get(stem_, ()))
        return {*(pieces & self._chinese), *(each for each in english if each <= words.stems)}
