"""Query translation: terms of the other language that mean what a demand says, as further query terms.

    f(d, s) = matches(d, s) * sum over terms t of  own(s, t) * q(d, t) / count(d, t)
    x(d, t) = sum over sources s of  f(d, s) * m(s, t),  the ``MOST`` largest for each demand

A source is a headword or a gloss of the lexicon. f(d, s) is the share of the query weights of d that lies in
the source s. matches(d, s) counts a match inside a longer one as ``NESTED`` (0.3); own(s, t) is how often s
contains t, count(d, t) how often d does. The extra weights x(d, t) are scaled so that their sum is

    translation_weight * min(1, sum of f(d, s) over the sources s that have a translation)

The vector m(s) of a source holds those terms of its translations that at least one offer holds. The
translations of a headword are its glosses: each spreads its votes, one per entry of the
dictionary that has this gloss, evenly over the terms it contains. The
translations of a gloss are the ``HEADWORDS`` headwords that mean it most exclusively: each spreads

    p(gloss | headword) = votes of the headword for the gloss / all its votes

evenly over the characters and pairs of characters it contains. m(s) has the Euclidean norm 1 before each term
is multiplied by idf(t) / largest idf.

This is dictionary-based query translation in which all translations of a word together weigh like one word
(Pirkola 1998), and their sum is small compared to the query itself (Rocchio 1971).
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..lexicon.lexicon import Lexicon
from ..search.products import top_products
from ..text.arrays import load_csr, mapped, row_of, row_sums, rows_of, save_sparse, scale_rows, taken
from ..text.counting import Counts, Matrix, sum_fields
from ..weights.vocabulary import Vocabulary
from ..weights.weighting import in_columns

MOST = 60
"""The most terms that are added to a demand."""
HEADWORDS = 5
"""The most headwords that a gloss is taken to mean."""
TRANSLATION_WEIGHT = 0.5
"""The most that the extra weights of a demand sum to, where no ``Config`` says (its default is 0.7)."""
AT_ONCE = 512
"""Demands that are expanded at a time, to bound the memory."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


Origins = dict[int, dict[int, float]]
"""How much each source adds to the extra weights of one demand, by column and source."""


class Translation(NamedTuple):
    """The extra weights of some demands, and what they are made of.

    ``weights`` are x(d, t), csr float32 of shape (demands, columns). ``shares`` are f(d, s), csr float64 of
    shape (demands, sources), and ``scales``, float64 of shape (demands,), scale the extra weights.
    """

    weights: Matrix
    shares: Matrix
    scales: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Expansion:
    """A lexicon in the columns of a vocabulary, reduced to what the offers of one market hold.

    ``own``, csr float64 of shape (sources, columns), counts the terms of each source. ``means``, csr float64
    of the same shape, is m(s, t) times idf; a row is empty if no offer holds a translation.
    """

    vocabulary: Vocabulary
    own: Matrix
    means: Matrix
    translation_weight: float = TRANSLATION_WEIGHT

    @classmethod
    def of(
        cls,
        lexicon: Lexicon,
        vocabulary: Vocabulary,
        frequencies: Integers,
        idf: Floats,
        translation_weight: float = TRANSLATION_WEIGHT,
    ) -> "Expansion":
        """The expansion in both directions.

        ``frequencies`` int64, the number of offers that hold each term, and ``idf`` float64 are of shape
        (terms,), in the order of the vocabulary. Raises ValueError for another shape, or if
        ``translation_weight`` is negative or not finite.
        """
        if not frequencies.shape == idf.shape == vocabulary.keys.shape:
            raise ValueError(f"frequencies and idf must have the shape {vocabulary.keys.shape}")
        if not 0 <= translation_weight < float("inf"):
            raise ValueError("translation_weight must be a finite number >= 0")
        columns = vocabulary.columns_of(lexicon.terms)
        own = _with_columns(lexicon.own, columns, vocabulary.columns)
        in_offers = np.append(frequencies, 0)[np.minimum(columns, frequencies.size)]
        means = _with_columns(_meanings(lexicon, in_offers), columns, vocabulary.columns)
        means.data *= idf[means.indices] / idf.max(initial=0)
        return cls(vocabulary, own, means, translation_weight)

    def translate(self, counts: Counts, sources: Matrix, query_weights: Matrix) -> Matrix:
        """The extra weights x(d, t) of demands: csr float32 of shape (demands, columns), all values > 0.

        ``counts`` and ``sources`` are those of their ``Reading``. ``query_weights``, csr float32 of shape
        (demands, columns), are their weights before pruning. The result for a demand does not depend on the
        others.
        """
        if not (self.means.nnz and self.translation_weight and query_weights.shape[0]):
            return sparse.csr_matrix(query_weights.shape, dtype=np.float32)
        shares = self._shares(counts, query_weights)
        if query_weights.shape[0] <= AT_ONCE:  # slicing out one demand would take as long as expanding it
            return self._translation(sources, shares).weights
        parts = (slice(start, start + AT_ONCE) for start in range(0, query_weights.shape[0], AT_ONCE))
        blocks = [self._translation(sources[part], shares[part]).weights for part in parts]
        return sparse.vstack(blocks, format="csr")

    def translation(self, counts: Counts, sources: Matrix, query_weights: Matrix) -> Translation:
        """``translate`` without its division into blocks, with the parts of the extra weights."""
        if not (self.means.nnz and self.translation_weight and query_weights.shape[0]):
            rows = query_weights.shape[0]
            none = sparse.csr_matrix(query_weights.shape, dtype=np.float32)
            return Translation(none, sparse.csr_matrix((rows, self.own.shape[0])), np.zeros(rows))
        return self._translation(sources, self._shares(counts, query_weights))

    def origins(self, translation: Translation, row: int) -> Origins:
        """What each source adds to the extra weights of the demand of a row: they sum to its weights."""
        columns, _weights = row_of(translation.weights, row)
        used, shares = row_of(translation.shares, row)
        means = taken(self.means, used)
        kept = np.flatnonzero(_are_among(columns, means.indices))
        at = rows_of(means)[kept]
        gives = shares[at] * means.data[kept] * translation.scales[row]
        origins: Origins = defaultdict(dict)
        parts = used[at], means.indices[kept], gives
        for source, column, weight in zip(*(each.tolist() for each in parts), strict=True):
            origins[column][source] = weight
        return dict(origins)

    def _translation(self, sources: Matrix, shares: Matrix) -> Translation:
        weights = self._weights(sources, shares)
        found = _most(weights, self.means)
        scales = self._scales(weights, found)
        return Translation(scale_rows(found, scales).astype(np.float32), weights, scales)

    def save(self, directory: str | Path) -> None:
        """Write ``expansion.*.npy`` into an existing directory; the engine saves the vocabulary."""
        target = Path(directory)
        save_sparse(target / "expansion.own", self.own)
        save_sparse(target / "expansion.means", self.means)
        weight = np.array(self.translation_weight)
        np.save(target / "expansion.translation_weight.npy", weight, allow_pickle=False)

    @classmethod
    def load(cls, directory: str | Path, vocabulary: Vocabulary, sources: int) -> "Expansion":
        """Map the files that ``save`` wrote. Raises FileNotFoundError if one is missing."""
        start = str(Path(directory) / "expansion.")
        own, means = (load_csr(f"{start}{name}", (sources, vocabulary.columns)) for name in ("own", "means"))
        return cls(vocabulary, own, means, float(mapped(f"{start}translation_weight.npy")))

    def _shares(self, counts: Counts, query_weights: Matrix) -> Matrix:
        """q(d, t) / count(d, t), the weight of one occurrence: csr float64 of shape (demands, columns)."""
        each = sum_fields(in_columns(counts, self.vocabulary))
        each.data = 1 / each.data
        shares = each.multiply(query_weights.astype(np.float64)).tocsr()
        shares.sort_indices()
        return shares

    def _weights(self, sources: Matrix, shares: Matrix) -> Matrix:
        """f(d, s) of the sources that have a translation: csr float64 of shape (demands, sources)."""
        kept = np.flatnonzero(self.means.indptr[sources.indices] < self.means.indptr[sources.indices + 1])
        rows, used = rows_of(sources)[kept], sources.indices[kept]
        own = taken(self.own, used)
        of_terms = rows_of(own)
        values = own.data * _values_at(shares, rows[of_terms], own.indices)
        covered = np.bincount(of_terms, values, minlength=used.size)
        indptr = np.append(0, np.cumsum(np.bincount(rows, minlength=sources.shape[0])))
        return sparse.csr_matrix((covered * sources.data[kept], used, indptr), shape=sources.shape)

    def _scales(self, weights: Matrix, found: Matrix) -> Floats:
        """The factor that scales the extra weights of each demand, float64 of shape (demands,)."""
        covered, sums = row_sums(weights), row_sums(found)
        return self.translation_weight * np.minimum(covered, 1) / np.where(sums > 0, sums, 1)


def _meanings(lexicon: Lexicon, frequencies: Integers) -> Matrix:
    """m(s, t) before idf: csr float64 of shape (sources, terms).

    ``frequencies``, int64 of shape (terms,), is the number of offers that hold each term of the lexicon.
    """
    shares = _normalised(lexicon.own)
    means = lexicon.links @ shares + _headwords(lexicon, frequencies) @ shares
    means.data *= frequencies[means.indices] > 0
    means.eliminate_zeros()
    lengths = np.sqrt(row_sums(means.multiply(means).tocsr()))
    means.data /= lengths[rows_of(means)]
    return means


def _headwords(lexicon: Lexicon, frequencies: Integers) -> Matrix:
    """p(gloss | headword) of the headwords that each gloss (row) is taken to mean: csr float64.

    The shape is (sources, sources). Every term of such a headword occurs in an offer. Of equal headwords, the
    one with the lower number wins.
    """
    missing = lexicon.own @ (frequencies == 0)
    backward = _normalised(lexicon.links).T.tocoo()
    usable = np.flatnonzero(missing[backward.col] == 0)
    glosses, heads, p = backward.row[usable], backward.col[usable], backward.data[usable]
    order = np.lexsort((heads, -p, glosses))
    counts = np.bincount(glosses, minlength=lexicon.keys.size)
    positions = np.arange(order.size) - np.repeat(np.cumsum(counts) - counts, counts)
    best = order[positions < HEADWORDS]
    return sparse.csr_matrix((p[best], (glosses[best], heads[best])), shape=backward.shape)


def _normalised(matrix: Matrix) -> Matrix:
    """The matrix in float64 with each row divided by its sum."""
    data = matrix.data / row_sums(matrix)[rows_of(matrix)]
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _with_columns(matrix: Matrix, columns: npt.NDArray[np.int32], width: int) -> Matrix:
    """The matrix with its terms in the columns of a vocabulary, csr float64 of shape (rows, width)."""
    parts = (matrix.data.astype(np.float64), columns[matrix.indices], matrix.indptr.copy())
    result = sparse.csr_matrix(parts, shape=(matrix.shape[0], width))
    result.sum_duplicates()
    return result


def _most(weights: Matrix, means: Matrix) -> Matrix:
    """The ``MOST`` largest terms of each row of the product, csr float64. Rows do not affect each other."""
    result = top_products(weights, means, MOST)
    result.eliminate_zeros()
    return result


def _values_at(matrix: Matrix, rows: Integers, columns: npt.NDArray[np.int32]) -> Floats:
    """The values at the given rows and columns, float64 of the shape of ``rows``."""
    if not rows.size:
        return np.zeros(0)  # SciPy returns a sparse matrix for no rows
    return np.asarray(matrix[rows, columns], dtype=np.float64).ravel()


def _are_among(columns: npt.NDArray[np.int32], values: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """True for the values that are among the columns, which ascend: bool of the shape of ``values``."""
    if not columns.size:
        return np.zeros(values.size, dtype=np.bool_)
    return columns.take(np.searchsorted(columns, values), mode="clip") == values  # type: ignore[no-any-return]
