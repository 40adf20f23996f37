"""Term weights of both sides: what a demand asks for, and how much an offer speaks of it.

The score of a pair is the dot product of the two, a TF-IDF with the saturation and length normalisation of
BM25 (Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009):

    score(d, o) = sum over terms t of  asked(d, t) * spoken(o, t)

    asked(d, t)  = a(t) / sum of a,   a(t) = u(t) * tf_d(t) * (k3 + 1) / (tf_d(t) + k3)
    spoken(o, t) = tf_o(t) / (tf_o(t) + k1)
    u(t)         = idf(t)^p * min(1, s_o(t) / s_d(t))^q * c(t)
    idf(t)       = -ln s(t),  s(t) = (n(t) + 0.5) / (N + 1)

    tf_d(t) = sum over fields f of  w_f * count(t, f)
    tf_o(t) = sum over fields f of  w_f * count(t, f) / (1 - b + b * length_f / mean length_f)

with N documents of both sides, n(t) of which hold t. What is asked sums to 1, what is spoken lies in [0, 1);
a score is the share of what the demand asks for that the offer speaks of: comparable between demands, and
for one demand in the order of BM25F with idf^p (the factor k1 + 1 is left out).

The second factor of u is for the talk of demands ("we look for", "our company"): a term that a smaller share
of offers than of demands holds, s_o < s_d, tells less about what is sought.

The third is for pairs of characters, of which every second one straddles two words. It asks how much more
often the two are neighbours than chance would have it, by pointwise mutual information (Church & Hanks 1990)
among the documents in scripts without spaces: c(ab) = 1 / (1 + e^-r), r = (pmi(ab) - m) / 2,
pmi(ab) = ln(n(ab) N / (n(a) n(b))), with 0.5 added to each count and 1 to N. For other terms c = 1.

Where languages mix, "the" is rare in the whole and would weigh like a technical word. So s is taken in each
language l apart too, drawn towards the whole by ``PRIOR`` documents, and the largest counts:
(n_l + 0.5 N_l/N + PRIOR s) / (N_l + N_l/N + PRIOR). s_o and s_d are drawn likewise, and are those of the
language in which the term stands most often.
"""

import math
from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.utils.validation import check_is_fitted

from ..config import FieldWeights, check_ranges
from ..text.arrays import row_sums, scale_rows
from ..text.counting import Counts, Matrix, folded
from ..text.keys import CHARACTERS, characters_of, kinds_of
from ..text.naming import Names
from .estimator import Estimator
from .statistics import Side, Statistics
from .vocabulary import UNSEEN, Vocabulary

PRIOR = 10
SPACELESS = 1
"""The language of scripts without spaces in ``Statistics``."""


Floats = npt.NDArray[np.float64]


class TermWeights(Estimator):
    """What the weights of both sides have in common as transformers: counts in, csr float32 out.

    ``fit`` takes the ``Statistics`` of a market, or the ``Counts`` of a ``TermCounter`` with the side of each
    document in ``sides``, offers or demands. Without ``sides`` all documents are of ``side``; ``y`` is not
    read. It raises TypeError for a market or field weights of another type, and ValueError for ``sides`` that
    are not one a document or a setting outside its range.
    """

    side: ClassVar[Side]
    fields: FieldWeights | None
    vocabulary_: Vocabulary

    def _learn(self, market: Counts | Statistics, sides: Sequence[str] | None) -> Statistics:
        """Take the vocabulary; return what the rest is learnt from."""
        if not isinstance(market, (Counts, Statistics)):
            given = type(market).__name__
            raise TypeError(
                f"{type(self).__name__} takes the Counts of a TermCounter or Statistics, not {given}"
            )
        if not isinstance(self.fields, FieldWeights | None):
            raise TypeError(f"fields must be FieldWeights or None, not {type(self.fields).__name__}")
        check_ranges(self.get_params(deep=False))
        if isinstance(market, Counts):
            market = Statistics.of_sides(market, [self.side] * market.size if sides is None else sides)
        self.vocabulary_ = Vocabulary(market.keys)
        return market

    def get_feature_names_out(self, input_features: Sequence[str] | None = None) -> Names:
        """The name of each column, str of shape (columns,); see ``Vocabulary.names``.

        ``input_features`` are the names of the terms as the ``TermCounter`` gives them. Raises NotFittedError
        before ``fit``, and ValueError if there are not as many names as terms.
        """
        check_is_fitted(self, "vocabulary_")
        return self.vocabulary_.names(input_features)


class DocumentWeights(TermWeights):
    """``spoken(o, t)``: saturated, length-normalised presence of the terms of offers.

    ``fit`` takes the mean length of each field over the rows where it is not empty, so an empty field
    neither lengthens nor shortens the others.
    """

    side = "offers"
    mean_lengths_: Floats

    def __init__(
        self, fields: FieldWeights | None = None, saturation: float = 1.5, length: float = 0.65
    ) -> None:
        self.fields = fields
        self.saturation = saturation
        self.length = length

    def fit(self, market: Counts | Statistics, y: object = None, sides: Sequence[str] | None = None) -> Self:
        """Take the vocabulary and the mean lengths of the offers. Raises as ``TermWeights`` does."""
        self.mean_lengths_ = self._learn(market, sides).mean_lengths()
        return self

    def transform(self, counts: Counts) -> Matrix:
        """csr float32 of shape (offers, columns), every value in (0, 1).

        Raises NotFittedError before ``fit``.
        """
        check_is_fitted(self, "mean_lengths_")
        relative = counts.lengths() / self.mean_lengths_
        norms = np.where(relative > 0, 1 - self.length + self.length * relative, 1)
        factors = (_weights_of(self.fields) / norms).ravel()
        total = folded(scale_rows(in_columns(counts, self.vocabulary_), factors))
        total.data /= total.data + self.saturation
        return _finished(total)


class QueryWeights(TermWeights):
    """``asked(d, t)``: what a demand asks for, in shares that sum to 1 (an empty demand has none).

    ``fit`` takes the worth of each term, u(t), from the documents of both sides together.
    """

    side = "demands"
    idf_: Floats
    term_weights_: Floats

    def __init__(
        self,
        fields: FieldWeights | None = None,
        saturation: float = 6.0,
        rarity: float = 1.75,
        boilerplate: float = 0.4,
        cohesion: float = 2.0,
    ) -> None:
        self.fields = fields
        self.saturation = saturation
        self.rarity = rarity
        self.boilerplate = boilerplate
        self.cohesion = cohesion

    def fit(self, market: Counts | Statistics, y: object = None, sides: Sequence[str] | None = None) -> Self:
        """Take the vocabulary and the worth of its terms. Raises as ``TermWeights`` does."""
        statistics = self._learn(market, sides)
        inverse = inverse_document_frequencies(statistics)
        unseen = math.log(2 * int(statistics.documents.sum()) + 2)
        self.idf_ = np.pad(inverse, (0, UNSEEN), constant_values=unseen)
        factors = odds(statistics) ** self.boilerplate * cohesions(statistics, self.cohesion)
        self.term_weights_ = self.idf_**self.rarity * np.pad(factors, (0, UNSEEN), constant_values=1.0)
        return self

    def transform(self, counts: Counts) -> Matrix:
        """csr float32 of shape (demands, columns). Raises NotFittedError before ``fit``."""
        check_is_fitted(self, "term_weights_")
        factors = np.tile(_weights_of(self.fields), counts.size)
        total = folded(scale_rows(in_columns(counts, self.vocabulary_), factors))
        total.data *= (
            (self.saturation + 1) / (total.data + self.saturation) * self.term_weights_[total.indices]
        )
        sums = row_sums(total)
        return _finished(scale_rows(total, 1 / np.where(sums > 0, sums, 1.0)))


def inverse_document_frequencies(statistics: Statistics) -> Floats:
    """idf of each term, float64 of shape (terms,)."""
    held, sizes = statistics.frequencies.sum(axis=0), statistics.documents.sum(axis=0)
    whole = _whole(statistics)
    share = whole
    for of_language, size in zip(held, sizes.tolist(), strict=True):
        if size:
            share = np.maximum(share, _shrunk(of_language, size, size / int(sizes.sum()), whole))
    inverse: Floats = -np.log(share)
    return inverse


def odds(statistics: Statistics) -> Floats:
    """min(1, s_o / s_d) of each term, float64 of shape (terms,)."""
    whole = _whole(statistics)
    language = statistics.frequencies.sum(axis=0).argmax(axis=0)
    offers, demands = (
        np.choose(language, [_shrunk(row, size, 1, whole) for row, size in zip(held, sizes, strict=True)])
        for held, sizes in zip(statistics.frequencies, statistics.documents.tolist(), strict=True)
    )
    smaller: Floats = np.minimum(1, offers / demands)
    return smaller


def cohesions(statistics: Statistics, middle: float) -> Floats:
    """c of each term, float64 of shape (terms,), where a half is reached at a pmi of ``middle``."""
    keys, factors = statistics.keys, np.ones(len(statistics.keys))
    pairs = np.flatnonzero(kinds_of(keys) == CHARACTERS)
    left, right = characters_of(keys[pairs])
    held = statistics.frequencies[:, SPACELESS].sum(axis=0) + 0.5
    size = int(statistics.documents[:, SPACELESS].sum()) + 1
    chance = held[np.searchsorted(keys, left)] * held[np.searchsorted(keys, right)]
    information = np.log(held[pairs] * size / chance)
    factors[pairs] = 1 / (1 + np.exp(-(information - middle) / 2))
    return factors


def _whole(statistics: Statistics) -> Floats:
    """The share of all documents that hold each term, s(t)."""
    held = statistics.frequencies.sum(axis=(0, 1))
    share: Floats = (held + 0.5) / (int(statistics.documents.sum()) + 1)
    return share


def _shrunk(held: npt.NDArray[np.int64], size: int, part: float, whole: Floats) -> Floats:
    """The share of ``size`` documents, ``held`` of which hold a term, drawn towards that of the whole."""
    share: Floats = (held + 0.5 * part + PRIOR * whole) / (size + part + PRIOR)
    return share


def in_columns(counts: Counts, vocabulary: Vocabulary) -> Matrix:
    """The counts by field with the columns of the vocabulary, csr float64."""
    matrix = counts.by_field
    columns = vocabulary.columns_of(counts.keys)[matrix.indices]
    shape = (matrix.shape[0], vocabulary.columns)
    return sparse.csr_matrix((matrix.data.astype(np.float64), columns, matrix.indptr), shape=shape)


def _weights_of(fields: FieldWeights | None) -> Floats:
    return np.array([weight for _, weight in (fields or FieldWeights()).items()])


def _finished(matrix: Matrix) -> Matrix:
    result = sparse.csr_matrix(matrix, dtype=np.float32)
    result.eliminate_zeros()
    result.sort_indices()
    return result
