"""Texts as arrays of code points: normalisation of many texts, character classes, hashes of runs.

Nearly every character has the same normal form (NFKC, lower case) in every place, so one look-up in
``SPELLINGS`` finds it. The spelling of a combining mark depends on its neighbours: ``normalise`` reads a text
with such a mark as a whole. Superscripts and plurals of acronyms depend on the characters next to them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import scripts
from .normalise import LETTERS, PLURAL, POWERS, SPELLINGS_BY_POINT, begins_with_letter, normalise

Points = npt.NDArray[np.uint32]
"""Code points, one per element."""
Positions = npt.NDArray[np.int64]
"""Indices into ``Points``."""
Hashes = npt.NDArray[np.uint64]

CODE_POINTS = 0x110000
OTHER, SIGN, JOINER, SPACELESS, DIGIT, LETTER = range(6)
"""Classes of characters. DIGIT and LETTER make words, JOINER links adjacent words, SIGN begins a unit."""
_CLASSES = {
    SPACELESS: f"[{scripts.SPACELESS}]",
    LETTER: LETTERS,
    DIGIT: r"\d",
    JOINER: f"[ ‐{PLURAL}-]",
    SIGN: "[%‰°^]",
}

MAX_HASHED = 64
"""The code points at the start of a run that its hash depends on. A megabyte without a space is no term."""
_POWER, _EXPANDS, _IN_CONTEXT = range(0xFFFFFFFD, 0x100000000)
_LAST_WORD = 0x40000  # there are no letters and no digits beyond
_LAST_SPELT = 0x20000  # beyond, NFKC changes compatibility ideographs and variation selectors only
_SEPARATOR = "\n"
_A, _SMALL_A = np.uint32(ord("A")), np.uint32(ord("a"))


def points_of(text: str) -> Points:
    """The code points of a text, uint32 of shape (len(text),). A lone surrogate keeps its own code point."""
    return np.array([text or _SEPARATOR]).view(np.uint32)[: len(text)]


def text_of(points: Points) -> str:
    """The text of code points, the inverse of ``points_of``."""
    return points.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def hashes(points: Points, lengths: Positions) -> Hashes:
    """One hash for each run of code points, uint64 of shape (runs,), the same on every machine.

    ``points`` (uint32) holds the runs one after another; ``lengths`` (int64, each at least 1) holds their
    lengths. A hash is the sum, modulo 2^64, of the first ``MAX_HASHED`` code points times an odd factor for
    each position, finished by ``mix_bits``.
    """
    begins = np.cumsum(lengths) - lengths
    positions = np.arange(points.size) - np.repeat(begins, lengths)
    factors = _FACTORS.take(np.minimum(positions, MAX_HASHED, out=positions))
    factors *= points
    return mix_bits(np.add.reduceat(factors, begins)) if begins.size else np.zeros(0, np.uint64)


def mix_bits(numbers: Hashes) -> Hashes:
    """Mix the bits of uint64 numbers of any shape so that each output bit depends on all input bits.

    This is the finaliser of SplitMix64 (Steele, Lea & Flood 2014).
    """
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _classes() -> npt.NDArray[np.uint8]:
    table = np.zeros(CODE_POINTS, dtype=np.uint8)
    codes = list(_CLASSES)
    pattern = "|".join(f"({characters}+)" for characters in _CLASSES.values())
    for run in re.finditer(pattern, "".join(map(chr, range(_LAST_WORD)))):
        table[run.start() : run.end()] = codes[(run.lastindex or 1) - 1]
    return table


def _seconds() -> set[str]:
    """Characters that compose with the one before: second of a canonical pair, Hangul vowels and finals."""
    halves = (unicodedata.decomposition(chr(point)).split() for point in range(_LAST_SPELT))
    pairs = {chr(int(each[1], 16)) for each in halves if len(each) == 2 and each[0][0] != "<"}
    return pairs | set(map(chr, range(0x1160, 0x1200)))


def _spellings() -> tuple[Points, dict[int, str]]:
    """The normal form of each character alone: a table, and strings for characters that become several."""
    table = np.arange(CODE_POINTS, dtype=np.uint32)
    expansions: dict[int, str] = {}
    seconds = _seconds()
    for point in (*range(_LAST_SPELT), *range(0x2F800, 0x2FA20), *range(0xE0100, 0xE01F0)):
        character = chr(point)
        spelling = SPELLINGS_BY_POINT[point]
        first = unicodedata.normalize("NFKD", character)[0]
        if first in seconds or unicodedata.category(first)[0] == "M":
            table[point] = _IN_CONTEXT
        elif point in POWERS:
            table[point] = _POWER
        elif len(spelling) == 1:
            table[point] = ord(spelling)
        else:
            table[point], expansions[point] = _EXPANDS, spelling
    return table, expansions


CLASSES = _classes()
"""uint8 of shape (CODE_POINTS,): the class of each character."""
SPELLINGS, _EXPANSIONS = _spellings()
"""uint32 of shape (CODE_POINTS,): the normal form of each character.

Three values are marks: ``_POWER`` for a superscript, ``_EXPANDS`` for a character that becomes several,
``_IN_CONTEXT`` for one whose form depends on its neighbours.
"""
_FACTORS = np.append(mix_bits(np.arange(1, MAX_HASHED + 1, dtype=np.uint64)) | np.uint64(1), np.uint64(0))


@dataclass(frozen=True, slots=True, eq=False)
class JoinedTexts:
    """Normalised texts in one array, with a line feed before, between and after them that belongs to no text.

    ``points[begins[i]:begins[i + 1] - 1]`` is text i: points uint32, begins int64 of shape (texts + 1,).
    ``are_plain``, bool of shape (texts,), is true for a text whose characters became one character each.
    """

    points: Points
    begins: Positions
    are_plain: npt.NDArray[np.bool_]


def join_texts(texts: Sequence[str]) -> JoinedTexts:
    """All texts, normalised as by ``normalise``, in one array. Raises TypeError if one is not a str."""
    raw = points_of(_SEPARATOR + _SEPARATOR.join(texts) + _SEPARATOR)
    begins = np.ones(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=begins[1:])
    begins[1:] += 1
    points = SPELLINGS.take(raw)
    points[_plurals(raw)] = ord(PLURAL)
    are_plain = np.ones(len(texts), dtype=np.bool_)
    if points.max() < _POWER:
        return JoinedTexts(points, begins, are_plain)
    are_plain[np.searchsorted(begins, np.flatnonzero(points >= _POWER), side="right") - 1] = False
    _spell_powers(raw, points)
    return _respelt(texts, raw, JoinedTexts(points, begins, are_plain))


def _plurals(raw: Points) -> Positions:
    """The places of each s that ``normalise`` takes for the plural of an acronym."""
    at = np.flatnonzero(raw[2:-1] == ord("s")) + 2
    at = at[raw.take(at - 1) - _A < 26]
    small = raw.take(at - 2) - _SMALL_A < 26
    at = at[(raw.take(at - 2) - _A < 26) | (small & (raw.take(at - 1) != _A))]  # GaAs is no plural
    ends = [not begins_with_letter(point) for point in raw.take(at + 1).tolist()]
    found: Positions = at[np.array(ends, dtype=np.bool_)]
    return found


def _spell_powers(raw: Points, points: Points) -> None:
    """Write superscripts as exponents after a digit, else as digits. Changes both arrays in place."""
    at = np.flatnonzero(points == _POWER)
    after_digit = CLASSES.take(raw.take(at - 1)) == DIGIT
    powers, digits = at[after_digit], at[~after_digit]
    raw[powers] = [POWERS[point] for point in raw[powers].tolist()]
    points[powers] = _EXPANDS
    points[digits] = [ord(SPELLINGS_BY_POINT[point]) for point in raw[digits].tolist()]


def _respelt(texts: Sequence[str], raw: Points, easy: JoinedTexts) -> JoinedTexts:
    """Insert the spellings that the table lacks: texts with context, characters that become several."""
    points, begins = easy.points, easy.begins
    counts = np.ones(points.size, dtype=np.int64)
    whole = np.unique(np.searchsorted(begins, np.flatnonzero(points == _IN_CONTEXT), side="right") - 1)
    for start, end in zip(begins[whole].tolist(), (begins[whole + 1] - 1).tolist(), strict=True):
        points[start:end] = counts[start:end] = 0
    many = np.flatnonzero(points == _EXPANDS)
    starts = np.concatenate([begins[whole], many])
    spellings = [normalise(texts[index]) for index in whole.tolist()]
    spellings += [_EXPANSIONS[point] for point in raw[many].tolist()]
    counts[starts] = list(map(len, spellings))
    spelt = np.zeros(points.size, dtype=np.bool_)
    spelt[starts] = True
    points = points.repeat(counts)
    points[spelt.repeat(counts)] = points_of("".join(spellings[at] for at in np.argsort(starts)))
    return JoinedTexts(points, np.append(0, np.cumsum(counts))[begins], easy.are_plain)
