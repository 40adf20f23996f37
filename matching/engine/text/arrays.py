"""Row operations on sparse matrices, and sparse matrices in memory-mapped files."""

from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

PARTS = ("data", "indices", "indptr")
"""The arrays of a csr or csc matrix, by the names of their attributes and files."""
_READING = Lock()
"""Held while NumPy reads the head of a file, which it compiles as Python. Before CPython 3.11.8 and 3.12.2,
two threads that compile at the same time may get a SystemError (CPython issue 106905)."""


def rows_of(matrix: sparse.csr_matrix) -> npt.NDArray[np.int64]:
    """The row of each stored value, int64 of shape (nnz,)."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def row_of(matrix: sparse.csr_matrix, row: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[Any]]:
    """The columns and the values of a row."""
    part = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return matrix.indices[part], matrix.data[part]


def row_sums(matrix: sparse.csr_matrix) -> npt.NDArray[np.float64]:
    """The sum of each row, float64 of shape (rows,).

    Values are added from left to right in double precision: the sum of a row is the same in any matrix.
    """
    sums = np.bincount(rows_of(matrix), matrix.data, minlength=matrix.shape[0])
    return sums.astype(np.float64, copy=False)


def scale_rows(matrix: sparse.csr_matrix, factors: npt.NDArray[np.float64]) -> sparse.csr_matrix:
    """Multiply each row by its factor in place and return the same matrix.

    ``factors`` is float64 of shape (rows,). Raises TypeError if the values of the matrix are integers.
    """
    matrix.data *= np.repeat(factors, np.diff(matrix.indptr))
    return matrix


def taken(matrix: sparse.csr_matrix, rows: npt.NDArray[np.integer[Any]]) -> sparse.csr_matrix:
    """Some rows of a canonical matrix by their numbers, of shape (rows,): csr of the same width.

    ``matrix[rows]`` gives the same, but checks more and takes several times as long for a few rows. All rows
    in order are the matrix itself, not a copy.
    """
    if len(rows) == matrix.shape[0] and np.array_equal(rows, np.arange(len(rows))):
        return matrix
    lengths = np.diff(matrix.indptr)[rows]
    indptr = np.append(0, np.cumsum(lengths)).astype(matrix.indptr.dtype)
    at = np.arange(indptr[-1]) + np.repeat(matrix.indptr[rows] - indptr[:-1], lengths)
    body = (matrix.data[at], matrix.indices[at], indptr)
    return canonical(sparse.csr_matrix(body, shape=(len(rows), matrix.shape[1])))


def mapped(path: str | Path, mode: Literal["c", "r"] = "c") -> npt.NDArray[Any]:
    """The array of an ``.npy`` file, memory-mapped. Threads may call it at the same time.

    The mapping is copy-on-write ("c") because sparse_dot_topn refuses read-only arrays ("r"). It is returned
    as a plain array: each index into a ``numpy.memmap`` takes several times as long. Raises
    FileNotFoundError if there is no such file.
    """
    with _READING:
        array = np.load(path, mmap_mode=mode, allow_pickle=False)
    return np.asarray(array)


def unpacked(path: str | Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of an ``.npz`` file by name. Threads may call it at the same time.

    Raises FileNotFoundError if there is no such file.
    """
    with _READING, np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def parts_of(matrix: sparse.spmatrix) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a csr or csc matrix, by their names in ``PARTS``."""
    return {part: getattr(matrix, part) for part in PARTS}


def save_sparse(path: str | Path, matrix: sparse.spmatrix) -> None:
    """Write the arrays of a csr or csc matrix to the files ``path.<part>.npy``."""
    for part, array in parts_of(matrix).items():
        np.save(f"{path}.{part}.npy", array, allow_pickle=False)


def load_csr(path: str | Path, shape: tuple[int, int]) -> sparse.csr_matrix:
    """Map the csr matrix of this shape that ``save_sparse`` wrote.

    Raises FileNotFoundError if a file is missing, and ValueError if the files do not fit the shape.
    """
    return canonical(sparse.csr_matrix(_mapped_parts(path), shape=shape, copy=False))


def load_csc(path: str | Path, shape: tuple[int, int]) -> sparse.csc_matrix:
    """Map the csc matrix of this shape that ``save_sparse`` wrote. Raises as ``load_csr`` does."""
    return canonical(sparse.csc_matrix(_mapped_parts(path), shape=shape, copy=False))


def canonical(matrix: sparse.spmatrix) -> sparse.spmatrix:
    """Mark a matrix as sorted and free of duplicates, so that SciPy does not check, and return it."""
    matrix.has_sorted_indices = matrix.has_canonical_format = True
    return matrix


def _mapped_parts(path: str | Path) -> tuple[npt.NDArray[Any], ...]:
    return tuple(mapped(f"{path}.{part}.npy") for part in PARTS)
