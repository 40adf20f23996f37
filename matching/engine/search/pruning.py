"""Keeps of a demand what carries its weight: a bound on the work of a search, whatever the market's size."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.engine.text.arrays import rows_of
from matching.engine.text.counting import Matrix

Whole = npt.NDArray[np.int64]


def pruned(asked: Matrix, costs: Whole, *, terms: int, postings: int) -> Matrix:
    """The heaviest terms of each row that there is room for, in a csr of the same shape.

    ``asked`` is csr float32, no value below 0; ``costs`` is int64 of shape (columns,), the postings of each
    column. A row keeps no more than ``terms`` terms, and no more than ``postings`` postings together: from
    the heaviest on, each that still finds room is kept, and one that does not is passed over. If none is
    kept, the heaviest of all stays. Among equals the lower column is the heavier.
    """
    rows, spent = rows_of(asked), costs[asked.indices]
    usable = _heaviest_first(asked, rows, np.flatnonzero(spent <= postings))
    kept = np.concatenate([usable[:0], *_taken(rows, spent, usable, terms=terms, postings=postings)])
    bare = np.bincount(rows[kept], minlength=asked.shape[0]) == 0
    left = _heaviest_first(asked, rows, np.flatnonzero(bare[rows]))
    kept = np.concatenate([kept, left[np.unique(rows[left], return_index=True)[1]]])
    kept.sort()
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows[kept], minlength=asked.shape[0]))])
    return sparse.csr_matrix((asked.data[kept], asked.indices[kept], indptr), shape=asked.shape)


def _heaviest_first(asked: Matrix, rows: Whole, places: Whole) -> Whole:
    """Places of values, ascending, row by row from the heaviest value on.

    Values >= 0 compare as their bits do: row and value make one whole number, for two columns sort slowly.
    """
    lightness = np.uint64((1 << 32) - 1) - asked.data[places].view(np.uint32)
    return places[np.argsort(rows[places].astype(np.uint64) << np.uint64(32) | lightness, kind="stable")]


def _taken(rows: Whole, costs: Whole, waiting: Whole, *, terms: int, postings: int) -> Iterator[Whole]:
    """Where that which is kept lies, in rounds: in each a row takes what fits up to the first that does not.

    ``rows`` are sorted, ``costs`` are those of the same places; ``waiting`` are places, in their turn.
    """
    size = int(rows[-1]) + 1 if rows.size else 0
    places_left, postings_left = np.full(size, terms), np.full(size, postings)
    while waiting.size:
        at = rows[waiting]
        waiting = waiting[(costs[waiting] <= postings_left[at]) & (places_left[at] > 0)]
        places, spent = _running(rows[waiting], costs[waiting], size)
        at = rows[waiting]
        fits = (places < places_left[at]) & (spent <= postings_left[at])
        taken, waiting = waiting[fits], waiting[~fits]
        yield taken
        places_left -= np.bincount(rows[taken], minlength=size)
        postings_left -= np.bincount(rows[taken], costs[taken], size).astype(np.int64)


def _running(rows: Whole, costs: Whole, size: int) -> tuple[Whole, Whole]:
    """For each value of sorted rows, its place in the row and the costs of the row up to and with it."""
    lengths = np.bincount(rows, minlength=size)
    firsts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    total = np.concatenate([[0], np.cumsum(costs)])
    return np.arange(len(rows)) - firsts, total[1:] - total[firsts]
