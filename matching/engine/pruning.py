"""Keeps of a demand what carries its weight: a bound on the work of a search, whatever the market's size."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.engine.counting import Matrix


def pruned(asked: Matrix, costs: npt.NDArray[np.int64], *, terms: int, postings: int) -> Matrix:
    """The heaviest terms of each row, in a csr of the same shape.

    A row keeps its ``terms`` heaviest terms as long as those that weigh at least as much hold no more than
    ``postings`` postings together; ``costs`` is int64 of shape (columns,), the postings of each column. The
    heaviest term always stays. Among equals the lower column is the heavier.
    """
    lengths = np.diff(asked.indptr)
    rows = np.repeat(np.arange(asked.shape[0]), lengths)
    order = np.lexsort((-asked.data, rows))
    firsts = np.repeat(asked.indptr[:-1], lengths)
    spent = np.cumsum(costs[asked.indices[order]])
    before = np.concatenate([[0], spent])[firsts]
    places = np.arange(asked.nnz) - firsts
    kept = order[(places < terms) & ((spent - before <= postings) | (places == 0))]
    kept.sort()
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows[kept], minlength=asked.shape[0]))])
    return sparse.csr_matrix((asked.data[kept], asked.indices[kept], indptr), shape=asked.shape)
