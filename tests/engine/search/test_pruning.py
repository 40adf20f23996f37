import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from matching.engine.search.pruning import pruned

# There are few values, so that many terms have equal weights.
WEIGHTS = st.sampled_from([0, 0, 0.125, 0.25, 0.5, 1])
SIDES = st.integers(0, 7)


def slow_answer(
    query_weights: npt.NDArray[np.float32], document_frequencies: list[int], terms: int, postings: int
) -> list[list[float]]:
    """The same by loops: row by row, and term by term from the heaviest on."""
    kept = np.zeros_like(query_weights)
    for row, weights in enumerate(query_weights):
        left = postings
        heaviest_first = sorted(np.flatnonzero(weights).tolist(), key=lambda at: (-weights[at], at))
        for column in heaviest_first:
            if document_frequencies[column] <= left and np.count_nonzero(kept[row]) < terms:
                kept[row, column] = weights[column]
                left -= document_frequencies[column]
        if not kept[row].any():
            kept[row, heaviest_first[:1]] = weights[heaviest_first[:1]]
    rows: list[list[float]] = kept.tolist()
    return rows


def keep(
    weights: list[float], document_frequencies: list[int], *, terms: int = 9, postings: int = 99
) -> list[float]:
    query_weights = sparse.csr_matrix(np.array([weights], dtype=np.float32))
    found = pruned(query_weights, np.array(document_frequencies), terms=terms, postings=postings)
    (row,) = found.toarray()
    return [float(weight) for weight in row]


def test_the_heaviest_terms_are_kept() -> None:
    assert keep([0.25, 1, 0.5, 0.125], [1, 1, 1, 1], terms=2) == [0, 1, 0.5, 0]


def test_among_equals_the_lower_column_is_the_heavier() -> None:
    assert keep([0.5, 0, 0.5, 0.5], [1, 1, 1, 1], terms=2) == [0.5, 0, 0.5, 0]


def test_what_is_kept_costs_no_more_than_the_budget() -> None:
    assert keep([1, 0.5, 0.25], [4, 6, 1], postings=10) == [1, 0.5, 0]
    assert keep([1, 0.5, 0.25], [4, 7, 7], postings=10) == [1, 0, 0]


def test_a_term_that_costs_too_much_alone_is_passed_over() -> None:
    assert keep([1, 0.5, 0.25], [1, 100, 1], postings=10) == [1, 0, 0.25]
    assert keep([1, 0.5, 0.25], [100, 1, 1], postings=10) == [0, 0.5, 0.25]


def test_a_term_that_finds_no_room_any_more_is_passed_over_too() -> None:
    assert keep([1, 0.5, 0.25, 0.125], [6, 6, 3, 1], postings=10) == [1, 0, 0.25, 0.125]


def test_what_is_passed_over_is_not_counted_as_a_term() -> None:
    assert keep([1, 0.5, 0.25, 0.125], [6, 6, 3, 1], terms=2, postings=10) == [1, 0, 0.25, 0]


def test_of_terms_that_all_cost_too_much_the_heaviest_stays() -> None:
    assert keep([0.25, 0.5], [100, 100], postings=10) == [0, 0.5]
    assert keep([0, 0], [1, 1]) == [0, 0]


def test_terms_that_cost_nothing_stay_with_it() -> None:
    assert keep([0.25, 0.5], [0, 0], postings=0) == [0.25, 0.5]


@given(
    hnp.arrays(np.float32, st.tuples(SIDES, SIDES), elements=WEIGHTS),
    st.lists(st.integers(0, 5), min_size=7, max_size=7),
    st.integers(1, 8),
    st.integers(0, 20),
)
def test_the_quick_answer_is_the_slow_answer(
    weights: npt.NDArray[np.float32], document_frequencies: list[int], terms: int, postings: int
) -> None:
    query_weights = sparse.csr_matrix(weights)
    found = pruned(
        query_weights,
        np.array(document_frequencies[: weights.shape[1]], np.int64),
        terms=terms,
        postings=postings,
    )
    assert found.toarray().tolist() == slow_answer(weights, document_frequencies, terms, postings)
    assert (found.shape, found.dtype, found.has_sorted_indices) == (weights.shape, np.float32, True)
    assert query_weights.toarray().tolist() == weights.tolist()
