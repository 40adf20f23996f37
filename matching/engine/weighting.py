"""Term weights of both sides: what a demand asks for, and how much an offer speaks of it.

The score of a pair is the dot product of the two, a TF-IDF with the saturation and length normalisation of BM25
(Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009):

    score(d, o) = sum over terms t of  asked(d, t) * spoken(o, t)

    asked(d, t)  = a(t) / sum of a,   a(t) = idf(t) * tf_d(t) * (k3 + 1) / (tf_d(t) + k3)
    spoken(o, t) = tf_o(t) / (tf_o(t) + k1)
    idf(t)       = ln(1 + (N - n(t) + 0.5) / (n(t) + 0.5))

    tf_d(t) = sum over fields f of  w_f * count(t, f)
    tf_o(t) = sum over fields f of  w_f * count(t, f) / (1 - b + b * length_f / mean length_f)

with N documents of both sides, n(t) of which hold t. What is asked sums to 1 and what is spoken lies in [0, 1), so a
score is the share of what the demand asks for that the offer speaks of: comparable between demands, and for one
demand in the order of BM25F (idf appears once, the factor k1 + 1 is left out).
"""

from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from matching.engine.config import FieldWeights
from matching.engine.counting import FieldCounts, Matrix
from matching.engine.documents import FIELDS


class OfferWeighting(TransformerMixin, BaseEstimator):
    """``spoken(o, t)``: saturated, length-normalised presence of the terms of offers.

    ``fit`` learns the mean length of each field over the rows where it is not empty, so an empty field neither
    lengthens nor shortens the others.
    """

    mean_lengths_: dict[str, float]

    def __init__(
        self, fields: FieldWeights | None = None, saturation: float = 1.8, length: float = 0.65
    ) -> None:
        self.fields = fields
        self.saturation = saturation
        self.length = length

    def fit(self, counts: FieldCounts, y: object = None) -> Self:
        """Learns from counts by field. Raises ValueError if a field is missing or the shapes differ."""
        _check(counts)
        self.mean_lengths_ = {}
        for name in FIELDS:
            lengths = _row_sums(counts[name])
            filled = lengths[lengths > 0]
            self.mean_lengths_[name] = float(filled.mean()) if filled.size else 1.0
        return self

    def transform(self, counts: FieldCounts) -> Matrix:
        """csr float32 of shape (offers, columns), every value in (0, 1). Raises NotFittedError before ``fit``."""
        check_is_fitted(self, "mean_lengths_")
        _check(counts)
        total = sparse.csr_matrix(counts["title"].shape, dtype=np.float64)
        for name, weight in (self.fields or FieldWeights()).items():
            relative = _row_sums(counts[name]) / self.mean_lengths_[name]
            factors = weight / np.where(relative > 0, 1 - self.length + self.length * relative, 1.0)
            total = total + sparse.diags(factors) @ counts[name]
        total.data /= total.data + self.saturation
        return _finished(total)


class DemandWeighting(TransformerMixin, BaseEstimator):
    """``asked(d, t)``: what a demand asks for, in shares that sum to 1 (an empty demand has none).

    ``fit`` learns idf from the documents of both sides together.
    """

    idf_: npt.NDArray[np.float64]

    def __init__(self, fields: FieldWeights | None = None, saturation: float = 8.0) -> None:
        self.fields = fields
        self.saturation = saturation

    def fit(self, counts: FieldCounts, y: object = None) -> Self:
        """Learns from counts by field. Raises ValueError if a field is missing or the shapes differ."""
        _check(counts)
        total = sum((counts[name] for name in FIELDS[1:]), start=counts[FIELDS[0]]).tocsr()
        documents, columns = total.shape
        frequency = np.bincount(total.indices, minlength=columns)
        self.idf_ = np.log1p((documents - frequency + 0.5) / (frequency + 0.5))
        return self

    def transform(self, counts: FieldCounts) -> Matrix:
        """csr float32 of shape (demands, columns). Raises NotFittedError before ``fit``."""
        check_is_fitted(self, "idf_")
        _check(counts)
        total = sparse.csr_matrix(counts["title"].shape, dtype=np.float64)
        for name, weight in (self.fields or FieldWeights()).items():
            total = total + weight * counts[name]
        total = total.tocsr()
        total.data *= (self.saturation + 1) / (total.data + self.saturation) * self.idf_[total.indices]
        sums = _row_sums(total)
        return _finished(sparse.diags(1 / np.where(sums > 0, sums, 1.0)) @ total)


def _row_sums(matrix: Matrix) -> npt.NDArray[np.float64]:
    return np.asarray(matrix.sum(axis=1, dtype=np.float64)).ravel()


def _finished(matrix: Matrix) -> Matrix:
    result = sparse.csr_matrix(matrix, dtype=np.float32)
    result.eliminate_zeros()
    result.sort_indices()
    return result


def _check(counts: FieldCounts) -> None:
    if not isinstance(counts, dict) or set(counts) != set(FIELDS):
        raise ValueError(f"counts must be a dict with one matrix for each of {', '.join(FIELDS)}")
    if len({matrix.shape for matrix in counts.values()}) != 1:
        raise ValueError("the matrices of all fields must have one shape")
