"""Normalisation: NFKC and lower case, with offsets into the original text.

Lower case has one small sigma. With a second one for the end of a word, the spelling of a character would
depend on its neighbours.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

MAX_MARKS = 30
"""The longest run of combining marks that is kept, as in the Stream-Safe Text Format (Unicode UAX #15).
NFKC sorts such a run in quadratic time, so a megabyte of marks would block a worker."""


def _character_class(points: list[int]) -> str:
    """A regex character class of sorted code points, written as ranges."""
    ranges = []
    for _, group in groupby(enumerate(points), key=lambda pair: pair[1] - pair[0]):
        run = [point for _, point in group]
        ranges.append(f"\\U{run[0]:08x}-\\U{run[-1]:08x}")
    return "[" + "".join(ranges) + "]"


# The marks of the first two planes, and the variation selectors of plane 14.
_MARKS = [*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)]
_MARKS = [point for point in _MARKS if unicodedata.category(chr(point))[0] == "M"]
_MARK = _character_class(_MARKS)
# What may compose with the character before: marks, Hangul vowels and finals, half-width kana sound marks.
_JOINS = sorted({*_MARKS, *range(0x1160, 0x1200), 0xFF9E, 0xFF9F, *range(0xFFA0, 0xFFDD)})
_LONG_MARKS = re.compile(f"({_MARK}{{{MAX_MARKS}}})({_MARK}+)")
_CLUSTER = re.compile(rf"(?s:.){_character_class(_JOINS)}*")


class _Spellings(dict[int, str]):
    """The normal form of each character alone, by code point, in the form that ``str.translate`` takes."""

    def __missing__(self, point: int) -> str:
        spelling = self[point] = lowered(unicodedata.normalize("NFKC", chr(point)))
        return spelling


_SPELLINGS = _Spellings()


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text, and the place in the original text of each of its characters.

    ``starts[i]:ends[i]`` is the slice of the original text that became character i of ``text``.
    """

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the original text that became the non-empty slice ``start:end`` of ``text``."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> str:
    """The text in NFKC (Unicode UAX #15), then ``lowered``. Raises TypeError if ``text`` is not a str.

    Combining marks beyond ``MAX_MARKS`` in a run become spaces first.
    """
    if not isinstance(text, str):
        raise TypeError(f"a text must be a str, not {type(text).__name__}")
    if text.isascii():
        return text.lower()
    return lowered(unicodedata.normalize("NFKC", _bounded(text)))


def lowered(text: str) -> str:
    """The text in lower case. A sigma at the end of a word is written as any other sigma."""
    return text.lower().replace("ς", "σ")


def normalise_with_offsets(text: str) -> Normalised:
    """``normalise(text)`` with its offset map. Raises TypeError if ``text`` is not a str.

    Where a spelling depends on its neighbours, the map leads to clusters: a character and its marks.
    """
    whole = normalise(text)
    if text.translate(_SPELLINGS) == whole:  # no spelling depends on its neighbours
        if len(whole) == len(text):
            return Normalised(whole, range(len(text)), range(1, len(text) + 1))
        origins = tuple(at for at, character in enumerate(text) for _ in _SPELLINGS[ord(character)])
        return Normalised(whole, origins, tuple(at + 1 for at in origins))
    return _by_cluster(text)


def _by_cluster(text: str) -> Normalised:
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    for match in _CLUSTER.finditer(_bounded(text)):
        piece = unicodedata.normalize("NFKC", match.group())
        pieces.append(piece)
        length = sum(len(character.lower()) for character in piece)
        starts += [match.start()] * length
        ends += [match.end()] * length
    return Normalised(lowered("".join(pieces)), tuple(starts), tuple(ends))


def _bounded(text: str) -> str:
    """The text with each mark beyond ``MAX_MARKS`` in a run replaced by a space, so that offsets stay."""
    return _LONG_MARKS.sub(lambda match: match[1] + " " * len(match[2]), text)
