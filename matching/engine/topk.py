"""The k best candidates of every query: exact, deterministic, in bounded memory, on several threads."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
BLOCK_CELLS = 1 << 22
"""Scores that one thread holds at a time (16 MiB of float32)."""


@dataclass(frozen=True, slots=True, eq=False)
class TopK:
    """``ids`` int64 and ``scores`` float32, both of shape (queries, k), best first; -1 and 0 for none."""

    ids: Ids
    scores: Scores

    def pairs(self, row: int) -> list[tuple[int, float]]:
        """The (id, score) pairs that one query found, best first."""
        found = self.scores[row] > 0
        return list(zip(self.ids[row][found].tolist(), self.scores[row][found].tolist(), strict=True))


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

    Raises ValueError for k < 1, shapes that do not fit, repeated ids; TypeError for what is no whole number.
    """
    numbers = _checked(queries, candidates, ids, k, exclude)
    order = np.argsort(numbers, kind="stable")
    ascending = bool(np.all(order[:-1] < order[1:]))
    postings = (candidates if ascending else candidates.tocsr()[order]).T.tocsr()
    barred = _reordered(exclude or Forbidden(), None if ascending else order)
    count = queries.shape[0]
    step = max(1, BLOCK_CELLS // max(1, len(numbers)))
    result = TopK(np.full((count, k), -1, dtype=np.int64), np.zeros((count, k), dtype=np.float32))

    def fill(start: int) -> None:
        rows = slice(start, min(start + step, count))
        scores = np.asarray((queries[rows] @ postings).toarray(), dtype=np.float32)
        _forbid(scores, barred, rows)
        columns, best = _best(scores, min(k, scores.shape[1]))
        result.scores[rows, : best.shape[1]] = best
        result.ids[rows, : best.shape[1]] = np.where(best > 0, numbers[order][columns], -1)

    _each(fill, range(0, count, step) if len(numbers) else range(0), threads or os.cpu_count() or 1)
    return result


def _each(work: Callable[[int], None], starts: range, threads: int) -> None:
    """Does the work for every start; a single piece is not worth a thread."""
    if len(starts) < 2 or threads < 2:
        for start in starts:
            work(start)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, starts))


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
    return array.astype(np.int64)


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
    if len(np.unique(numbers)) != len(numbers):
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


def _reordered(exclude: Forbidden, order: Ids | None) -> Forbidden:
    if order is None:
        return exclude
    candidates = None if exclude.candidates is None else np.asarray(exclude.candidates)[order]
    rows = None if exclude.rows is None else np.asarray(exclude.rows)[order]
    return Forbidden(exclude.queries, candidates, rows)


def _forbid(scores: Scores, exclude: Forbidden, rows: slice) -> None:
    """Zeroes the forbidden pairs of a block of scores in place."""
    if exclude.rows is not None:
        scores[:, exclude.rows] = 0
    if exclude.queries is not None and exclude.candidates is not None:
        groups = np.asarray(exclude.queries)[rows]
        for at in np.flatnonzero(groups >= 0):
            scores[at, exclude.candidates == groups[at]] = 0


def _best(scores: Scores, k: int) -> tuple[Ids, Scores]:
    """Columns and scores of the k highest of each row, ties by the lower column."""
    cut = scores.shape[1] - k
    if not cut:
        columns = np.broadcast_to(np.arange(k), scores.shape)
    else:
        columns = np.sort(np.argpartition(scores, cut, axis=1)[:, cut:], axis=1)
        lowest = np.take_along_axis(scores, columns, 1).min(axis=1)
        ties = (scores == lowest[:, None]).sum(axis=1) > (
            np.take_along_axis(scores, columns, 1) == lowest[:, None]
        ).sum(axis=1)
        for row in np.flatnonzero(ties & (lowest > 0)):
            above = np.flatnonzero(scores[row] > lowest[row])
            equal = np.flatnonzero(scores[row] == lowest[row])[: k - len(above)]
            columns[row] = np.sort(np.concatenate([above, equal]))
    values = np.take_along_axis(scores, columns, 1)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.take_along_axis(columns, order, 1), np.take_along_axis(values, order, 1)
