"""The peers of the section on speed: a plain scikit-learn pipeline, and sparse_dot_topn without pruning."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel
from sparse_dot_topn import sp_matmul_topn

from matching.engine import DEFAULT
from tests.benchmarks.rankers import text_of
from tests.benchmarks.scale import market, weighed
from tests.engine.reference_terms import terms

K = 10
THREADS = 2
BLOCK = 256
BLOCKS = 3
"""Blocks of rows that are measured in each direction. Their median is scaled to all rows."""
UNPRUNED = replace(DEFAULT, max_terms=1 << 30, max_postings=1 << 60)
LARGE_BLOCK = 1000
PIPELINE = ("vectors", "kernel", "choice")
"""The steps of the plain pipeline."""
LARGER = "kernel in large blocks"

Work = Callable[[sparse.csr_matrix], object]


def plain(size: int, cache: str) -> dict[str, float]:
    """Seconds of the same terms in a Python analyzer, TF-IDF, blockwise `linear_kernel` and argpartition.

    The vectors of all listings are made and measured. Of the products, only ``BLOCKS`` blocks are measured.
    """
    whole = market(size, Path(cache))
    texts = [text_of(each) for each in (*whole.offers, *whole.demands)]
    began = time.perf_counter()
    vectors = TfidfVectorizer(analyzer=terms, dtype=np.float32).fit_transform(texts)
    vectorised = time.perf_counter() - began
    offers, demands = vectors[:size], vectors[size:]
    kernels, larger, choices = [], [], []
    for queries, candidates in ((demands, offers), (offers, demands)):
        scores: list[np.ndarray] = []

        def multiply(rows: sparse.csr_matrix, candidates: sparse.csr_matrix = candidates) -> np.ndarray:
            found: np.ndarray = linear_kernel(rows, candidates)
            return found

        larger.append(_scaled(queries, LARGE_BLOCK, multiply, []))
        kernels.append(_scaled(queries, BLOCK, multiply, scores))
        choices.append(_median([_seconds(_choose, block) for block in scores]) * size / len(scores[0]))
    return {
        "vectors": vectorised,
        "kernel": sum(kernels),
        "choice": sum(choices),
        LARGER: sum(larger),
    }


def topn(size: int, cache: str) -> dict[str, float]:
    """Seconds of sparse_dot_topn in both directions, on the engine's weights without pruning.

    The transposed matrices are made beforehand. Only ``BLOCKS`` large blocks of rows are measured.
    """
    with weighed(market(size, Path(cache)), UNPRUNED) as builder:
        query_weights, document_weights = (
            builder.weights("demands", "query_weights"),
            builder.weights("offers", "document_weights"),
        )
    total = 0.0
    for queries, candidates in ((query_weights, document_weights), (document_weights, query_weights)):
        postings = candidates.T.tocsr()

        def multiply(rows: sparse.csr_matrix, postings: sparse.csr_matrix = postings) -> sparse.csr_matrix:
            return sp_matmul_topn(rows, postings, K, sort=True, n_threads=THREADS)

        total += _scaled(queries, LARGE_BLOCK, multiply, [])
    return {"multiply": total}


def _choose(scores: np.ndarray) -> np.ndarray:
    return np.argpartition(scores, -K, axis=1)[:, -K:]


def _scaled(queries: sparse.csr_matrix, rows: int, work: Callable, kept: list) -> float:
    """Seconds for all queries, scaled from the median of blocks that are spread evenly over them."""
    block = min(rows, queries.shape[0])
    seconds = []
    for start in np.linspace(0, queries.shape[0] - block, BLOCKS).astype(int).tolist():
        part = queries[start : start + block]
        began = time.perf_counter()
        kept.append(work(part))
        seconds.append(time.perf_counter() - began)
    return float(_median(seconds) * queries.shape[0] / block)


def _seconds(work: Callable[[np.ndarray], object], block: np.ndarray) -> float:
    began = time.perf_counter()
    work(block)
    return time.perf_counter() - began


def _median(seconds: list[float]) -> float:
    return float(median(seconds))
