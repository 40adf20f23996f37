"""Shares: how much of the score the phrases of a pair account for.

The share of a term goes to the phrases that hold it, in proportion to its occurrences inside them. What no
phrase holds is left out, so the shares of all reasons sum to at most the score.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .wording import Wording

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_FIELD = np.int64(1) << 32


class TermPlaces:
    """The occurrences of terms in a demand, in order, for sums over slices of its text."""

    def __init__(self, wording: Wording, columns: npt.NDArray[np.int32]) -> None:
        found = wording.found
        self.columns, self.numbers = np.unique(columns, return_inverse=True)
        """The distinct columns, ascending, and the number of the column of each occurrence."""
        self._starts = found.texts.astype(np.int64) * _FIELD + found.starts
        self._ends = found.texts.astype(np.int64) * _FIELD + found.ends
        self._wording = wording

    def inside(self, first: int, stop: int) -> Integers:
        """The numbers of the occurrences inside a slice of atoms, int64."""
        wording, field = self._wording, self._wording.fields[first] * int(_FIELD)
        low, high = np.searchsorted(
            self._starts, [field + wording.starts[first], field + wording.ends[stop - 1]]
        )
        at = np.arange(low, high)
        within: Integers = at[self._ends[low:high] <= field + wording.ends[stop - 1]]
        return within


def shares_of(
    slices: Sequence[Sequence[tuple[int, int]]], places: TermPlaces, share_of: Floats
) -> list[float]:
    """The share of each phrase, given by its slices of the demand's atoms.

    ``share_of``, float64 of shape (columns,), is the share of the score of each column of ``places``.
    """
    owners: dict[int, list[int]] = defaultdict(list)
    for number, each in enumerate(slices):
        for first, stop in each:
            owners[number].extend(places.inside(first, stop).tolist())
    inside = np.array([at for each in owners.values() for at in each], dtype=np.int64)
    if not inside.size:
        return [0.0] * len(slices)
    terms = places.numbers[inside]
    parts = share_of[terms] / np.bincount(terms)[terms]
    numbers = np.repeat(list(owners), [len(each) for each in owners.values()])
    totals: list[float] = np.bincount(numbers, parts, minlength=len(slices)).tolist()
    return totals
