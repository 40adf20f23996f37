"""Bins of equally many pairs, and parts of demands dealt by chance."""

from collections.abc import Callable

import numpy as np
import pytest

from matching.engine import evaluation
from matching.engine.evaluation.trust import Flags, Floats, Queue


def test_even_bins_have_equally_many_pairs_in_the_order_of_their_probabilities() -> None:
    chances = np.random.default_rng(7).random(73)
    bins = evaluation.reliability(chances, chances > 0.4, are_even=True)
    assert sorted({each.pairs for each in bins}) == [7, 8]
    assert [each.expected for each in bins] == sorted(each.expected for each in bins)
    assert sum(each.pairs * each.expected for each in bins) == pytest.approx(chances.sum())


def test_even_bins_see_an_error_that_wide_bins_cancel_out() -> None:
    chances = np.repeat([0.51, 0.59], 50)
    good = np.arange(100) < 50  # those of .51 are all good, the others are not
    wide = evaluation.expected_calibration_error(chances, good)
    even = evaluation.expected_calibration_error(chances, good, are_even=True)
    assert wide == pytest.approx(0.05)
    assert even == pytest.approx((0.49 + 0.59) / 2)


def test_demands_dealt_by_chance_stay_whole_and_a_seed_deals_them_again() -> None:
    chance = np.random.default_rng(8)
    demands, values = np.repeat(np.arange(15), 12), np.exp(chance.normal(size=180))
    good = chance.random(180) < values / (1 + values)
    queue = Queue(demands, np.arange(180), values, good.astype(np.int64), good)

    def rate(_values: Floats, are_good: Flags) -> Callable[[Floats], Floats]:
        return lambda others: np.full(len(others), are_good.mean())

    first, again, other = (evaluation.calibrated(values, queue, rate, shuffle=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    for demand in range(15):
        assert len(np.unique(first[demands == demand])) == 1
    assert np.isfinite(evaluation.calibrated(values, queue, shuffle=3)).all()
