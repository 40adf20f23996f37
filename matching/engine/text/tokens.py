"""Tokenisation: the terms of many texts at once, as arrays of keys with offsets.

A term is a 64-bit key, see ``keys``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    Positions,
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
from .numbers import CHINESE_INITIALS, NUMBER_PATTERN, THOUSANDS
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


@dataclass(frozen=True, slots=True, eq=False)
class _Slices:
    """Slices of the code points of a block, in order: int64, both of shape (slices,)."""

    starts: Positions
    ends: Positions

    @property
    def lengths(self) -> Positions:
        return self.ends - self.starts

    def positions(self) -> Positions:
        """Every position in the slices, one slice after another."""
        lengths = self.lengths
        before = np.cumsum(lengths) - lengths
        positions: Positions = np.arange(lengths.sum()) + np.repeat(self.starts - before, lengths)
        return positions


def tokens(texts: Sequence[str], *, pairs: bool = False, fold: Fold | None = None) -> Tokens:
    """The terms of the texts.

    With ``pairs``, two adjacent words with only spaces and hyphens between them are a term too. ``fold`` maps
    characters to variants before terms are read, for example traditional to simplified ones.

    Raises TypeError if ``texts`` is one str or a text is not a str. Raises ValueError if a text is longer
    than ``MAX_TEXT``.
    """
    if isinstance(texts, str):
        raise TypeError("a sequence of texts is expected, not one text")
    found = [_read(texts[at], at.start, pairs, fold) for at in _blocks(texts)]
    if len(found) == 1:
        return found[0]
    columns = ((each.texts, each.keys, each.starts, each.ends) for each in found)
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


def _read(texts: Sequence[str], first: int, pairs: bool, fold: Fold | None) -> Tokens:
    """The terms of one block, whose first text has the number ``first``."""
    block = join_texts(texts)
    points = block.points if fold is None else fold.of(block.points)
    classes = CLASSES.take(points)
    numbers = _numbers(points, classes)
    classes[numbers.positions()] = OTHER
    words = _runs(classes >= DIGIT)
    terms = _Terms(points.size)
    terms.put_grams(points, classes == SPACELESS)
    terms.put(0, numbers, _number_keys(points, numbers))
    stems = hashed_keys(STEM, stem_hashes(points[classes >= DIGIT], words.lengths))
    terms.put(0, words, stems)
    if pairs:
        left = np.flatnonzero(_adjacent(words, classes))
        both = _Slices(words.starts[left], words.ends[left + 1])
        terms.put(1, both, _pair_keys(stems[left], stems[left + 1]))
    return terms.tokens(block, first)


class _Terms:
    """The terms of a block by their start, with two slots per position.

    The first slot is for a term of one part, the second for a term of two parts. A key of 0 means empty.
    """

    def __init__(self, size: int) -> None:
        self._keys = np.zeros(2 * size, dtype=np.uint64)
        self._ends = np.zeros(2 * size, dtype=np.int32)

    def put(self, part: int, slices: _Slices, keys: Hashes) -> None:
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


def _runs(inside: npt.NDArray[np.bool_]) -> _Slices:
    """The runs in which an array is true. Its first and last elements must be false."""
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return _Slices(edges[::2], edges[1::2])


def _numbers(points: Points, classes: npt.NDArray[np.uint8]) -> _Slices:
    """Numbers with their units. The regular expression runs only where a unit may follow."""
    cores = _cores(points, classes)
    kind, after = classes.take(cores.ends), points.take(cores.ends)
    open_ended = (kind != OTHER) & ((kind != SPACELESS) | np.isin(after, CHINESE_INITIALS))
    if not open_ended.any():
        return cores
    matched = np.fromiter(
        _matched(text_of(points), cores.starts[open_ended].tolist()), np.dtype((np.int64, 2))
    )
    starts = np.concatenate([cores.starts[~open_ended], matched[:, 0]])
    ends = np.concatenate([cores.ends[~open_ended], matched[:, 1]])
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], ends[order]
    apart = np.append(True, starts[1:] >= np.maximum.accumulate(ends)[:-1])
    return _Slices(starts[apart], ends[apart])


def _cores(points: Points, classes: npt.NDArray[np.uint8]) -> _Slices:
    """Runs of digits, with full stops and commas between them, that do not begin inside a word."""
    digits = _runs(classes == DIGIT)
    first = classes.take(digits.starts - 1) < DIGIT
    after = points.take(digits.ends)
    near = digits.starts[1:] == digits.ends[:-1] + 1
    joins = first[:-1] & near & ((after[:-1] == ord(".")) | (after[:-1] == ord(",")))
    heads = first & ~np.append(False, joins)[: first.size]
    tails = first & ~np.append(joins, False)[: first.size]
    return _Slices(digits.starts[heads], digits.ends[tails])


def _matched(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Slices of the numbers that begin at the starts, and of numbers that follow directly (3d4y)."""
    end = 0
    for start in starts:
        if start < end:
            continue
        begin, end = start, _end_of_number(text, start)
        yield begin, end
        while text[end].isdecimal():
            begin, end = end, _end_of_number(text, end)
            yield begin, end


def _end_of_number(text: str, start: int) -> int:
    match = NUMBER_PATTERN.match(text, start)
    assert match is not None  # noqa: S101 -- the text has a digit at start
    return match.end()


def _number_keys(points: Points, numbers: _Slices) -> Hashes:
    """Keys of numbers, the hashes of their names."""
    positions = numbers.positions()
    characters = points.take(positions)
    kept = characters != ord(" ")
    for sign, offset in ((ord("^"), -1), (ord("."), 1)):
        at = np.flatnonzero(characters == sign)
        kept[at] = CLASSES.take(characters.take(at + offset)) == DIGIT
    lengths = numbers.lengths
    begins = np.cumsum(lengths) - lengths
    for start in np.unique(
        np.searchsorted(begins, np.flatnonzero(characters == ord(",")), side="right")
    ).tolist():
        first = int(begins[start - 1])
        found = THOUSANDS.match(text_of(characters[first : first + int(lengths[start - 1])]))
        if found:
            within = slice(first, first + found.end())
            kept[within] &= characters[within] != ord(",")
    if lengths.size:
        lengths = np.add.reduceat(kept, begins, dtype=np.int64)
    return hashed_keys(NUMBER, hashes(characters[kept], lengths))


def _adjacent(words: _Slices, classes: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """True where only JOINERs stand between a word and the next one, bool of shape (words - 1,)."""
    if words.starts.size < 2:
        return np.zeros(0, dtype=np.bool_)
    edges = np.stack([words.ends[:-1], words.starts[1:]], axis=1).ravel()
    return ~np.logical_or.reduceat(classes != JOINER, edges)[::2]


def _pair_keys(left: Hashes, right: Hashes) -> Hashes:
    return hashed_keys(STEMS, mix_bits(left * _LEFT + right * _RIGHT))
