"""Slices of the code points of a block: runs of characters, and numbers with their units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .characters import CLASSES, DIGIT, OTHER, SPACELESS, Hashes, Points, Positions, hashes, text_of
from .keys import NUMBER, hashed_keys
from .numbers import CHINESE_INITIALS, NUMBER_PATTERN, THOUSANDS


@dataclass(frozen=True, slots=True, eq=False)
class Slices:
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


def runs(inside: npt.NDArray[np.bool_]) -> Slices:
    """The runs in which an array is true. Its first and last elements must be false."""
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return Slices(edges[::2], edges[1::2])


def numbers_of(points: Points, classes: npt.NDArray[np.uint8]) -> Slices:
    """Numbers with their units. The regular expression runs only where a unit may follow."""
    if not (classes == DIGIT).any():
        return Slices(np.zeros(0, np.int64), np.zeros(0, np.int64))
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
    return Slices(starts[apart], ends[apart])


def _cores(points: Points, classes: npt.NDArray[np.uint8]) -> Slices:
    """Runs of digits, with full stops and commas between them, that do not begin inside a word."""
    digits = runs(classes == DIGIT)
    first = classes.take(digits.starts - 1) < DIGIT
    after = points.take(digits.ends)
    near = digits.starts[1:] == digits.ends[:-1] + 1
    joins = first[:-1] & near & ((after[:-1] == ord(".")) | (after[:-1] == ord(",")))
    heads = first & ~np.append(False, joins)[: first.size]
    tails = first & ~np.append(joins, False)[: first.size]
    return Slices(digits.starts[heads], digits.ends[tails])


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


def number_keys(points: Points, numbers: Slices) -> Hashes:
    """Keys of numbers, the hashes of their names."""
    if not numbers.starts.size:
        return np.zeros(0, np.uint64)
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
    lengths = np.add.reduceat(kept, begins, dtype=np.int64)
    return hashed_keys(NUMBER, hashes(characters[kept], lengths))
