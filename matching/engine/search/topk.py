"""The k best candidates of every query: exact, deterministic, in bounded memory, on several threads."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sparse_dot_topn import sp_matmul, sp_matmul_topn

from ..text.arrays import rows_of
from .products import narrowed
from .ranking import Ids, Keys, Ranking, Scores, largest_of

BLOCK_HITS = 1 << 20
"""Hits that are held at a time where a query is answered from all of them."""
BLOCK_ROWS = 1 << 18
"""Queries that are answered at a time."""
BLOCK_CANDIDATES = 1 << 17
"""Candidates that are searched at a time by many queries: their sums stay near the processor."""
MANY_ROWS = 1 << 12
"""Queries that are worth dealing the candidates into blocks."""
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
    ranking = Ranking.of(_checked(queries, candidates, ids, k, exclude))
    if not ranking.is_distinct():
        raise ValueError("ids must not repeat")
    found = TopK.nothing(queries.shape[0], k)
    most = -(-queries.shape[0] // ROWS_PER_THREAD)
    query_weights, parts = _parts(queries, candidates)
    search = _Search(query_weights, parts, ranking, k, exclude or Forbidden(), min(threads or _cores(), most))
    for start in range(0, queries.shape[0] if candidates.shape[0] else 0, BLOCK_ROWS):
        search.fill(found, np.arange(start, min(start + BLOCK_ROWS, queries.shape[0])))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some candidates, the first of which has the number ``first``: ``postings`` csr (terms, candidates)."""

    first: int
    postings: sparse.csr_matrix


def _parts(queries: sparse.csr_matrix, candidates: sparse.spmatrix) -> tuple[sparse.csr_matrix, list[_Part]]:
    """All candidates, in blocks where many are sought by many, otherwise without what no query holds."""
    count = candidates.shape[0]
    if count <= BLOCK_CANDIDATES or queries.shape[0] < MANY_ROWS:
        query_weights, postings = narrowed(queries, candidates.T.tocsr())
        return _without_zeros(query_weights), [_Part(0, _without_zeros(postings))]
    rows, starts = _without_zeros(candidates.tocsr()), range(0, count, BLOCK_CANDIDATES)
    parts = [_Part(at, rows[at : at + BLOCK_CANDIDATES].tocsc().T.tocsr()) for at in starts]
    return _without_zeros(queries), parts


def _without_zeros(matrix: sparse.spmatrix) -> sparse.spmatrix:
    """sp_matmul counts a stored zero as a hit, but leaves its place unwritten."""
    if matrix.data.all():
        return matrix
    kept = matrix.copy()
    kept.eliminate_zeros()
    return kept


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    queries: sparse.csr_matrix
    parts: Sequence[_Part]
    ranking: Ranking
    k: int
    exclude: Forbidden
    threads: int

    def fill(self, found: TopK, rows: Ids) -> None:
        """Asks each part for a few hits more than k; where those do not settle the answer, for all."""
        most, queries = self.k + SPARE, self.queries[rows[0] : rows[-1] + 1]
        best, passed = np.zeros((len(rows), self.k), np.uint64), np.zeros(len(rows), np.float32)
        for part in self.parts:
            scores, columns = self._topmost(queries, part, most)
            passed = np.maximum(passed, scores[:, -1])  # none that was passed over is better
            columns += part.first
            self._forbid(scores, columns, rows[:, None])
            best = largest_of(np.hstack([best, self.ranking.keys(scores, columns)]), self.k)
        found.scores[rows], found.ids[rows] = self.ranking.read(best)
        unsettled = rows[(passed > 0) & (found.scores[rows, -1] <= passed)]
        if unsettled.size:
            for block in blocks(self._costs(unsettled), BLOCK_HITS):
                self._fill_from_all(found, unsettled[block])

    def _topmost(self, queries: sparse.csr_matrix, part: _Part, most: int) -> tuple[Scores, Ids]:
        postings = part.postings
        hits = sp_matmul_topn(queries, postings, most, threshold=0, sort=True, n_threads=self.threads)
        return _padded(hits, most)

    def _costs(self, rows: Ids) -> Ids:
        """How many hits each row can have, int64 of shape (rows,)."""
        held = np.stack([np.diff(part.postings.indptr) for part in self.parts]).sum(axis=0)
        query_weights = self.queries[rows]
        spent = np.concatenate([[0], np.cumsum(held[query_weights.indices])])
        document_frequencies: Ids = np.diff(spent[query_weights.indptr])
        return document_frequencies

    def _fill_from_all(self, found: TopK, rows: Ids) -> None:
        """Looks at every hit that is not below the k-th of those that were found."""
        queries, lowest = self.queries[rows], found.scores[rows, -1]
        hits = [self._hits(part, queries, lowest, rows) for part in self.parts]
        at, keys = (np.concatenate(each) for each in zip(*hits, strict=True))
        order = np.lexsort((~keys, at))
        at, keys = at[order], keys[order]
        positions = np.arange(len(at)) - np.searchsorted(at, at)
        best = np.flatnonzero(positions < self.k)
        answer = np.zeros((len(rows), self.k), np.uint64)
        answer[at[best], positions[best]] = keys[best]
        found.scores[rows], found.ids[rows] = self.ranking.read(answer)

    def _hits(self, part: _Part, queries: sparse.csr_matrix, lowest: Scores, rows: Ids) -> tuple[Ids, Keys]:
        """The row and the key of each hit in a part that scores no less than the row's ``lowest``."""
        hits = sp_matmul(*narrowed(queries, part.postings), n_threads=self.threads)
        at = rows_of(hits)
        kept = np.flatnonzero(hits.data >= lowest[at])
        scores, columns, at = hits.data[kept], hits.indices[kept] + np.int64(part.first), at[kept]
        self._forbid(scores, columns, rows[at])
        allowed = scores > 0
        return at[allowed], self.ranking.keys(scores[allowed], columns[allowed])

    def _forbid(self, scores: Scores, columns: Ids, rows: Ids) -> None:
        """Zeroes the forbidden pairs of those queries and candidates in place."""
        if self.exclude.rows is not None:
            scores[np.asarray(self.exclude.rows)[columns]] = 0
        if self.exclude.queries is not None and self.exclude.candidates is not None:
            asking = np.asarray(self.exclude.queries)[rows]
            scores[(asking >= 0) & (asking == np.asarray(self.exclude.candidates)[columns])] = 0


def blocks(document_frequencies: Ids, most: int) -> Iterator[slice]:
    """Slices of rows that cost no more than ``most`` together, or hold one row; at least one row each."""
    spent, start = np.append(0, np.cumsum(document_frequencies)), 0
    while start < len(document_frequencies):
        end = max(start + 1, int(np.searchsorted(spent, spent[start] + most, side="right")) - 1)
        yield slice(start, end)
        start = end


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
    _check_forbidden(exclude or Forbidden(), queries.shape[0], len(numbers))
    return numbers


def _check_forbidden(exclude: Forbidden, queries: int, candidates: int) -> None:
    if (exclude.queries is None) != (exclude.candidates is None):
        raise ValueError("group codes are needed for both sides or for none")
    sizes = ((exclude.queries, queries), (exclude.candidates, candidates), (exclude.rows, candidates))
    for vector, size in sizes:
        if vector is not None and np.shape(vector) != (size,):
            raise ValueError(f"exclude: a vector of shape ({size},) is needed, not {np.shape(vector)}")
