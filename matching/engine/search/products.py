"""Products of sparse matrices, reduced to the largest values of each row."""

import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from ..text.arrays import taken
from ..text.counting import Matrix


def top_products(left: Matrix, right: Matrix, most: int) -> Matrix:
    """The ``most`` largest values of each row of ``left @ right``, csr with sorted indices.

    The result for a row does not depend on the other rows.
    """
    found = sp_matmul_topn(*without_unused_rows(left, right), most, n_threads=1)
    size = found.indptr[-1]
    body = (found.data[:size], found.indices[:size], found.indptr)
    result = sparse.csr_matrix(body, shape=(left.shape[0], right.shape[1]))
    result.sort_indices()
    return result


def without_unused_rows(left: Matrix, right: Matrix) -> tuple[Matrix, Matrix]:
    """Two factors with the same product as ``left @ right``, without rows of ``right`` that nothing uses.

    The factors stay as they are unless the unused rows hold at least half of the values: a product of
    sparse_dot_topn copies its right factor, and so does this function.
    """
    inner = np.unique(left.indices)
    if 2 * (right.indptr[inner + 1] - right.indptr[inner]).sum() > right.nnz:
        return left, right
    body = (left.data, np.searchsorted(inner, left.indices), left.indptr)
    return sparse.csr_matrix(body, shape=(left.shape[0], len(inner))), taken(right, inner)
