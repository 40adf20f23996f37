"""Term weights of both sides: query weights q(d, t) of demands and document weights w(o, t) of offers.

The score of a pair is their dot product, after pruning, translations and feedback have changed q. It is a
TF-IDF with the saturation and length normalisation of BM25 (Robertson & Zaragoza, The Probabilistic Relevance
Framework: BM25 and Beyond, 2009):

    score(d, o) = sum over terms t of  q(d, t) * w(o, t)

    q(d, t) = a(d, t) / sum over t of a(d, t),   a(d, t) = u(t) * tf_d(t) * (k3 + 1) / (tf_d(t) + k3)
    w(o, t) = tf_o(t) / (tf_o(t) + k1)
    u(t)    = idf(t)^rarity * min(1, s_o(t) / s_d(t))^boilerplate * c(t)
    idf(t)  = -ln s(t),   s(t) = (n(t) + 0.5) / (N + 1)

    tf_d(t) = sum over fields f of  w_f * count(t, f)
    tf_o(t) = sum over fields f of  w_f * count(t, f) / (1 - b + b * length_f / mean length_f)

N is the number of documents of both sides, n(t) the number of those that hold t. The weights of a field are
w_f: a demand has other ones than an offer. The query weights of a demand sum to 1; a document weight lies in
[0, 1). So a score is the share of the demand's weight that the offer covers, which is comparable between
demands. For one demand it ranks as BM25F with u in place of idf does; the constant factor k1 + 1 is left out.

The second factor of u is for boilerplate, phrases such as "we look for" or "our company". A term tells less
about the need if a smaller share of offers than of demands holds it: s_o < s_d.

The third factor, c, is for pairs of characters: every second one straddles two words. Pointwise
mutual information (Church & Hanks 1990) measures how much more often two characters are adjacent than by
chance, among the documents in scripts without spaces:

    c(ab) = 1 / (1 + exp(-(pmi(ab) - cohesion) / 2)),   pmi(ab) = ln(n(ab) N / (n(a) n(b)))

with 0.5 added to each count and 1 to N. For all other terms c = 1.

In a market of two languages, "the" is rare overall and would weigh like a technical term. Therefore s(t) is
also estimated in each language l, shrunk towards the whole market by ``PRIOR`` documents, and idf takes the
largest of the three:

    s_l(t) = (n_l(t) + 0.5 N_l / N + PRIOR s(t)) / (N_l + N_l / N + PRIOR)

s_o and s_d are shares of the offers and of the demands in the language in which most documents hold t. They
are shrunk in the same way, with 1 in place of N_l / N.
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
from ..text.counting import Counts, Matrix, sum_fields
from ..text.keys import CHARACTERS, characters_of, kinds_of
from ..text.naming import Names
from .estimator import Estimator
from .statistics import Side, Statistics
from .vocabulary import HASHED_COLUMNS, Vocabulary

PRIOR = 10
"""The number of documents by which a share within a language is shrunk towards that of the whole market."""
SPACELESS = 1
"""The language of scripts without spaces in ``Statistics``."""


Floats = npt.NDArray[np.float64]


class TermWeights(Estimator):
    """The base of both transformers: counts in, csr float32 out.

    ``fit`` takes the ``Statistics`` of a market, or the ``Counts`` of a ``TermCounter`` with the side of each
    document in ``sides``, offers or demands. Without ``sides`` all documents are of ``side``; ``y`` is not
    read. It raises TypeError for a market or field weights of another type, and ValueError for ``sides`` that
    are not one a document or a setting outside its range.
    """

    side: ClassVar[Side]
    fields: FieldWeights | None
    vocabulary_: Vocabulary

    def _fit_vocabulary(self, market: Counts | Statistics, sides: Sequence[str] | None) -> Statistics:
        """Learn the vocabulary. Returns the statistics from which the subclass learns the rest."""
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
    """A transformer from counts to document weights w(o, t), saturated and length-normalised.

    ``fields`` are the field weights w_f (None: all 1), ``saturation`` is k1, ``length`` is b. The mean length
    of a field is taken over the offers in which it is not empty, so an empty field neither raises nor lowers
    the weights of the others.
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
        """Learn the vocabulary and the mean lengths of the fields. Raises as ``TermWeights`` does."""
        self.mean_lengths_ = self._fit_vocabulary(market, sides).mean_lengths()
        return self

    def transform(self, counts: Counts) -> Matrix:
        """The document weights, csr float32 of shape (documents, columns), all stored values in (0, 1).

        Raises NotFittedError before ``fit``.
        """
        check_is_fitted(self, "mean_lengths_")
        relative = counts.lengths() / self.mean_lengths_
        norms = np.where(relative > 0, 1 - self.length + self.length * relative, 1)
        factors = (_weights_of(self.fields) / norms).ravel()
        total = sum_fields(scale_rows(in_columns(counts, self.vocabulary_), factors))
        total.data /= total.data + self.saturation
        return _finished(total)


class QueryWeights(TermWeights):
    """A transformer from counts to query weights q(d, t), which sum to 1 for each demand that has terms.

    ``fields`` are the field weights w_f (None: all 1), ``saturation`` is k3; the other parameters shape u(t).
    ``fit`` learns ``idf_`` and the term weights u(t), ``term_weights_``, from the documents of both sides:
    float64 of shape (columns,).
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
        """Learn the vocabulary, idf and the term weights u(t). Raises as ``TermWeights`` does."""
        statistics = self._fit_vocabulary(market, sides)
        inverse = inverse_document_frequencies(statistics)
        unseen = math.log(2 * int(statistics.documents.sum()) + 2)
        self.idf_ = np.pad(inverse, (0, HASHED_COLUMNS), constant_values=unseen)
        factors = boilerplate_ratios(statistics) ** self.boilerplate * pmi_weights(statistics, self.cohesion)
        self.term_weights_ = self.idf_**self.rarity * np.pad(
            factors, (0, HASHED_COLUMNS), constant_values=1.0
        )
        return self

    def transform(self, counts: Counts) -> Matrix:
        """The query weights, csr float32 of shape (documents, columns), all stored values positive.

        Raises NotFittedError before ``fit``.
        """
        check_is_fitted(self, "term_weights_")
        factors = np.tile(_weights_of(self.fields), counts.size)
        total = sum_fields(scale_rows(in_columns(counts, self.vocabulary_), factors))
        total.data *= (
            (self.saturation + 1) / (total.data + self.saturation) * self.term_weights_[total.indices]
        )
        sums = row_sums(total)
        return _finished(scale_rows(total, 1 / np.where(sums > 0, sums, 1.0)))


def inverse_document_frequencies(statistics: Statistics) -> Floats:
    """idf(t) of each term: -ln of its largest share, overall or in a language. float64 of shape (terms,)."""
    held, sizes = statistics.frequencies.sum(axis=0), statistics.documents.sum(axis=0)
    whole = _whole(statistics)
    share = whole
    for of_language, size in zip(held, sizes.tolist(), strict=True):
        if size:
            share = np.maximum(share, _shrunk(of_language, size, size / int(sizes.sum()), whole))
    inverse: Floats = -np.log(share)
    return inverse


def boilerplate_ratios(statistics: Statistics) -> Floats:
    """min(1, s_o(t) / s_d(t)) of each term, float64 of shape (terms,)."""
    whole = _whole(statistics)
    language = statistics.frequencies.sum(axis=0).argmax(axis=0)
    offers, demands = (
        np.choose(language, [_shrunk(row, size, 1, whole) for row, size in zip(held, sizes, strict=True)])
        for held, sizes in zip(statistics.frequencies, statistics.documents.tolist(), strict=True)
    )
    smaller: Floats = np.minimum(1, offers / demands)
    return smaller


def pmi_weights(statistics: Statistics, middle: float) -> Floats:
    """c(t) of each term, float64 of shape (terms,); ``middle`` is the pmi at which it is one half.

    The source of pmi is Church & Hanks, Word Association Norms, Mutual Information, and Lexicography (1990).
    """
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
    """s(t), the smoothed share of all documents that hold each term, float64 of shape (terms,)."""
    held = statistics.frequencies.sum(axis=(0, 1))
    share: Floats = (held + 0.5) / (int(statistics.documents.sum()) + 1)
    return share


def _shrunk(held: npt.NDArray[np.int64], size: int, part: float, whole: Floats) -> Floats:
    """The share of ``size`` documents that hold a term, which ``held`` do, shrunk towards ``whole``.

    ``part`` is N_l / N or 1, see the module.
    """
    share: Floats = (held + 0.5 * part + PRIOR * whole) / (size + part + PRIOR)
    return share


def in_columns(counts: Counts, vocabulary: Vocabulary) -> Matrix:
    """The counts by field in the columns of the vocabulary: csr float64 (documents * N_FIELDS, columns).

    A row may hold a column twice, because unknown terms share columns.
    """
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
