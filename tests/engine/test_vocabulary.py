import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.vocabulary import UNSEEN, Vocabulary

KEYS = st.lists(st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 9)), max_size=20)


def vocabulary_of(keys: list[int]) -> Vocabulary:
    return Vocabulary(np.unique(np.array(keys, dtype=np.uint64)))


def test_a_known_term_has_the_column_of_its_place() -> None:
    vocabulary = vocabulary_of([30, 10, 20])
    columns = vocabulary.columns_of(np.array([[10, 20], [30, 10]], dtype=np.uint64))
    assert columns.tolist() == [[0, 1], [2, 0]]
    assert (columns.dtype, vocabulary.columns) == (np.int32, 3 + UNSEEN)


@given(KEYS, KEYS)
def test_columns_are_those_of_a_dictionary(known: list[int], asked: list[int]) -> None:
    column = {key: at for at, key in enumerate(sorted(set(known)))}
    found = vocabulary_of(known).columns_of(np.array([*known, *asked], dtype=np.uint64))
    assert found.tolist() == [column.get(key, len(column) + key % UNSEEN) for key in [*known, *asked]]
    assert all(0 <= at < vocabulary_of(known).columns for at in found.tolist())


def test_without_a_known_term_all_are_spread() -> None:
    columns = vocabulary_of([]).columns_of(np.array([5, UNSEEN + 5, 2**64 - 1], dtype=np.uint64))
    assert columns.tolist() == [5, 5, UNSEEN - 1]
    assert columns.dtype == np.int32
