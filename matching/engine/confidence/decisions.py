"""What decisions teach at once: the pairs of a demand that are left, in the light of those that were decided.

An approval speaks for offers that are like the approved one, and a little for all others of the demand. A
rejection speaks against them. The strength of pair i of the demand becomes

    adjusted(i) = strength(i) * exp(sum over j of  (y_j - EXPECTED) * (RATE / (n + 1) + LIKENESS * l(i, j)))

over its n decided pairs j. y is 1 for an approved pair and 0 for a rejected one. The first term is the rate
of approval, shrunk towards ``EXPECTED`` as if by one further decision: it moves all pairs of the demand
among those of others. In the second, l(i, j) is the likeness of the two offers less the mean likeness of all
open pairs to j: it moves the pairs of the demand among each other, as Rocchio's feedback (1971) does.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..text.arrays import row_sums, scale_rows
from ..text.counting import Matrix

EXPECTED = 0.2
"""The rate of approval that teaches nothing of a demand."""
RATE = 5.0
LIKENESS = 8.0
FARTHEST = 50.0
"""No strength grows or shrinks by more than the exponential of this: it stays finite."""

Floats = npt.NDArray[np.float64]


def adjusted(strengths: npt.ArrayLike, *, approved: npt.ArrayLike, likeness: npt.ArrayLike) -> Floats:
    """The strengths of a demand's open pairs after some of its pairs were decided, float64 of shape (open,).

    ``strengths`` are those of the open pairs. ``approved`` is true for a decided pair that was approved and
    false for one that was rejected. ``likeness``, of shape (open, decided), is that of their offers, see
    ``Index.likeness``. Without decisions the strengths stay as they are. Raises ValueError if the shapes do
    not fit.
    """
    before, verdicts = np.asarray(strengths, dtype=np.float64), np.asarray(approved, dtype=np.bool_)
    cosines = np.asarray(likeness, dtype=np.float64)
    if before.ndim != 1 or verdicts.ndim != 1 or cosines.shape != (before.size, verdicts.size):
        raise ValueError(
            f"likeness of shape {cosines.shape} for strengths of shape {before.shape} and decisions of shape "
            f"{verdicts.shape}"
        )
    if not before.size or not verdicts.size:
        return before.copy()
    relative = cosines - cosines.mean(axis=0)
    evidence = (RATE / (verdicts.size + 1) + LIKENESS * relative) @ (verdicts - EXPECTED)
    lifted: Floats = before * np.exp(np.clip(evidence, -FARTHEST, FARTHEST))
    return lifted


def cosines(first: Matrix, second: Matrix, weights: Floats) -> Floats:
    """The cosine of each row of ``first`` with each of ``second``: float64 of shape (first, second), 0 to 1.

    Both are document weights, csr float32 of shape (documents, columns); each column counts with its weight,
    float64 of shape (columns,). A row without terms is like no other.
    """
    products = _unit_rows(first, weights) @ _unit_rows(second, weights).T
    found: Floats = np.clip(products.toarray(), 0.0, 1.0)
    return found


def _unit_rows(matrix: Matrix, weights: Floats) -> Matrix:
    body = (matrix.data * weights[matrix.indices], matrix.indices, matrix.indptr)
    weighted = sparse.csr_matrix(body, shape=matrix.shape)
    lengths = np.sqrt(row_sums(weighted.multiply(weighted).tocsr()))
    return scale_rows(weighted, 1 / np.where(lengths > 0, lengths, 1.0))
