"""Keeps of a demand what carries its weight: a bound on the work of a search, whatever the market's size."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.engine.counting import Matrix


def pruned(asked: Matrix, costs: npt.NDArray[np.int64], *, terms: int, postings: int) -> Matrix:
    """The heaviest terms of each row, in a csr of the same shape.

    ``costs`` is int64 of shape (columns,), the postings of each column. A term that alone has more than
    ``postings`` is passed over; of the others a row keeps its ``terms`` heaviest as long as those that weigh
    at least as much have no more than ``postings`` together. If none is kept, the heaviest of all stays.
    Among equals the lower column is the heavier.
    """
    rows = np.repeat(np.arange(asked.shape[0]), np.diff(asked.indptr))
    usable = np.flatnonzero(costs[asked.indices] <= postings)
    order = usable[np.lexsort((-asked.data[usable], rows[usable]))]
    places, spent = _running(rows[order], costs[asked.indices[order]], asked.shape[0])
    kept = order[(places < terms) & (spent <= postings)]
    bare = np.bincount(rows[kept], minlength=asked.shape[0]) == 0
    left = np.flatnonzero(bare[rows])
    left = left[np.lexsort((-asked.data[left], rows[left]))]
    kept = np.concatenate([kept, left[np.unique(rows[left], return_index=True)[1]]])
    kept.sort()
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows[kept], minlength=asked.shape[0]))])
    return sparse.csr_matrix((asked.data[kept], asked.indices[kept], indptr), shape=asked.shape)


def _running(
    rows: npt.NDArray[np.int64], costs: npt.NDArray[np.int64], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For each value of sorted rows, its place in the row and the costs of the row up to and with it."""
    lengths = np.bincount(rows, minlength=size)
    firsts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    total = np.concatenate([[0], np.cumsum(costs)])
    return np.arange(len(rows)) - firsts, total[1:] - total[firsts]
