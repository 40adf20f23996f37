"""What else a demand asks for: the words of the other language that mean what it says.

    f(d, s)     = matches(d, s) * sum over terms t of the source s itself of  asked(d, t) / count(d, t)
    extra(d, t) = sum over sources s of  f(d, s) * q(s, t),  the ``MOST`` largest of each demand

scaled so that their sum is ``mass * min(1, sum of f(d, s) over sources that have a translation)``. So f
is the share of what is asked that stands in a word; ``matches`` counts one inside a longer one as ``NESTED``.
A vector q(s) holds what s means and at least one offer holds: the glosses of a headword, each with its votes
split over its terms; for an English word the ``HEADWORDS`` that mean it most exclusively, each with

    p(gloss | headword) = its votes for the gloss / all its votes

split over its characters and pairs of characters. It has the length 1 before each t is weighed by
idf(t) / largest idf. Query expansion by a dictionary, its translations weighed like one word (Pirkola 1998),
its sum kept small beside what was asked (Rocchio 1971).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..lexicon.lexicon import Lexicon
from ..search.products import largest
from ..text.arrays import load_csr, mapped, row_sums, rows_of, save_sparse, scale_rows
from ..text.counting import Counts, Matrix, folded
from ..weights.vocabulary import Vocabulary
from ..weights.weighting import in_columns

MOST = 60
"""Terms that are added to a demand."""
HEADWORDS = 5
"""Headwords that an English word is taken to mean."""
MASS = 0.5
AT_ONCE = 512
"""Demands that are expanded at a time, to bound the memory."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class Origins(NamedTuple):
    """Which source gave how much to which column: sources and columns int64, gives float64, all (gifts,).

    For each column, ``gives`` adds up to its extra weight.
    """

    sources: Integers
    columns: Integers
    gives: Floats

    @classmethod
    def none(cls) -> "Origins":
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class Expansion:
    """A lexicon as one market sees it.

    ``own``, csr float64 (sources, columns), counts the terms of which a source is made; ``means``, csr
    float64 (sources, columns), is q above, with empty rows for what no offer speaks of.
    """

    vocabulary: Vocabulary
    own: Matrix
    means: Matrix
    mass: float = MASS

    @classmethod
    def of(
        cls,
        lexicon: Lexicon,
        vocabulary: Vocabulary,
        frequencies: Integers,
        idf: Floats,
        mass: float = MASS,
    ) -> "Expansion":
        """Both directions at once. ``frequencies`` (int64) counts the offers that hold a known term.

        ``idf`` and it are of shape (terms,), in the order of the vocabulary; ValueError for another one, or
        a mass below 0.
        """
        if not frequencies.shape == idf.shape == vocabulary.keys.shape:
            raise ValueError(f"frequencies and idf must have the shape {vocabulary.keys.shape}")
        if not 0 <= mass < float("inf"):
            raise ValueError("mass must be a finite number >= 0")
        columns = vocabulary.columns_of(lexicon.terms)
        own = _with_columns(lexicon.own, columns, vocabulary.columns)
        held = np.append(frequencies, 0)[np.minimum(columns, frequencies.size)]
        means = _with_columns(_meanings(lexicon, held), columns, vocabulary.columns)
        means.data *= idf[means.indices] / idf.max(initial=0)
        return cls(vocabulary, own, means, mass)

    def translated(self, counts: Counts, sources: Matrix, query_weights: Matrix) -> Matrix:
        """What the demands ask for in other words: csr float32 of shape (demands, columns), all > 0.

        ``sources``, csr (demands, sources), is ``sources_in`` of their fields added up;
        ``query_weights`` are their weights before any are left out. The extra of a
        demand does not depend on the others.
        """
        if not (self.means.nnz and self.mass and query_weights.shape[0]):
            return sparse.csr_matrix(query_weights.shape, dtype=np.float32)
        shares = self._shares(counts, query_weights)
        if query_weights.shape[0] <= AT_ONCE:  # a slice of one demand takes as long as what is done with it
            return self._block(sources, shares)
        parts = (slice(start, start + AT_ONCE) for start in range(0, query_weights.shape[0], AT_ONCE))
        return sparse.vstack([self._block(sources[part], shares[part]) for part in parts], format="csr")

    def _block(self, sources: Matrix, shares: Matrix) -> Matrix:
        weights = self._weights(sources, shares)
        found = _most(weights, self.means)
        return scale_rows(found, self._scales(weights, found)).astype(np.float32)

    def with_origins(self, counts: Counts, sources: Matrix, query_weights: Matrix) -> tuple[Matrix, Origins]:
        """``translated`` of one demand, all arguments of one row, and where it comes from."""
        if not (self.means.nnz and self.mass):
            return sparse.csr_matrix(query_weights.shape, dtype=np.float32), Origins.none()
        weights = self._weights(sources, self._shares(counts, query_weights))
        found = _most(weights, self.means)
        scale = self._scales(weights, found)[0]
        gifts = self.means[weights.indices]
        kept = np.flatnonzero(np.isin(gifts.indices, found.indices))
        rows, columns = rows_of(gifts)[kept], gifts.indices[kept].astype(np.int64)
        gives = weights.data[rows] * gifts.data[kept] * scale
        found.data *= scale
        return found.astype(np.float32), Origins(weights.indices[rows].astype(np.int64), columns, gives)

    def save(self, directory: str | Path) -> None:
        """Writes ``expansion.*.npy`` into a directory that is there; the engine saves the vocabulary."""
        target = Path(directory)
        save_sparse(target / "expansion.own", self.own)
        save_sparse(target / "expansion.means", self.means)
        np.save(target / "expansion.mass.npy", np.array(self.mass), allow_pickle=False)

    @classmethod
    def load(cls, directory: str | Path, vocabulary: Vocabulary) -> "Expansion":
        """Maps what ``save`` wrote into memory. Raises FileNotFoundError."""
        start = str(Path(directory) / "expansion.")
        own, means = (load_csr(f"{start}{name}", vocabulary.columns) for name in ("own", "means"))
        return cls(vocabulary, own, means, float(mapped(f"{start}mass.npy")))

    def _shares(self, counts: Counts, query_weights: Matrix) -> Matrix:
        """What is asked for by one occurrence of a term: csr float64 (demands, columns)."""
        each = folded(in_columns(counts, self.vocabulary))
        each.data = 1 / each.data
        shares = each.multiply(query_weights.astype(np.float64)).tocsr()
        shares.sort_indices()
        return shares

    def _weights(self, sources: Matrix, shares: Matrix) -> Matrix:
        """f above, of sources that have a translation: csr float64 (demands, sources)."""
        kept = np.flatnonzero(self.means.indptr[sources.indices] < self.means.indptr[sources.indices + 1])
        rows, used = rows_of(sources)[kept], sources.indices[kept]
        own = self.own[used]
        own.data *= _values_at(shares, rows[rows_of(own)], own.indices)
        indptr = np.append(0, np.cumsum(np.bincount(rows, minlength=sources.shape[0])))
        return sparse.csr_matrix((row_sums(own) * sources.data[kept], used, indptr), shape=sources.shape)

    def _scales(self, weights: Matrix, found: Matrix) -> Floats:
        """What the extra weights of each demand are to be multiplied by, of shape (demands,)."""
        covered, sums = row_sums(weights), row_sums(found)
        return self.mass * np.minimum(covered, 1) / np.where(sums > 0, sums, 1)


def _meanings(lexicon: Lexicon, held: Integers) -> Matrix:
    """q before idf: csr float64 (sources, terms). ``held`` counts the offers that hold a term."""
    shares = _normalised(lexicon.own)
    means = lexicon.links @ shares + _headwords(lexicon, held) @ shares
    means.data *= held[means.indices] > 0
    means.eliminate_zeros()
    lengths = np.sqrt(row_sums(means.multiply(means).tocsr()))
    means.data /= lengths[rows_of(means)]
    return means


def _headwords(lexicon: Lexicon, held: Integers) -> Matrix:
    """The headwords that each gloss is taken to mean: csr float64 (sources, sources), p(gloss | headword).

    Only headwords of which every term is held; among equals the lower one.
    """
    missing = lexicon.own @ (held == 0)
    backward = _normalised(lexicon.links).T.tocoo()
    usable = np.flatnonzero(missing[backward.col] == 0)
    glosses, heads, p = backward.row[usable], backward.col[usable], backward.data[usable]
    order = np.lexsort((heads, -p, glosses))
    counts = np.bincount(glosses, minlength=lexicon.keys.size)
    positions = np.arange(order.size) - np.repeat(np.cumsum(counts) - counts, counts)
    best = order[positions < HEADWORDS]
    return sparse.csr_matrix((p[best], (glosses[best], heads[best])), shape=backward.shape)


def _normalised(matrix: Matrix) -> Matrix:
    """The matrix in float64 with rows that sum to 1."""
    data = matrix.data / row_sums(matrix)[rows_of(matrix)]
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _with_columns(matrix: Matrix, columns: npt.NDArray[np.int32], width: int) -> Matrix:
    """The matrix with the columns of a vocabulary, in float64."""
    parts = (matrix.data.astype(np.float64), columns[matrix.indices], matrix.indptr.copy())
    result = sparse.csr_matrix(parts, shape=(matrix.shape[0], width))
    result.sum_duplicates()
    return result


def _most(weights: Matrix, means: Matrix) -> Matrix:
    """The ``MOST`` largest terms of each row of the product, csr float64; the same for a row alone."""
    result = largest(weights, means, MOST)
    result.eliminate_zeros()
    return result


def _values_at(matrix: Matrix, rows: Integers, columns: npt.NDArray[np.int32]) -> Floats:
    """The values at so many places, of shape (places,)."""
    if not rows.size:
        return np.zeros(0)  # scipy answers with a sparse matrix
    return np.asarray(matrix[rows, columns], dtype=np.float64).ravel()
