"""Query pruning: keep the heaviest terms of each demand within a bound of postings.

So the work of a search is bounded in a market of any size.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..text.arrays import rows_of
from ..text.counting import Matrix

Integers = npt.NDArray[np.int64]


def pruned(query_weights: Matrix, document_frequencies: Integers, *, terms: int, postings: int) -> Matrix:
    """The heaviest terms of each row that fit within both bounds, csr of the same shape and dtype.

    ``query_weights`` is csr float32 without negative values; ``document_frequencies`` is int64 of shape
    (columns,), the number of postings of each column. A row keeps at most ``terms`` terms with at most
    ``postings`` postings in all. Terms are tried from the heaviest on; one that does not fit is skipped and
    does not count. If none fits, the row keeps its heaviest term. Of equal weights, the lower column wins.
    """
    rows, spent = rows_of(query_weights), document_frequencies[query_weights.indices]
    usable = _heaviest_first(query_weights, rows, np.flatnonzero(spent <= postings))
    kept = np.concatenate([usable[:0], *_taken(rows, spent, usable, terms=terms, postings=postings)])
    bare = np.bincount(rows[kept], minlength=query_weights.shape[0]) == 0
    left = _heaviest_first(query_weights, rows, np.flatnonzero(bare[rows]))
    kept = np.concatenate([kept, left[np.unique(rows[left], return_index=True)[1]]])
    kept.sort()
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows[kept], minlength=query_weights.shape[0]))])
    return sparse.csr_matrix(
        (query_weights.data[kept], query_weights.indices[kept], indptr), shape=query_weights.shape
    )


def _heaviest_first(query_weights: Matrix, rows: Integers, positions: Integers) -> Integers:
    """Sort positions of values by row, then by falling value, then by column.

    ``positions`` are ascending. The bits of floats >= 0 compare as the floats do, so row and value make one
    integer: sorting by one key is faster than by two.
    """
    lightness = np.uint64((1 << 32) - 1) - query_weights.data[positions].view(np.uint32)
    return positions[
        np.argsort(rows[positions].astype(np.uint64) << np.uint64(32) | lightness, kind="stable")
    ]


def _taken(
    rows: Integers, document_frequencies: Integers, waiting: Integers, *, terms: int, postings: int
) -> Iterator[Integers]:
    """Positions of the values to keep, in rounds. In each round a row takes terms up to the first misfit.

    ``rows`` (ascending) and ``document_frequencies`` belong to all values; ``waiting`` are the positions of
    candidates, by row and then from the heaviest on.
    """
    size = int(rows[-1]) + 1 if rows.size else 0
    places_left, postings_left = np.full(size, terms), np.full(size, postings)
    while waiting.size:
        at = rows[waiting]
        waiting = waiting[(document_frequencies[waiting] <= postings_left[at]) & (places_left[at] > 0)]
        positions, spent = _running(rows[waiting], document_frequencies[waiting], size)
        at = rows[waiting]
        fits = (positions < places_left[at]) & (spent <= postings_left[at])
        taken, waiting = waiting[fits], waiting[~fits]
        yield taken
        places_left -= np.bincount(rows[taken], minlength=size)
        postings_left -= np.bincount(rows[taken], document_frequencies[taken], size).astype(np.int64)


def _running(rows: Integers, document_frequencies: Integers, size: int) -> tuple[Integers, Integers]:
    """The rank of each value in its row, and the postings of the row up to and including it.

    ``rows`` are ascending; ranks begin at 0.
    """
    lengths = np.bincount(rows, minlength=size)
    firsts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    total = np.concatenate([[0], np.cumsum(document_frequencies)])
    return np.arange(len(rows)) - firsts, total[1:] - total[firsts]
