"""Term weights of both sides: what a demand asks for, and how much an offer speaks of it.

The score of a pair is the dot product of the two, a TF-IDF with the saturation and length normalisation of
BM25 (Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009):

    score(d, o) = sum over terms t of  asked(d, t) * spoken(o, t)

    asked(d, t)  = a(t) / sum of a,   a(t) = idf(t) * tf_d(t) * (k3 + 1) / (tf_d(t) + k3)
    spoken(o, t) = tf_o(t) / (tf_o(t) + k1)
    idf(t)       = ln((N + 1) / (n(t) + 0.5))

    tf_d(t) = sum over fields f of  w_f * count(t, f)
    tf_o(t) = sum over fields f of  w_f * count(t, f) / (1 - b + b * length_f / mean length_f)

with N documents of both sides, n(t) of which hold t. What is asked sums to 1, what is spoken lies in [0, 1);
a score is the share of what the demand asks for that the offer speaks of: comparable between demands, and
for one demand in the order of BM25F (idf appears once, the factor k1 + 1 is left out).

Where languages mix, "the" is rare in the whole and would weigh like a technical word. So the share of
documents that hold a term, s = (n + 0.5) / (N + 1), is taken in each language l apart too, drawn towards the
whole by ``PRIOR`` documents: (n_l + 0.5 N_l/N + PRIOR s) / (N_l + N_l/N + PRIOR). The largest counts.
"""

from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.utils.validation import check_is_fitted

from matching.engine.config import FieldWeights
from matching.engine.counting import FieldCounts, Matrix
from matching.engine.documents import FIELDS
from matching.engine.estimator import Estimator

PRIOR = 10


class OfferWeighting(Estimator):
    """``spoken(o, t)``: saturated, length-normalised presence of the terms of offers.

    ``fit`` learns the mean length of each field over the rows where it is not empty, so an empty field
    neither lengthens nor shortens the others.
    """

    mean_lengths_: dict[str, float]

    def __init__(
        self, fields: FieldWeights | None = None, saturation: float = 1.5, length: float = 0.65
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
        """csr float32 of shape (offers, columns), every value in (0, 1).

        Raises NotFittedError before ``fit``.
        """
        check_is_fitted(self, "mean_lengths_")
        _check(counts)
        total = sparse.csr_matrix(counts["title"].shape, dtype=np.float64)
        for name, weight in (self.fields or FieldWeights()).items():
            relative = _row_sums(counts[name]) / self.mean_lengths_[name]
            factors = weight / np.where(relative > 0, 1 - self.length + self.length * relative, 1.0)
            total = total + _scaled(counts[name], factors)
        total.data /= total.data + self.saturation
        return _finished(total)


class DemandWeighting(Estimator):
    """``asked(d, t)``: what a demand asks for, in shares that sum to 1 (an empty demand has none).

    ``fit`` learns idf from the documents of both sides together.
    """

    idf_: npt.NDArray[np.float64]

    def __init__(self, fields: FieldWeights | None = None, saturation: float = 8.0) -> None:
        self.fields = fields
        self.saturation = saturation

    def fit(self, counts: FieldCounts, y: npt.ArrayLike | None = None) -> Self:
        """Learns from counts by field; ``y`` is the language of each document, as any whole number.

        Raises ValueError if a field is missing, the shapes differ or ``y`` does not fit.
        """
        _check(counts)
        total = summed(counts)
        languages = np.zeros(total.shape[0], dtype=np.int64) if y is None else np.asarray(y)
        if languages.shape != total.shape[:1]:
            raise ValueError(f"y must name the language of each of {total.shape[0]} documents")
        whole = (_frequencies(total) + 0.5) / (total.shape[0] + 1)
        share = whole
        for language in np.unique(languages):
            part = total[languages == language]
            size = part.shape[0] / total.shape[0]
            drawn = _frequencies(part) + 0.5 * size + PRIOR * whole
            share = np.maximum(share, drawn / (part.shape[0] + size + PRIOR))
        self.idf_ = -np.log(share)
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
        return _finished(_scaled(total, 1 / np.where(sums > 0, sums, 1.0)))


def summed(counts: FieldCounts) -> Matrix:
    """The counts of all fields together, each field with the same weight."""
    title, *others = (counts[name] for name in FIELDS)
    for matrix in others:
        title = title + matrix
    return title.tocsr()


def _frequencies(matrix: Matrix) -> npt.NDArray[np.int64]:
    """In how many rows each column stands."""
    return np.bincount(matrix.indices, minlength=matrix.shape[1])


def _row_sums(matrix: Matrix) -> npt.NDArray[np.float64]:
    return np.asarray(matrix.sum(axis=1, dtype=np.float64)).ravel()


def _scaled(matrix: Matrix, factors: npt.NDArray[np.float64]) -> Matrix:
    """The matrix with each row multiplied by its factor."""
    data = matrix.data * np.repeat(factors, np.diff(matrix.indptr))
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


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
