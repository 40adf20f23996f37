"""Keeps of a demand what carries its weight: a bound on the work of a search, whatever the market's size."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..text.arrays import rows_of
from ..text.counting import Matrix

Integers = npt.NDArray[np.int64]


def pruned(query_weights: Matrix, document_frequencies: Integers, *, terms: int, postings: int) -> Matrix:
    """The heaviest terms of each row that there is room for, in a csr of the same shape.

    ``query_weights`` is csr float32, no value below 0; ``document_frequencies`` is int64 of shape (columns,),
    the postings of each column. A row keeps at most ``terms`` terms, and at most ``postings`` postings
    together: from the heaviest term on, each that still fits is kept, and one that does not is passed over.
    If none fits, the heaviest stays. Of equal terms the lower column is the heavier.
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
    """Places of values, ascending, row by row from the heaviest value on.

    Values >= 0 compare as their bits do: row and value make one whole number, for two columns sort slowly.
    """
    lightness = np.uint64((1 << 32) - 1) - query_weights.data[positions].view(np.uint32)
    return positions[
        np.argsort(rows[positions].astype(np.uint64) << np.uint64(32) | lightness, kind="stable")
    ]


def _taken(
    rows: Integers, document_frequencies: Integers, waiting: Integers, *, terms: int, postings: int
) -> Iterator[Integers]:
    """Where that which is kept lies, in rounds: in each a row takes what fits up to the first that does not.

    ``rows`` are sorted, ``document_frequencies`` are those of the same positions; ``waiting`` are positions.
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
    """For each value of sorted rows, its place in the row and the costs of the row up to and with it."""
    lengths = np.bincount(rows, minlength=size)
    firsts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    total = np.concatenate([[0], np.cumsum(document_frequencies)])
    return np.arange(len(rows)) - firsts, total[1:] - total[firsts]
