"""Normalisation: NFKC and lower case, with offsets into the original text.

Lower case has one small sigma. With a second one for the end of a word, the spelling of a character would
depend on its neighbours. Beyond NFKC:

- A CJK radical is read as its character, every slash and minus as the one of a keyboard.
- A superscript after a digit is an exponent: 10⁸ is ``10^8``. After a letter it stays a digit: m² is ``m2``.
- A number in a circle and a fraction stand apart from what is before: 2½ is ``2 1/2``.
- The s of the plural of an acronym (PCBs) becomes ``PLURAL``, which belongs to no word.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from . import scripts
from .radicals import LOOK_ALIKES

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


LETTERS = rf"[^\W\d_{scripts.SPACELESS}]"
"""The regular expression of a letter of a script with spaces between words."""
_LETTER = re.compile(LETTERS)
PLURAL = "\ufdd0"
"""What stands for the s of PCBs: a code point that Unicode keeps free of characters."""
_FIRST_POWER = 0xFDD1
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
POWERS = {ord(each): _FIRST_POWER + number for number, each in enumerate(SUPERSCRIPTS)}
"""For each superscript, the code point that stands for it after a digit, also one without a character."""
_IN_CONTEXT = re.compile(rf"(?<=\d)[{SUPERSCRIPTS}]|(?:(?<=[A-Z][A-Z])|(?<=[a-z][B-Z]))s")


def _numbers_apart() -> dict[int, str]:
    """Numbers in circles and brackets, and fractions, with spaces around them as NFKC would not put them."""
    found: dict[int, str] = {}
    for point in (
        *range(0xBC, 0xBF),
        *range(0x2150, 0x218A),
        *range(0x2460, 0x2800),
        *range(0x3248, 0x3300),
        *range(0x1F100, 0x1F10D),
    ):
        character = chr(point)
        if unicodedata.category(character) == "No":
            spelling = unicodedata.normalize("NFKC", character)
            if spelling == character:
                spelling = f"{unicodedata.numeric(character):g}"
            found[point] = f" {spelling}" if "\u2044" in spelling else f" {spelling} "
    return found


_BEFORE_NFKC = _numbers_apart()
_AFTER_NFKC: dict[int, int | str] = {
    **{ord(radical): ord(character) for radical, character in LOOK_ALIKES.items()},
    **{ord(slash): ord("/") for slash in "\u2044\u2215"},
    ord("\u2212"): ord("-"),
    **{POWERS[ord(each)]: f"^{sign}" for each, sign in zip(SUPERSCRIPTS, "0123456789+-", strict=True)},
}
_ODD_BEFORE = re.compile(_character_class(sorted(_BEFORE_NFKC)))
_ODD_AFTER = re.compile(_character_class(sorted(_AFTER_NFKC)))


def _spelt(text: str) -> str:
    """The normal form of a text in which ``_in_context`` has replaced what depends on its neighbours."""
    if _ODD_BEFORE.search(text):
        text = text.translate(_BEFORE_NFKC)
    return _spelt_after(text)


def _spelt_after(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    if _ODD_AFTER.search(text):
        text = text.translate(_AFTER_NFKC)
    return lowered(text)


def _in_context(text: str) -> str:
    """The text with exponents and plurals of acronyms as code points of their own. Its length stays."""

    def replaced(match: re.Match[str]) -> str:
        if match[0] != "s":
            return chr(POWERS[ord(match[0])])
        return "s" if match.end() < len(text) and begins_with_letter(ord(text[match.end()])) else PLURAL

    return _IN_CONTEXT.sub(replaced, text)


def begins_with_letter(point: int) -> bool:
    """True if the normal form of a character begins with a letter of a script with spaces between words."""
    return _LETTER.match(SPELLINGS_BY_POINT[point]) is not None


class _Spellings(dict[int, str]):
    """The normal form of each character alone, by code point, in the form that ``str.translate`` takes."""

    def __missing__(self, point: int) -> str:
        spelling = self[point] = _spelt(chr(point)) if point in _BEFORE_NFKC else _spelt_after(chr(point))
        return spelling


SPELLINGS_BY_POINT = _Spellings()


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
    """The text in NFKC (Unicode UAX #15) with the changes above, then ``lowered``.

    Combining marks beyond ``MAX_MARKS`` in a run become spaces first. Raises TypeError if ``text`` is not a
    str.
    """
    if not isinstance(text, str):
        raise TypeError(f"a text must be a str, not {type(text).__name__}")
    if text.isascii():
        return _in_context(text).lower()
    return _spelt(_in_context(_bounded(text)))


def lowered(text: str) -> str:
    """The text in lower case. A sigma at the end of a word is written as any other sigma."""
    return text.lower().replace("ς", "σ")


def normalise_with_offsets(text: str) -> Normalised:
    """``normalise(text)`` with its offset map. Raises TypeError if ``text`` is not a str.

    Where a spelling depends on its neighbours, the map leads to clusters: a character and its marks.
    """
    whole = normalise(text)
    text = _in_context(text)
    if text.translate(SPELLINGS_BY_POINT) == whole:  # no spelling depends on its neighbours
        if len(whole) == len(text):
            return Normalised(whole, range(len(text)), range(1, len(text) + 1))
        origins = tuple(at for at, character in enumerate(text) for _ in SPELLINGS_BY_POINT[ord(character)])
        return Normalised(whole, origins, tuple(at + 1 for at in origins))
    return _by_cluster(text)


def _by_cluster(text: str) -> Normalised:
    """The map of a text after ``_in_context``."""
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    for match in _CLUSTER.finditer(_bounded(text)):
        piece = _spelt(match.group())
        pieces.append(piece)
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    return Normalised("".join(pieces), tuple(starts), tuple(ends))


def _bounded(text: str) -> str:
    """The text with each mark beyond ``MAX_MARKS`` in a run replaced by a space, so that offsets stay."""
    return _LONG_MARKS.sub(lambda match: match[1] + " " * len(match[2]), text)
