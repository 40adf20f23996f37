"""Tokenisation: the terms of many texts at once, as arrays of keys with offsets.

A term is a 64-bit key, see ``keys``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .characters import (
    CLASSES,
    DIGIT,
    JOINER,
    MAX_HASHED,
    OTHER,
    SPACELESS,
    Hashes,
    JoinedTexts,
    Points,
    hashes,
    join_texts,
    mix_bits,
    points_of,
    text_of,
)
from .folding import Fold
from .keys import (
    FIRST_HASHED,
    NUMBER,
    STEM,
    STEMS,
    character_keys,
    characters_keys,
    hashed_keys,
    kinds_of,
)
from .slices import Slices, number_keys, numbers_of, runs
from .stems import stem_hashes

MAX_TEXT = (2**31 - 1) // 18
"""Code points of the longest text: NFKC makes at most 18 of one, and offsets have 32 bits."""
BLOCK = 1 << 17
"""Code points that are read at once (or one longer text); their arrays stay in the processor's cache."""

_LEFT, _RIGHT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The occurrences of terms in a batch of texts, by text, then by offset.

    ``texts`` int32, ``keys`` uint64, ``starts`` and ``ends`` int32, all of shape (occurrences,).
    ``starts:ends`` is a slice, in code points, of the normalised text with the number ``texts``.
    """

    texts: npt.NDArray[np.int32]
    keys: npt.NDArray[np.uint64]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]

    @property
    def kinds(self) -> npt.NDArray[np.uint8]:
        """The kind of each term, uint8 of shape (occurrences,)."""
        return kinds_of(self.keys).astype(np.uint8)

    def part(self, start: int, end: int, first: int) -> "Tokens":
        """A copy of some occurrences in a row; the text ``first`` gets the number 0."""
        part = slice(start, end)
        texts = self.texts[part] - np.int32(first)
        return Tokens(texts, self.keys[part].copy(), self.starts[part].copy(), self.ends[part].copy())

    @classmethod
    def in_a_row(cls, batches: Sequence["Tokens"], size: int) -> "Tokens":
        """The occurrences of batches of ``size`` texts each as those of one batch."""
        if len(batches) == 1:
            return batches[0]
        numbered = (
            cls(each.texts + np.int32(at * size), each.keys, each.starts, each.ends)
            for at, each in enumerate(batches)
        )
        return _joined(list(numbered))


@dataclass(frozen=True, slots=True, eq=False)
class ReadTexts:
    """The terms of a batch of texts, with the texts as they were read: normalised and folded.

    A text is plain if each of its characters became one character, so that offsets in it are offsets in the
    original text.
    """

    tokens: Tokens
    texts: tuple[str, ...]
    are_plain: tuple[bool, ...]


def tokens(texts: Sequence[str], *, pairs: bool = False, fold: Fold | None = None) -> Tokens:
    """The terms of the texts.

    With ``pairs``, two adjacent words with only spaces and hyphens between them are a term too. ``fold`` maps
    characters to variants before terms are read, for example traditional to simplified ones.

    Raises TypeError if ``texts`` is one str or a text is not a str. Raises ValueError if a text is longer
    than ``MAX_TEXT``.
    """
    if isinstance(texts, str):
        raise TypeError("a sequence of texts is expected, not one text")
    blocks = ((_block(texts[at], fold), at.start) for at in _blocks(texts))
    return _joined([_read(block, first, pairs) for block, first in blocks])


def read_texts(texts: Sequence[str], fold: Fold) -> ReadTexts:
    """The terms of the texts, and the texts in which they were found. Raises as ``tokens`` does."""
    read, spelt, are_plain = [], [], []
    for at in _blocks(texts):
        block = _block(texts[at], fold)
        read.append(_read(block, at.start, False))
        whole, begins = text_of(block.points), block.begins.tolist()
        spelt += [whole[start : end - 1] for start, end in pairwise(begins)]
        are_plain += block.are_plain.tolist()
    return ReadTexts(_joined(read), tuple(spelt), tuple(are_plain))


def _joined(parts: Sequence[Tokens]) -> Tokens:
    """The occurrences of several batches, one after another, whose texts have their final numbers."""
    if len(parts) == 1:
        return parts[0]
    columns = ((each.texts, each.keys, each.starts, each.ends) for each in parts)
    return Tokens(*map(np.concatenate, zip(*columns, strict=True)))


def key_of(term: str) -> int:
    """The key of a term as it is written: 隔膜, membran (a stem), 10kwh, "lithium batteri" (two stems).

    Raises ValueError if the text is not a term: empty, a sign, more than two characters of a script without
    spaces.
    """
    left, space, right = term.partition(" ")
    if space:
        both = np.array([key_of(left), key_of(right)], dtype=np.uint64)
        return int(_pair_keys(both[:1], both[1:])[0])
    points = points_of(term[:MAX_HASHED])
    kind = int(CLASSES[points[0]]) if term else OTHER
    if kind == SPACELESS and len(term) <= 2:
        found = character_keys(points) if len(term) == 1 else characters_keys(points[:1], points[1:])
        return int(found[0])
    if kind < DIGIT:
        raise ValueError(f"not a term: {term!r}")
    return int(hashed_keys(NUMBER if kind == DIGIT else STEM, hashes(points, np.array([points.size])))[0])


def _blocks(texts: Sequence[str]) -> Iterator[slice]:
    """Slices of the texts, each of at most ``BLOCK`` code points or one text; at least one slice."""
    start = size = 0
    for at, text in enumerate(texts):
        if len(text) > MAX_TEXT:
            raise ValueError(f"a text must not be longer than {MAX_TEXT} code points")
        size += len(text) + 1
        if size > BLOCK and at > start:
            yield slice(start, at)
            start, size = at, len(text) + 1
    yield slice(start, len(texts))


def _block(texts: Sequence[str], fold: Fold | None) -> JoinedTexts:
    """Some texts, normalised and folded."""
    block = join_texts(texts)
    return block if fold is None else replace(block, points=fold.of(block.points))


def _read(block: JoinedTexts, first: int, pairs: bool) -> Tokens:
    """The terms of one block, whose first text has the number ``first``."""
    points = block.points
    classes = CLASSES.take(points)
    numbers = numbers_of(points, classes)
    classes[numbers.positions()] = OTHER
    words = runs(classes >= DIGIT)
    terms = _Terms(points.size)
    terms.put_grams(points, classes == SPACELESS)
    terms.put(0, numbers, number_keys(points, numbers))
    stems = hashed_keys(STEM, stem_hashes(points[classes >= DIGIT], words.lengths))
    terms.put(0, words, stems)
    if pairs:
        left = np.flatnonzero(_adjacent(words, classes))
        both = Slices(words.starts[left], words.ends[left + 1])
        terms.put(1, both, _pair_keys(stems[left], stems[left + 1]))
    return terms.tokens(block, first)


class _Terms:
    """The terms of a block by their start, with two slots per position.

    The first slot is for a term of one part, the second for a term of two parts. A key of 0 means empty.
    """

    def __init__(self, size: int) -> None:
        self._keys = np.zeros(2 * size, dtype=np.uint64)
        self._ends = np.zeros(2 * size, dtype=np.int32)

    def put(self, part: int, slices: Slices, keys: Hashes) -> None:
        at = 2 * slices.starts + part
        self._keys[at] = keys
        self._ends[at] = slices.ends

    def put_grams(self, points: Points, spaceless: npt.NDArray[np.bool_]) -> None:
        """Put in each character of a script without spaces, and each pair of adjacent ones."""
        one = np.flatnonzero(spaceless)
        two = np.flatnonzero(spaceless[:-1] & spaceless[1:])
        self._keys[2 * one] = character_keys(points[one])
        self._keys[2 * two + 1] = characters_keys(points[two], points[two + 1])

    def tokens(self, block: JoinedTexts, first: int) -> Tokens:
        """All terms by position, each with its text and its offsets in that text."""
        at = np.flatnonzero(self._keys)
        keys = self._keys[at]
        counts = np.diff(np.searchsorted(at, 2 * block.begins))
        texts = np.repeat(np.arange(first, first + counts.size, dtype=np.int32), counts)
        starts = (at >> 1).astype(np.int32)
        ends = starts + kinds_of(keys).astype(np.int32)  # correct for n-grams; the others follow
        others = np.flatnonzero(keys >= FIRST_HASHED)
        ends[others] = self._ends[at[others]]
        begins = np.repeat(block.begins[:-1].astype(np.int32), counts)
        starts -= begins
        ends -= begins
        return Tokens(texts, keys, starts, ends)


def _adjacent(words: Slices, classes: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """True where only JOINERs stand between a word and the next one, bool of shape (words - 1,)."""
    if words.starts.size < 2:
        return np.zeros(0, dtype=np.bool_)
    edges = np.stack([words.ends[:-1], words.starts[1:]], axis=1).ravel()
    return ~np.logical_or.reduceat(classes != JOINER, edges)[::2]


def _pair_keys(left: Hashes, right: Hashes) -> Hashes:
    return hashed_keys(STEMS, mix_bits(left * _LEFT + right * _RIGHT))
