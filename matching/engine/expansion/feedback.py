"""Pseudo-relevance feedback: heavy terms of a demand's best offers become further terms of the demand.

The mixture is that of RM3 (Abdul-Jaleel et al. 2004), after Rocchio (1971) and the relevance model of
Lavrenko & Croft (2001). The ``fb_docs`` best offers o of a demand d give it feedback terms:

    p(d, o)  proportional to (score(d, o) / largest score)^fb_focus
    e(d, t)  proportional to idf(t) * sum over o of p(d, o) * w(o, t), with a sum of 1
    q'(d, t) = (q(d, t) + fb_weight * e(d, t)) / (1 + fb_weight)

e keeps its ``fb_terms`` largest terms that fit within a quarter of the bound of postings, see ``pruned``. The
search for the best offers is pruned to a quarter of the bound as well.

Feedback terms are whole words and numbers, and only demands that consist of words get any: n-grams of
characters proved too ambiguous (decision 17). Terms with more postings than a quarter of the bound are left
out.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..config import Config
from ..search.products import top_products
from ..search.pruning import pruned
from ..search.topk import TopK, top_k
from ..text.arrays import load_csr, row_sums, save_sparse, scale_rows, taken
from ..text.counting import Matrix
from ..text.keys import STEM, kinds_of
from ..weights.vocabulary import HASHED_COLUMNS, Vocabulary
from ..weights.weighting import QueryWeights

SPARE_TERMS = 30
"""Candidate terms beyond ``fb_terms``: some do not fit, and of equal weights the lower column must win."""
AT_ONCE = 1 << 16
"""Demands that are extended at a time, to bound the memory."""


Flags = npt.NDArray[np.bool_]


class FittedEngine(Protocol):
    """The attributes of an engine that feedback needs."""

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
    """Extends query weights by feedback terms from a fixed set of offers.

    ``postings`` are the document weights w(o, t), csc float32 of shape (offers, columns). ``words`` are
    idf(t) * w(o, t) in the columns of ``feedback_columns``, csr float32 of the same shape.
    """

    engine: FittedEngine
    postings: sparse.csc_matrix
    words: Matrix

    @classmethod
    def of(cls, engine: FittedEngine, postings: sparse.csc_matrix) -> "Feedback":
        """The feedback of all offers, from their document weights, csc float32 of shape (offers, columns)."""
        columns, lengths = feedback_columns(engine), np.diff(postings.indptr)
        kept = np.repeat(columns, lengths)
        indptr = np.concatenate([[0], np.cumsum(columns * lengths, dtype=np.int64)])
        inverse = np.repeat(engine.query_weighting.idf_, np.diff(indptr)).astype(np.float32)
        body = (postings.data[kept] * inverse, postings.indices[kept], indptr)
        words = sparse.csc_matrix(body, shape=postings.shape).tocsr()
        return cls(engine, postings, words)

    @classmethod
    def load(cls, directory: Path, engine: FittedEngine, postings: sparse.csc_matrix) -> "Feedback":
        """Map the files that ``save`` wrote. Raises FileNotFoundError if one is missing.

        ``engine`` and ``postings`` are those of the saved feedback.
        """
        return cls(engine, postings, load_csr(directory / "words", postings.shape))

    def save(self, directory: Path) -> None:
        """Write ``words.*.npy`` into an existing directory."""
        save_sparse(directory / "words", self.words)

    def extend(self, query_weights: Matrix, are_word_based: Flags) -> Matrix:
        """q'(d, t), the query weights with feedback: csr float32 of the shape of ``query_weights``.

        ``query_weights`` is csr float32 of shape (demands, columns). ``are_word_based``, bool of shape
        (demands,), is true for demands that consist of words; the rows of the others stay as they are.
        """
        if query_weights.shape[0] <= AT_ONCE:
            return self._extended(query_weights, are_word_based)
        parts = (slice(start, start + AT_ONCE) for start in range(0, query_weights.shape[0], AT_ONCE))
        return sparse.vstack(
            [self._extended(query_weights[part], are_word_based[part]) for part in parts], format="csr"
        )

    def _extended(self, query_weights: Matrix, are_word_based: Flags) -> Matrix:
        terms = self.feedback_terms(query_weights, are_word_based)
        return (
            interpolated(query_weights, terms, self.engine.config.fb_weight) if terms.nnz else query_weights
        )

    def feedback_terms(self, query_weights: Matrix, are_word_based: Flags) -> Matrix:
        """e(d, t), the feedback terms: csr float64 of the shape of ``query_weights``.

        A row sums to 1, or it is empty: the demand does not consist of words or finds no feedback terms,
        ``fb_weight`` is 0, or there are fewer than ``fb_min_offers`` offers.
        """
        config = self.engine.config
        rows = np.flatnonzero(are_word_based)
        is_small = self.postings.shape[0] < config.fb_min_offers
        if not config.fb_weight or is_small or not rows.size or not self.words.nnz:
            return sparse.csr_matrix(query_weights.shape)
        most = self.engine.max_postings // 4
        sought = pruned(
            taken(query_weights, rows),
            self.engine.document_frequencies,
            terms=config.max_terms,
            postings=most,
        )
        numbers = np.arange(self.postings.shape[0])
        terms = self._terms_of(top_k(sought, self.postings, numbers, config.fb_docs))
        lengths = np.zeros(query_weights.shape[0] + 1, dtype=np.int64)
        lengths[rows + 1] = np.diff(terms.indptr)
        return sparse.csr_matrix((terms.data, terms.indices, np.cumsum(lengths)), shape=query_weights.shape)

    def _terms_of(self, found: TopK) -> Matrix:
        """e(d, t) of the demands with these best offers, csr float64 of shape (demands, columns)."""
        config = self.engine.config
        rows, positions = np.nonzero(found.scores > 0)
        relative = (found.scores[rows, positions] / found.scores[rows, 0]) ** np.float32(config.fb_focus)
        shape = (len(found.ids), self.words.shape[0])
        mixing = sparse.csr_matrix((relative, (rows, found.ids[rows, positions])), shape=shape)
        terms = top_products(mixing, self.words, config.fb_terms + SPARE_TERMS)
        most = self.engine.max_postings // 4
        return summing_to_one(
            pruned(terms, self.engine.document_frequencies, terms=config.fb_terms, postings=most)
        )


def are_words(vocabulary: Vocabulary) -> npt.NDArray[np.bool_]:
    """True for columns of whole words and numbers, bool of shape (columns,); false for unknown terms."""
    words: npt.NDArray[np.bool_] = np.pad(kinds_of(vocabulary.keys) >= STEM, (0, HASHED_COLUMNS))
    return words


def feedback_columns(engine: FittedEngine) -> npt.NDArray[np.bool_]:
    """True for columns that may be feedback terms, bool of shape (columns,).

    They are words and numbers with at most a quarter of ``max_postings`` postings.
    """
    return are_words(engine.vocabulary) & (engine.document_frequencies <= engine.max_postings // 4)


def interpolated(query_weights: Matrix, terms: Matrix, share: float) -> Matrix:
    """(query_weights + share * terms) / (1 + share), csr float32 of the same shape.

    Rows in which ``terms`` is empty stay as they are.
    """
    result = sparse.csr_matrix(query_weights + share * terms, dtype=np.float64)
    scale_rows(result, np.where(np.diff(terms.indptr) > 0, 1 / (1 + share), 1.0))
    result.sort_indices()
    return result.astype(np.float32)


def summing_to_one(matrix: Matrix) -> Matrix:
    """The matrix with each row divided by its sum, csr float64 of the same shape; empty rows stay empty."""
    sums = row_sums(matrix)
    return scale_rows(matrix.astype(np.float64), 1 / np.where(sums > 0, sums, 1))
