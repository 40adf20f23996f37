"""Texts as arrays of code points: many texts in one spelling, the class of a character, the hash of a run.

Nearly every character reads the same wherever it stands, so its spelling (NFKC, lower case) is one look-up in
``SPELLINGS``. Only a text with a combining mark, whose spelling depends on its neighbours, is read by
``normalise`` as a whole.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import scripts
from .normalise import lowered, normalise

Points = npt.NDArray[np.uint32]
"""Code points, one an element."""
Positions = npt.NDArray[np.int64]
"""Indices into ``Points``."""
Hashes = npt.NDArray[np.uint64]

CODE_POINTS = 0x110000
OTHER, SIGN, JOINER, SPACELESS, DIGIT, LETTER = range(6)
"""Classes. The last two make words, JOINERs stand between words that belong together, SIGNs begin units."""
LETTERS = rf"[^\W\d_{scripts.SPACELESS}]"
_CLASSES = {
    SPACELESS: f"[{scripts.SPACELESS}]",
    LETTER: LETTERS,
    DIGIT: r"\d",
    JOINER: "[ ‐-]",
    SIGN: "[%‰°]",
}

MAX_HASHED = 64
"""Code points of a run that a hash tells apart: a megabyte without a space is no term."""
_EXPANDS, _IN_CONTEXT = 0xFFFFFFFE, 0xFFFFFFFF
_LAST_WORD = 0x40000  # beyond stands no letter and no digit
_LAST_SPELT = 0x20000  # beyond, only compatibility ideographs and variation selectors change
_SEPARATOR = "\n"


def points_of(text: str) -> Points:
    """The code points of a text, uint32 of shape (len(text),); lone surrogates are themselves."""
    return np.array([text or _SEPARATOR]).view(np.uint32)[: len(text)]


def text_of(points: Points) -> str:
    """The text of code points, the inverse of ``points_of``."""
    return points.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def hashes(points: Points, lengths: Positions) -> Hashes:
    """One hash for each run of code points, uint64 of shape (runs,), the same on every machine.

    ``points`` holds the runs one after another, ``lengths`` (each at least 1) says where they end. A sum of
    code points times odd factors of their places, modulo 2^64, finished by ``mixed``.
    """
    begins = np.cumsum(lengths) - lengths
    positions = np.arange(points.size) - np.repeat(begins, lengths)
    factors = _FACTORS.take(np.minimum(positions, MAX_HASHED, out=positions))
    factors *= points
    return mixed(np.add.reduceat(factors, begins)) if begins.size else np.zeros(0, np.uint64)


def mixed(numbers: Hashes) -> Hashes:
    """The finaliser of SplitMix64 (Steele, Lea & Flood 2014): every bit depends on all."""
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
    """What composes with the one before: second halves of canonical pairs, Hangul vowels and finals."""
    halves = (unicodedata.decomposition(chr(point)).split() for point in range(_LAST_SPELT))
    pairs = {chr(int(each[1], 16)) for each in halves if len(each) == 2 and each[0][0] != "<"}
    return pairs | set(map(chr, range(0x1160, 0x1200)))


def _spellings() -> tuple[Points, dict[int, str]]:
    """How each character reads on its own, as a table of one to one, and as strings where it becomes many."""
    table = np.arange(CODE_POINTS, dtype=np.uint32)
    expansions: dict[int, str] = {}
    seconds = _seconds()
    for point in (*range(_LAST_SPELT), *range(0x2F800, 0x2FA20), *range(0xE0100, 0xE01F0)):
        character = chr(point)
        spelling = lowered(unicodedata.normalize("NFKC", character))
        first = unicodedata.normalize("NFKD", character)[0]
        if first in seconds or unicodedata.category(first)[0] == "M":
            table[point] = _IN_CONTEXT
        elif len(spelling) == 1:
            table[point] = ord(spelling)
        else:
            table[point], expansions[point] = _EXPANDS, spelling
    return table, expansions


CLASSES = _classes()
"""uint8 of shape (CODE_POINTS,): the class of each character."""
SPELLINGS, _EXPANSIONS = _spellings()
"""uint32 of shape (CODE_POINTS,): how a character reads, unless it becomes many or looks around."""
_FACTORS = np.append(mixed(np.arange(1, MAX_HASHED + 1, dtype=np.uint64)) | np.uint64(1), np.uint64(0))


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Normalised texts, one after another, each between two line feeds that belong to none.

    ``points[begins[i]:begins[i + 1] - 1]`` is text i: points uint32, begins int64 of shape (texts + 1,).
    """

    points: Points
    begins: Positions


def joined(texts: Sequence[str]) -> Joined:
    """``normalise`` of each text, in one array. Raises TypeError if one of them is not a str."""
    raw = points_of(_SEPARATOR + _SEPARATOR.join(texts) + _SEPARATOR)
    begins = np.ones(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=begins[1:])
    begins[1:] += 1
    points = SPELLINGS.take(raw)
    if points.max() < _EXPANDS:
        return Joined(points, begins)
    return _respelt(texts, raw, Joined(points, begins))


def _respelt(texts: Sequence[str], raw: Points, easy: Joined) -> Joined:
    """Puts in what no table holds: whole texts read in their context, characters that become many."""
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
    return Joined(points, np.append(0, np.cumsum(counts))[begins])
