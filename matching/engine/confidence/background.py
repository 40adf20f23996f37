"""The background of a score: what a demand scores with offers that nobody chose for it.

The background is a sample of the offers of an index. It is the same however the offers are ordered or dealt
into shards, and one more offer changes at most one of the sample: the offers are numbered by a hash of their
id, and those with the lowest numbers are taken (a bottom-k sample, Cohen & Kaplan 2007).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..search.ranking import Ids
from ..text.arrays import canonical, load_csc, row_sums, save_sparse
from ..text.counting import Matrix

SIZE = 1000
"""The most offers in a sample. With 200, figures vary with the sample by a hundredth; more than 1,000 give no
better ones (decision 46)."""
FEWEST = 30
"""A smaller sample is filled up with offers that score 0, as most offers of a larger market would. The scores
of n offers lie at most sqrt(n - 1) deviations from their mean: a sample of two could not tell a good pair."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """The document weights w(o, t) of the sampled offers, csc float32 of shape (sampled offers, columns)."""

    postings: sparse.csc_matrix

    @classmethod
    def of(cls, postings: sparse.csc_matrix, ids: Ids) -> "Background":
        """The sample of offers with these ids, int64 of shape (offers,), and document weights.

        ``postings`` are csc float32 of shape (offers, columns).
        """
        rows = sampled(ids)
        places = np.full(postings.shape[0], -1, dtype=np.int32)
        places[rows] = np.arange(len(rows), dtype=np.int32)
        found = places[postings.indices]
        kept = found >= 0
        indptr = np.concatenate([[0], np.cumsum(kept)])[postings.indptr]
        body = (postings.data[kept], found[kept], indptr.astype(np.int32))
        return cls(canonical(sparse.csc_matrix(body, shape=(len(rows), postings.shape[1]))))

    @classmethod
    def load(cls, directory: Path, shape: tuple[int, int]) -> "Background":
        """Map the files that ``save`` wrote; ``shape`` is (offers of the index, columns).

        Raises as ``load_csc`` does.
        """
        return cls(load_csc(directory / "background", (min(SIZE, shape[0]), shape[1])))

    def save(self, directory: Path) -> None:
        """Write ``background.*.npy`` into an existing directory."""
        save_sparse(directory / "background", self.postings)

    def moments(self, query_weights: Matrix) -> tuple[Floats, Floats]:
        """Mean and standard deviation of each demand's scores with the sample, float64 of shape (demands,).

        ``query_weights`` is csr float32 of shape (demands, columns). Both are 0 if the sample is empty. A
        sample below ``FEWEST`` is filled up with scores of 0.
        """
        if not self.postings.shape[0]:
            return np.zeros(query_weights.shape[0]), np.zeros(query_weights.shape[0])
        size = max(self.postings.shape[0], FEWEST)
        scores = (query_weights @ self.postings.T).tocsr().astype(np.float64)
        means = row_sums(scores) / size
        scores.data **= 2
        return means, np.sqrt(np.maximum(row_sums(scores) / size - means**2, 0))


def sampled(ids: Ids) -> Ids:
    """The rows of the sample among offers with these ids, ascending, int64 of shape (at most ``SIZE``,)."""
    rows: Ids = np.sort(np.argsort(_mixed(ids), kind="stable")[:SIZE])
    return rows


def _mixed(ids: Ids) -> npt.NDArray[np.uint64]:
    """A one-to-one hash of each id: the finaliser of SplitMix64 (Steele, Lea & Flood 2014)."""
    found = ids.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))
