import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.text.tokens import key_of
from matching.engine.weights.vocabulary import HASHED_COLUMNS, Vocabulary

KEYS = st.lists(st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 9)), max_size=20)


def vocabulary_of(keys: list[int]) -> Vocabulary:
    return Vocabulary(np.unique(np.array(keys, dtype=np.uint64)))


def test_a_known_term_has_the_column_of_its_place() -> None:
    vocabulary = vocabulary_of([30, 10, 20])
    columns = vocabulary.columns_of(np.array([[10, 20], [30, 10]], dtype=np.uint64))
    assert columns.tolist() == [[0, 1], [2, 0]]
    assert (columns.dtype, vocabulary.columns) == (np.dtype(np.int32), 3 + HASHED_COLUMNS)


@given(KEYS, KEYS)
def test_columns_are_those_of_a_dictionary(known: list[int], query_weights: list[int]) -> None:
    column = {key: at for at, key in enumerate(sorted(set(known)))}
    vocabulary = vocabulary_of(known)
    found = vocabulary.columns_of(np.array([*known, *query_weights], dtype=np.uint64)).tolist()
    for key, at in zip([*known, *query_weights], found, strict=True):
        assert at == column.get(key, at)
        assert key in column or len(column) <= at < vocabulary.columns
    assert vocabulary.columns_of(np.array([*query_weights], dtype=np.uint64)).tolist() == found[len(known) :]


def test_a_new_term_has_one_column_behind_the_known_ones() -> None:
    few, many = vocabulary_of([]), vocabulary_of(list(range(100)))
    keys = np.arange(100, 1000, dtype=np.uint64)
    assert (many.columns_of(keys) - few.columns_of(keys)).tolist() == [100] * 900
    assert few.columns_of(keys).dtype == np.int32


def test_new_terms_are_spread_though_they_end_alike() -> None:
    # The key of two characters holds their code points, the second one in the low bits.
    keys = np.array([key_of(chr(point) + "池") for point in range(0x4E00, 0x4E00 + 1000)], np.uint64)
    columns = vocabulary_of([]).columns_of(np.append(keys, np.uint64(key_of("池"))))
    assert len(set(columns.tolist())) > 950
