import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching.engine.counting import TermCounter


def test_each_text_becomes_a_row_of_counts_in_the_order_of_the_terms() -> None:
    counter = TermCounter(unseen_columns=1)
    counts = counter.fit_transform(["电电 led", "", "led LED"])
    assert list(counter.get_feature_names_out()) == ["led", "电", "电电", "unseen0"]
    assert counts.toarray().tolist() == [[1, 2, 1, 0], [0, 0, 0, 0], [2, 0, 0, 0]]
    assert counts.dtype == np.float32


def test_the_order_of_the_texts_does_not_change_the_columns() -> None:
    texts = ["锂电池", "motor", "10 kWh"]
    assert TermCounter().fit(texts).vocabulary_ == TermCounter().fit(texts[::-1]).vocabulary_


def test_a_new_word_is_counted_and_meets_itself() -> None:
    counter = TermCounter().fit(["锂电池"])
    first, second, other = counter.transform(["MXene", "mxene foil", "graphene"])
    assert (first @ second.T).sum() == 1
    assert (first @ other.T).sum() == 0


def test_fit_and_transform_agree_with_fit_transform() -> None:
    texts = ["锂电池 LED", "led 5mm"]
    assert (TermCounter().fit(texts).transform(texts) != TermCounter().fit_transform(texts)).nnz == 0


def test_it_is_an_estimator_of_scikit_learn() -> None:
    counter = clone(TermCounter(unseen_columns=7))
    assert counter.get_params() == {"unseen_columns": 7}
    assert counter.set_params(unseen_columns=9).unseen_columns == 9
    with pytest.raises(NotFittedError):
        counter.transform(["x"])


def test_one_text_in_place_of_many_is_refused() -> None:
    with pytest.raises(TypeError, match="not one text"):
        TermCounter().fit("锂电池")
    with pytest.raises(TypeError, match="must be a str, not int"):
        TermCounter().fit([5])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="unseen_columns"):
        TermCounter(unseen_columns=0).fit([])
