"""What the best offers of a demand say, as further terms of the demand: pseudo-relevance feedback.

The n best offers o of a demand d, by their scores s, lend it words (after Rocchio 1971 and the relevance
model of Lavrenko & Croft 2001; Abdul-Jaleel et al. 2004 call the mixture RM3):

    w(o)    proportional to (s(d, o) / max s)^g, summing to 1 over the n offers
    e(t)    proportional to idf(t) * sum over o of w(o) * spoken(o, t): the m largest, summing to 1
    asked'  = (asked + a e) / (1 + a)

Only whole words are lent, none that very many listings hold, and only to demands that consist of words:
measured, n-grams of characters are too ambiguous to be lent (README.md).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..config import Config
from ..search.products import largest
from ..search.pruning import pruned
from ..search.topk import TopK, top_k
from ..text.arrays import load_csr, row_sums, save_sparse, scale_rows
from ..text.counting import Matrix
from ..text.keys import STEM, kinds_of
from ..weights.vocabulary import UNSEEN, Vocabulary
from ..weights.weighting import QueryWeights

SPARE = 30
"""Words beyond those that are lent which are looked at, so that ties are settled by the column."""
AT_ONCE = 1 << 16
"""Demands that are extended at a time, to bound the memory."""


Flags = npt.NDArray[np.bool_]


class FittedEngine(Protocol):
    """What feedback needs to know of an engine."""

    @property
    def config(self) -> Config: ...
    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def document_frequencies(self) -> npt.NDArray[np.int64]: ...
    @property
    def max_postings(self) -> int: ...
    @property
    def query_weighting(self) -> QueryWeights: ...


@dataclass(frozen=True, slots=True, eq=False)
class Feedback:
    """Lends words of offers to demands.

    ``postings`` are the weights of the offers, csc float32 of shape (offers, columns); ``words`` the same
    times idf in csr, without the columns that may not be lent.
    """

    engine: FittedEngine
    postings: sparse.csc_matrix
    words: Matrix

    @classmethod
    def of(cls, engine: FittedEngine, postings: sparse.csc_matrix) -> "Feedback":
        """From the weights of all offers."""
        columns, lengths = feedback_columns(engine), np.diff(postings.indptr)
        kept = np.repeat(columns, lengths)
        indptr = np.concatenate([[0], np.cumsum(columns * lengths, dtype=np.int64)])
        inverse = np.repeat(engine.query_weighting.idf_, np.diff(indptr)).astype(np.float32)
        body = (postings.data[kept] * inverse, postings.indices[kept], indptr)
        words = sparse.csc_matrix(body, shape=postings.shape).tocsr()
        return cls(engine, postings, words)

    @classmethod
    def load(cls, directory: Path, engine: FittedEngine, postings: sparse.csc_matrix) -> "Feedback":
        """Maps what ``save`` wrote into memory. Raises FileNotFoundError."""
        return cls(engine, postings, load_csr(directory / "words", postings.shape[1]))

    def save(self, directory: Path) -> None:
        """Writes the words as ``words.*.npy`` into a directory."""
        save_sparse(directory / "words", self.words)

    def extend(self, query_weights: Matrix, of_words: Flags) -> Matrix:
        """asked' of demands: csr float32 of the shape of ``query_weights``.

        ``of_words`` tells which demands consist of words, bool of shape (demands,); others are left alone.
        """
        if query_weights.shape[0] <= AT_ONCE:
            return self._extended(query_weights, of_words)
        parts = (slice(start, start + AT_ONCE) for start in range(0, query_weights.shape[0], AT_ONCE))
        return sparse.vstack(
            [self._extended(query_weights[part], of_words[part]) for part in parts], format="csr"
        )

    def _extended(self, query_weights: Matrix, of_words: Flags) -> Matrix:
        said = self.feedback_terms(query_weights, of_words)
        return mixed_in(query_weights, said, self.engine.config.fb_weight) if said.nnz else query_weights

    def feedback_terms(self, query_weights: Matrix, of_words: Flags) -> Matrix:
        """e(t) of demands: csr float64 of the shape of ``query_weights``, each row summing to 1, or empty."""
        config = self.engine.config
        rows = np.flatnonzero(of_words)
        is_small = self.postings.shape[0] < config.fb_min_offers
        if not config.fb_weight or is_small or not rows.size or not self.words.nnz:
            return sparse.csr_matrix(query_weights.shape)
        most = self.engine.max_postings // 4
        sought = pruned(
            query_weights[rows], self.engine.document_frequencies, terms=config.max_terms, postings=most
        )
        numbers = np.arange(self.postings.shape[0])
        said = self._said(top_k(sought, self.postings, numbers, config.fb_docs))
        lengths = np.zeros(query_weights.shape[0] + 1, dtype=np.int64)
        lengths[rows + 1] = np.diff(said.indptr)
        return sparse.csr_matrix((said.data, said.indices, np.cumsum(lengths)), shape=query_weights.shape)

    def _said(self, found: TopK) -> Matrix:
        """e(t) of the demands that found these, one row each."""
        config = self.engine.config
        rows, positions = np.nonzero(found.scores > 0)
        relative = (found.scores[rows, positions] / found.scores[rows, 0]) ** np.float32(config.fb_focus)
        shape = (len(found.ids), self.words.shape[0])
        mixing = sparse.csr_matrix((relative, (rows, found.ids[rows, positions])), shape=shape)
        said = largest(mixing, self.words, config.fb_terms + SPARE)
        most = self.engine.max_postings // 4
        return summing_to_one(
            pruned(said, self.engine.document_frequencies, terms=config.fb_terms, postings=most)
        )


def are_words(vocabulary: Vocabulary) -> npt.NDArray[np.bool_]:
    """Which columns count whole words or numbers, bool of shape (columns,); unseen ones do not."""
    words: npt.NDArray[np.bool_] = np.pad(kinds_of(vocabulary.keys) >= STEM, (0, UNSEEN))
    return words


def feedback_columns(engine: FittedEngine) -> npt.NDArray[np.bool_]:
    """Which columns are ever lent, bool of shape (columns,): words that not too many listings hold."""
    return are_words(engine.vocabulary) & (engine.document_frequencies <= engine.max_postings // 4)


def mixed_in(query_weights: Matrix, said: Matrix, share: float) -> Matrix:
    """(asked + share * said) / (1 + share) in those rows in which ``said`` has anything; csr float32."""
    result = sparse.csr_matrix(query_weights + share * said, dtype=np.float64)
    scale_rows(result, np.where(np.diff(said.indptr) > 0, 1 / (1 + share), 1.0))
    result.sort_indices()
    return result.astype(np.float32)


def summing_to_one(matrix: Matrix) -> Matrix:
    """The matrix with each row divided by its sum; csr float64."""
    sums = row_sums(matrix)
    return scale_rows(matrix.astype(np.float64), 1 / np.where(sums > 0, sums, 1))
