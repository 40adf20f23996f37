import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Document, adjusted
from tests.engine.market import DEMANDS, OFFERS, index

VERDICTS = st.lists(st.booleans(), max_size=6)


def test_without_decisions_nothing_changes() -> None:
    found = adjusted([0.5, 0.0, 2.0], approved=[], likeness=np.zeros((3, 0)))
    assert found.tolist() == [0.5, 0.0, 2.0]


def test_an_approval_lifts_what_is_like_it_most() -> None:
    alike, unlike = adjusted([1.0, 1.0], approved=[True], likeness=[[0.9], [0.1]])
    assert alike > unlike
    assert alike * unlike > 1  # the demand rises among others


def test_a_rejection_lowers_what_is_like_it_most() -> None:
    alike, unlike = adjusted([1.0, 1.0], approved=[False], likeness=[[0.9], [0.1]])
    assert alike < unlike
    assert alike * unlike < 1


@given(verdicts=VERDICTS, seed=st.integers(0, 99))
def test_one_more_approval_lifts_the_demand_and_what_is_like_it_more_than_one_more_rejection(
    verdicts: list[bool], seed: int
) -> None:
    chance = np.random.default_rng(seed)
    likeness = chance.random((4, len(verdicts) + 1))
    after = {
        verdict: adjusted(np.ones(4), approved=[*verdicts, verdict], likeness=likeness)
        for verdict in (True, False)
    }
    gains = np.log(after[True]) - np.log(after[False])
    assert gains.mean() > 0
    assert np.all(gains[likeness[:, -1] >= likeness[:, -1].mean()] > 0)


@given(verdicts=VERDICTS, seed=st.integers(0, 99))
def test_the_order_of_the_decisions_and_of_the_pairs_does_not_matter(verdicts: list[bool], seed: int) -> None:
    chance = np.random.default_rng(seed)
    strengths, likeness = chance.random(5), chance.random((5, len(verdicts)))
    decided, left = chance.permutation(len(verdicts)), chance.permutation(5)
    expected = adjusted(strengths, approved=verdicts, likeness=likeness)
    found = adjusted(
        strengths[left], approved=np.array(verdicts, bool)[decided], likeness=likeness[left][:, decided]
    )
    np.testing.assert_allclose(found, expected[left])
    assert np.all(np.isfinite(found))


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"likeness of shape \(2, 1\) for strengths of shape \(3,\)"):
        adjusted([1, 2, 3], approved=[True], likeness=[[0.1], [0.2]])


def test_an_offer_is_like_itself_and_not_like_one_of_another_field() -> None:
    found = index().likeness(OFFERS, OFFERS)
    np.testing.assert_allclose(found, found.T)
    np.testing.assert_allclose(np.diag(found), 1, rtol=1e-6)
    assert found[0, 1] < found[0, 0]
    assert found[3, 2] < found[3, 4] or found[3, 2] == 0
    assert np.all((found >= 0) & (found <= 1))


def test_an_offer_without_words_is_like_no_other() -> None:
    assert index().likeness([Document(1)], OFFERS).tolist() == [[0] * len(OFFERS)]
    assert index().likeness([], DEMANDS).shape == (0, len(DEMANDS))
