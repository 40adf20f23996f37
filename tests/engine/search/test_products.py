"""The largest values of each row of a sparse product, with narrowed factors and without."""

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from matching.engine.search.products import top_products, without_unused_rows

QUARTERS = st.sampled_from([0, 0, 0, 0.25, 0.5, 1])


@given(hnp.arrays(np.float64, (3, 8), elements=QUARTERS), hnp.arrays(np.float64, (8, 6), elements=QUARTERS))
def test_narrowed_factors_have_the_same_product(
    left: npt.NDArray[np.float64], right: npt.NDArray[np.float64]
) -> None:
    first, second = without_unused_rows(sparse.csr_matrix(left), sparse.csr_matrix(right))
    np.testing.assert_array_equal((first @ second).toarray(), left @ right)


def test_what_meets_nothing_is_left_out_where_that_spares_most() -> None:
    right = sparse.csr_matrix(np.ones((8, 6)))
    few, most = sparse.csr_matrix(np.eye(8)[[3]]), sparse.csr_matrix(np.eye(8)[:6])
    assert [each.shape for each in without_unused_rows(few, right)] == [(1, 1), (1, 6)]
    assert without_unused_rows(most, right) == (most, right)


@given(
    hnp.arrays(np.float64, (3, 8), elements=QUARTERS, unique=False),
    hnp.arrays(np.float64, (8, 6), elements=st.floats(0.1, 1)),
    st.integers(1, 8),
)
def test_the_largest_of_each_row_are_kept(
    left: npt.NDArray[np.float64], right: npt.NDArray[np.float64], most: int
) -> None:
    product = left @ right
    found = top_products(sparse.csr_matrix(left), sparse.csr_matrix(right), most)
    assert found.shape == product.shape
    assert found.has_sorted_indices
    for row, dense in enumerate(product):
        kept = found[[row]]
        np.testing.assert_allclose(kept.data, dense[kept.indices])
        np.testing.assert_allclose(np.sort(kept.data), np.sort(dense[dense > 0])[-most:])
