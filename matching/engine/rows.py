"""The rows of a sparse matrix: which value stands in which, what they add up to, and their scale."""

import numpy as np
import numpy.typing as npt
from scipy import sparse


def rows_of(matrix: sparse.csr_matrix) -> npt.NDArray[np.int64]:
    """The row of every value, int64 of shape (values,)."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def row_sums(matrix: sparse.csr_matrix) -> npt.NDArray[np.float64]:
    """What each row adds up to, float64 of shape (rows,): from left to right, whatever other rows hold."""
    sums = np.bincount(rows_of(matrix), matrix.data, minlength=matrix.shape[0])
    return sums.astype(np.float64, copy=False)


def scale_rows(matrix: sparse.csr_matrix, factors: npt.NDArray[np.float64]) -> sparse.csr_matrix:
    """Multiplies each row by its factor, of shape (rows,), and returns the same matrix.

    Raises TypeError where the values are whole numbers.
    """
    matrix.data *= np.repeat(factors, np.diff(matrix.indptr))
    return matrix
