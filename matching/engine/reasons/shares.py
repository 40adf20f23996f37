"""Shares: how much of the score the phrases of a pair account for.

The share of a term goes to the phrases that hold it, in proportion to its occurrences inside them. What no
phrase holds is left out, so the shares of all reasons sum to at most the score.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .wording import Wording

Floats = npt.NDArray[np.float64]

FIELD = 1 << 32
"""More than any offset: a place is its field times this, and the offset in it."""


class TermPlaces:
    """The occurrences of terms in a demand, in order, for sums over slices of its text."""

    def __init__(self, wording: Wording, columns: npt.NDArray[np.int32]) -> None:
        found = wording.found
        self.columns, numbers = np.unique(columns, return_inverse=True)
        """The distinct columns, ascending."""
        self.numbers: list[int] = numbers.tolist()
        """The number of the column of each occurrence."""
        texts = found.texts.astype(np.int64) * FIELD
        self._starts: list[int] = (texts + found.starts).tolist()
        self._ends: list[int] = (texts + found.ends).tolist()
        self._wording = wording

    def inside(self, first: int, stop: int) -> range:
        """The occurrences inside a slice of atoms, by their numbers in order."""
        wording, field = self._wording, self._wording.fields[first] * FIELD
        low = bisect_left(self._starts, field + wording.starts[first])
        high = bisect_left(self._starts, field + wording.ends[stop - 1])
        while high > low and self._ends[high - 1] > field + wording.ends[stop - 1]:
            high -= 1  # a pair of characters that begins with the last one
        return range(low, high)

    def terms_in(self, first: int, stop: int) -> set[int]:
        """The numbers of the distinct columns of the terms inside a slice of atoms."""
        return {self.numbers[at] for at in self.inside(first, stop)}


def shares_of(
    slices: Sequence[Sequence[tuple[int, int]]], places: TermPlaces, share_of: Floats
) -> list[float]:
    """The share of each phrase, given by its slices of the demand's atoms.

    ``share_of``, float64 of shape (columns,), is the share of the score of each column of ``places``.
    """
    shares = share_of.tolist()
    terms = [[places.numbers[at] for place in each for at in places.inside(*place)] for each in slices]
    counts = Counter(number for each in terms for number in each)
    return [sum(shares[number] / counts[number] for number in each) for each in terms]
