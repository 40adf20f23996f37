"""Exact top-k search: the k best candidates of every query, deterministic, threaded, in bounded memory."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sparse_dot_topn import sp_matmul, sp_matmul_topn

from ..text.arrays import rows_of
from .products import without_unused_rows
from .ranking import Ids, Keys, Ranking, Scores, top_keys

BLOCK_HITS = 1 << 20
"""Hits in memory at a time for queries that are answered from all their hits."""
BLOCK_ROWS = 1 << 18
"""Queries that are answered together."""
BLOCK_CANDIDATES = 1 << 17
"""Candidates in a block of a large search: the accumulators of a block stay in the processor's cache."""
MANY_ROWS = 1 << 12
"""The number of queries from which blocks of candidates pay."""
ROWS_PER_THREAD = 256
"""The number of queries for which one more thread pays."""
SPARE_HITS = 22
"""Hits beyond k that the product keeps.

They settle a query if its k-th allowed hit scores more than the last hit kept.
"""


@dataclass(frozen=True, slots=True, eq=False)
class TopK:
    """The k best of each query: ``ids`` int64 and ``scores`` float32, both of shape (queries, k), best first.

    A query with fewer hits is filled up with the id -1 and the score 0.
    """

    ids: Ids
    scores: Scores

    def pairs(self, row: int) -> list[tuple[int, float]]:
        """The hits of one query as (id, score), best first."""
        found = self.scores[row] > 0
        return list(zip(self.ids[row][found].tolist(), self.scores[row][found].tolist(), strict=True))

    @classmethod
    def nothing(cls, count: int, k: int) -> "TopK":
        """The result of ``count`` queries without hits."""
        return cls(np.full((count, k), -1, dtype=np.int64), np.zeros((count, k), dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Forbidden:
    """The pairs that a search must not return.

    ``queries``, int64 of shape (queries,), and ``candidates``, int64 of shape (candidates,), are group codes:
    query i and candidate j are forbidden if ``queries[i] == candidates[j] >= 0``. A negative code belongs to
    no group. ``rows``, bool of shape (candidates,), is true for a candidate that no query may find.
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
    """The k candidates with the highest dot product for each query; ties go to the lower id.

    ``queries`` is csr of shape (queries, terms), ``candidates`` csr or csc of shape (candidates, terms), both
    float32 without negative values. csc is faster, because it is an inverted file already. ``ids`` holds one
    distinct integer for each candidate. A score of zero is never returned, nor is a pair that ``exclude``
    forbids: k other candidates are found if there are as many. The result does not depend on ``threads``, the
    most threads to use (default: one per available processor).

    The product is that of sparse_dot_topn: a row-wise sparse product (Gustavson 1978) that keeps the n
    highest values of each row. It adds in the order of the terms, so a pair has the same score, bit by bit,
    from either side.

    Raises ValueError for k < 1, shapes that do not fit, or repeated ids. Raises TypeError if a matrix is not
    sparse, or k or an id is not an integer.
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
    """A block of candidates from the number ``first`` on; ``postings`` is csr (terms, candidates)."""

    first: int
    postings: sparse.csr_matrix


def _parts(queries: sparse.csr_matrix, candidates: sparse.spmatrix) -> tuple[sparse.csr_matrix, list[_Part]]:
    """The queries, and the candidates in blocks.

    A large search has blocks of ``BLOCK_CANDIDATES``. Another one has one block, without unused terms.
    """
    count = candidates.shape[0]
    if count <= BLOCK_CANDIDATES or queries.shape[0] < MANY_ROWS:
        query_weights, postings = without_unused_rows(queries, candidates.T.tocsr())
        return _without_zeros(query_weights), [_Part(0, _without_zeros(postings))]
    rows, starts = _without_zeros(candidates.tocsr()), range(0, count, BLOCK_CANDIDATES)
    parts = [_Part(at, rows[at : at + BLOCK_CANDIDATES].tocsc().T.tocsr()) for at in starts]
    return _without_zeros(queries), parts


def _without_zeros(matrix: sparse.spmatrix) -> sparse.spmatrix:
    """The matrix without stored zeros: sp_matmul counts one as a hit, but leaves its place uninitialised."""
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
        """Write the results of consecutive ``rows`` into ``found``.

        Each block yields its best k + ``SPARE_HITS`` hits. Queries that these do not settle are answered from
        all hits.
        """
        most, queries = self.k + SPARE_HITS, self.queries[rows[0] : rows[-1] + 1]
        best, passed = np.zeros((len(rows), self.k), np.uint64), np.zeros(len(rows), np.float32)
        for part in self.parts:
            scores, columns = self._topmost(queries, part, most)
            passed = np.maximum(passed, scores[:, -1])  # no hit that was cut off has a higher score
            columns += part.first
            self._forbid(scores, columns, rows[:, None])
            best = top_keys(np.hstack([best, self.ranking.keys(scores, columns)]), self.k)
        found.scores[rows], found.ids[rows] = self.ranking.read(best)
        unsettled = rows[(passed > 0) & (found.scores[rows, -1] <= passed)]
        if unsettled.size:
            for block in blocks(self._hit_bounds(unsettled), BLOCK_HITS):
                self._fill_from_all(found, unsettled[block])

    def _topmost(self, queries: sparse.csr_matrix, part: _Part, most: int) -> tuple[Scores, Ids]:
        postings = part.postings
        hits = sp_matmul_topn(queries, postings, most, threshold=0, sort=True, n_threads=self.threads)
        return _padded(hits, most)

    def _hit_bounds(self, rows: Ids) -> Ids:
        """The most hits that each row can have, int64 of shape (rows,)."""
        frequencies = np.stack([np.diff(part.postings.indptr) for part in self.parts]).sum(axis=0)
        queries = self.queries[rows]
        postings = np.concatenate([[0], np.cumsum(frequencies[queries.indices])])
        bounds: Ids = np.diff(postings[queries.indptr])
        return bounds

    def _fill_from_all(self, found: TopK, rows: Ids) -> None:
        """Replace the results of ``rows`` by the best of all hits that score at least the current k-th."""
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
        """The row and sort key of each allowed hit in a block that scores at least the row's ``lowest``."""
        hits = sp_matmul(*without_unused_rows(queries, part.postings), n_threads=self.threads)
        at = rows_of(hits)
        kept = np.flatnonzero(hits.data >= lowest[at])
        scores, columns, at = hits.data[kept], hits.indices[kept] + np.int64(part.first), at[kept]
        self._forbid(scores, columns, rows[at])
        allowed = scores > 0
        return at[allowed], self.ranking.keys(scores[allowed], columns[allowed])

    def _forbid(self, scores: Scores, columns: Ids, rows: Ids) -> None:
        """Set the scores of forbidden pairs of these queries and candidates to zero, in place."""
        if self.exclude.rows is not None:
            scores[np.asarray(self.exclude.rows)[columns]] = 0
        if self.exclude.queries is not None and self.exclude.candidates is not None:
            groups = np.asarray(self.exclude.queries)[rows]
            scores[(groups >= 0) & (groups == np.asarray(self.exclude.candidates)[columns])] = 0


def blocks(costs: Ids, most: int) -> Iterator[slice]:
    """Slices of consecutive rows whose costs sum to at most ``most``, or of one row that costs more.

    ``costs`` is int64 of shape (rows,).
    """
    spent, start = np.append(0, np.cumsum(costs)), 0
    while start < len(costs):
        end = max(start + 1, int(np.searchsorted(spent, spent[start] + most, side="right")) - 1)
        yield slice(start, end)
        start = end


def _padded(hits: sparse.csr_matrix, width: int) -> tuple[Scores, Ids]:
    """Scores (float32) and columns (int64) of a csr matrix, both (rows, width), padded with zeros."""
    counts = np.diff(hits.indptr)
    filled = np.arange(width) < counts[:, None]
    scores, columns = np.zeros(filled.shape, np.float32), np.zeros(filled.shape, np.int64)
    size = int(hits.indptr[-1])
    scores[filled], columns[filled] = hits.data[:size], hits.indices[:size]
    return scores, columns


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def merged(first: TopK, second: TopK) -> TopK:
    """The k best of two results of the same queries over disjoint candidates.

    Raises ValueError if their shapes differ.
    """
    if first.ids.shape != second.ids.shape:
        raise ValueError(f"cannot merge answers of shapes {first.ids.shape} and {second.ids.shape}")
    ids = np.hstack([first.ids, second.ids])
    scores = np.hstack([first.scores, second.scores])
    order = np.lexsort((ids, -scores), axis=1)[:, : first.ids.shape[1]]
    return TopK(np.take_along_axis(ids, order, 1), np.take_along_axis(scores, order, 1))


def whole_numbers(values: Sequence[int] | npt.ArrayLike, name: str) -> Ids:
    """The values as int64 of shape (values,).

    Raises ValueError if they are not one-dimensional, TypeError if they are not integers; ``name`` names them
    in the message.
    """
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
