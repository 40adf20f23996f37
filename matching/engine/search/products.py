"""Products of sparse matrices of which only the largest values of each row are kept."""

import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from ..text.counting import Matrix


def largest(left: Matrix, right: Matrix, most: int) -> Matrix:
    """The ``most`` largest values of each row of ``left @ right``: csr, the same for a row alone."""
    found = sp_matmul_topn(*narrowed(left, right), most, n_threads=1)
    size = found.indptr[-1]
    body = (found.data[:size], found.indices[:size], found.indptr)
    result = sparse.csr_matrix(body, shape=(left.shape[0], right.shape[1]))
    result.sort_indices()
    return result


def narrowed(left: Matrix, right: Matrix) -> tuple[Matrix, Matrix]:
    """Factors of the same product without what meets nothing, if that spares most: each product copies it."""
    inner = np.unique(left.indices)
    if 2 * (right.indptr[inner + 1] - right.indptr[inner]).sum() > right.nnz:
        return left, right
    body = (left.data, np.searchsorted(inner, left.indices), left.indptr)
    return sparse.csr_matrix(body, shape=(left.shape[0], len(inner))), right[inner]
