"""The k best candidates of every query: exact, deterministic, in bounded memory, on several threads."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sparse_dot_topn import sp_matmul, sp_matmul_topn

from matching.engine.products import narrowed

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
BLOCK_HITS = 1 << 24
"""Hits that are held at a time where a query is answered from all of them."""
BLOCK_ROWS = 1 << 18
"""Queries that are answered at a time."""
ROWS_PER_THREAD = 256
"""Queries that are worth a thread."""
SPARE = 22
"""Hits beyond k that are asked for: while none of them ties with the k-th, the best are among them."""


@dataclass(frozen=True, slots=True, eq=False)
class TopK:
    """``ids`` int64 and ``scores`` float32, both of shape (queries, k), best first; -1 and 0 for none."""

    ids: Ids
    scores: Scores

    def pairs(self, row: int) -> list[tuple[int, float]]:
        """The (id, score) pairs that one query found, best first."""
        found = self.scores[row] > 0
        return list(zip(self.ids[row][found].tolist(), self.scores[row][found].tolist(), strict=True))

    @classmethod
    def nothing(cls, count: int, k: int) -> "TopK":
        """The answer to ``count`` queries that find nothing."""
        return cls(np.full((count, k), -1, dtype=np.int64), np.zeros((count, k), dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Forbidden:
    """Pairs that may not meet: query i and candidate j where ``queries[i] == candidates[j] >= 0``.

    Both are int64 vectors of group codes, one for each row; a negative code belongs to no group. ``rows`` is
    a bool vector over the candidates, true where a candidate may not be found at all.
    """

    queries: Ids | None = None
    candidates: Ids | None = None
    rows: npt.NDArray[np.bool_] | None = None


def top_k(
    queries: sparse.csr_matrix,
    candidates: sparse.spmatrix,
    ids: Sequence[int] | Ids,
    k: int,
    *,
    exclude: Forbidden | None = None,
    threads: int | None = None,
) -> TopK:
    """The k candidates with the highest dot product for each query, ties broken by the lower id.

    ``queries`` is csr of shape (q, terms), ``candidates`` csr or csc of shape (c, terms) - csc is faster,
    it is the inverted file already - and ``ids`` holds c distinct whole numbers. Values must not be negative.
    A score of zero is never returned, nor a pair that ``exclude`` forbids: there are still k others where
    that many exist. The answer is the same whatever ``threads`` is (default: one for each processor).

    The multiplication is that of sparse_dot_topn, a row-wise sparse product (Gustavson 1978) that keeps the
    n highest of each row; it adds in the order of the terms, so both sides compute the very same score.

    Raises ValueError for k < 1, shapes that do not fit, repeated ids; TypeError for what is no whole number.
    """
    numbers = _checked(queries, candidates, ids, k, exclude)
    found = TopK.nothing(queries.shape[0], k)
    asked, postings = narrowed(queries, candidates.T.tocsr())
    most = -(-queries.shape[0] // ROWS_PER_THREAD)
    search = _Search(asked, postings, numbers, k, exclude or Forbidden(), min(threads or _cores(), most))
    for start in range(0, queries.shape[0] if len(numbers) else 0, BLOCK_ROWS):
        search.fill(found, np.arange(start, min(start + BLOCK_ROWS, queries.shape[0])))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    queries: sparse.csr_matrix
    postings: sparse.csr_matrix
    numbers: Ids
    k: int
    exclude: Forbidden
    threads: int

    def fill(self, found: TopK, rows: Ids) -> None:
        """Asks for a few hits more than k; where those do not settle the answer, for all of them."""
        most = self.k + SPARE
        part = self.queries[rows[0] : rows[-1] + 1]
        hits = sp_matmul_topn(part, self.postings, most, threshold=0, sort=True, n_threads=self.threads)
        scores, columns = _padded(hits, most)
        lowest = scores[:, -1].copy()
        self._forbid(scores, columns, rows[:, None])
        self._keep_best(found, rows, scores, columns)
        unsettled = rows[(lowest > 0) & (found.scores[rows, -1] <= lowest)]
        for part in self._blocks(unsettled):
            self._fill_from_all(found, part)

    def _blocks(self, rows: Ids) -> list[Ids]:
        """The rows in parts that have no more than BLOCK_HITS hits, or consist of one row."""
        costs = np.concatenate([[0], np.cumsum(np.diff(self.postings.indptr)[self.queries.indices])])
        spent = np.cumsum(costs[self.queries.indptr[rows + 1]] - costs[self.queries.indptr[rows]])
        return np.split(rows, np.flatnonzero(np.diff(spent // BLOCK_HITS)) + 1)

    def _fill_from_all(self, found: TopK, rows: Ids) -> None:
        """Looks at every hit that is not below the k-th of those that were found."""
        hits = sp_matmul(*narrowed(self.queries[rows], self.postings), n_threads=self.threads)
        at = np.repeat(np.arange(len(rows)), np.diff(hits.indptr))
        kept = np.flatnonzero(hits.data >= found.scores[rows, -1][at])
        scores, columns, at = hits.data[kept], hits.indices[kept].astype(np.int64), at[kept]
        self._forbid(scores, columns, rows[at])
        numbers = self.numbers[columns]
        order = np.lexsort((numbers, -scores, at))
        places = np.arange(len(order)) - np.searchsorted(at, at)
        best = (places < self.k) & (scores[order] > 0)
        targets = rows[at[best]], places[best]
        found.scores[targets], found.ids[targets] = scores[order[best]], numbers[order[best]]

    def _forbid(self, scores: Scores, columns: Ids, rows: Ids) -> None:
        """Zeroes the forbidden pairs of those queries and candidates in place."""
        if self.exclude.rows is not None:
            scores[np.asarray(self.exclude.rows)[columns]] = 0
        if self.exclude.queries is not None and self.exclude.candidates is not None:
            asking = np.asarray(self.exclude.queries)[rows]
            scores[(asking >= 0) & (asking == np.asarray(self.exclude.candidates)[columns])] = 0

    def _keep_best(self, found: TopK, rows: Ids, scores: Scores, columns: Ids) -> None:
        ids = np.where(scores > 0, self.numbers[columns], -1)
        order = np.lexsort((ids, -scores), axis=1)[:, : self.k]
        found.scores[rows] = np.take_along_axis(scores, order, 1)
        found.ids[rows] = np.take_along_axis(ids, order, 1)


def _padded(hits: sparse.csr_matrix, width: int) -> tuple[Scores, Ids]:
    """Scores and columns of a csr matrix, both of shape (rows, width), filled up with zeros."""
    counts = np.diff(hits.indptr)
    filled = np.arange(width) < counts[:, None]
    scores, columns = np.zeros(filled.shape, np.float32), np.zeros(filled.shape, np.int64)
    size = int(hits.indptr[-1])
    scores[filled], columns[filled] = hits.data[:size], hits.indices[:size]
    return scores, columns


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def merged(first: TopK, second: TopK) -> TopK:
    """The k best of two answers to the same queries over disjoint candidates; their shapes must be equal."""
    if first.ids.shape != second.ids.shape:
        raise ValueError(f"cannot merge answers of shapes {first.ids.shape} and {second.ids.shape}")
    ids = np.hstack([first.ids, second.ids])
    scores = np.hstack([first.scores, second.scores])
    order = np.lexsort((ids, -scores), axis=1)[:, : first.ids.shape[1]]
    return TopK(np.take_along_axis(ids, order, 1), np.take_along_axis(scores, order, 1))


def whole_numbers(values: Sequence[int] | npt.ArrayLike, name: str) -> Ids:
    """The values as an int64 vector; raises ValueError for another shape, TypeError for another kind."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, not of shape {array.shape}")
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"{name} must be whole numbers, not {array.dtype}")
    return array.astype(np.int64, copy=False)


def _checked(
    queries: sparse.csr_matrix,
    candidates: sparse.spmatrix,
    ids: Sequence[int] | Ids,
    k: int,
    exclude: Forbidden | None,
) -> Ids:
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)):
        raise TypeError(f"k must be a whole number, not {type(k).__name__}")
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    if not (sparse.issparse(queries) and sparse.issparse(candidates)):
        raise TypeError("queries and candidates must be sparse matrices")
    if queries.shape[1] != candidates.shape[1]:
        raise ValueError(f"queries have {queries.shape[1]} terms, candidates {candidates.shape[1]}")
    numbers = whole_numbers(ids, "ids")
    if len(numbers) != candidates.shape[0]:
        raise ValueError(f"{len(numbers)} ids for {candidates.shape[0]} candidates")
    is_ascending = bool(np.all(numbers[1:] > numbers[:-1]))  # as those of a shelf are: a sort saved
    if not is_ascending and len(np.unique(numbers)) != len(numbers):
        raise ValueError("ids must not repeat")
    _check_forbidden(exclude or Forbidden(), queries.shape[0], len(numbers))
    return numbers


def _check_forbidden(exclude: Forbidden, queries: int, candidates: int) -> None:
    if (exclude.queries is None) != (exclude.candidates is None):
        raise ValueError("group codes are needed for both sides or for none")
    sizes = ((exclude.queries, queries), (exclude.candidates, candidates), (exclude.rows, candidates))
    for vector, size in sizes:
        if vector is not None and np.shape(vector) != (size,):
            raise ValueError(f"exclude: a vector of shape ({size},) is needed, not {np.shape(vector)}")
