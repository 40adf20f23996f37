"""The curve from a strength to a probability: its inverse, its fit, and what it never does."""

import numpy as np
import pytest

from matching.engine.confidence.calibration import fit_curve
from matching.engine.confidence.curve import LEAST, Curve

BENT = Curve(0.7, -0.9, 1.6)
CURVES = [Curve(1.4, -0.3), BENT, Curve(1.9, 0.4, -1.9), Curve(0.0, -0.2, 2.3)]


def drawn(curve: Curve, number: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    strengths = np.exp(chance.normal(0.0, 1.1, number))
    return strengths, chance.random(number) < curve.shares_of(strengths)


@pytest.mark.parametrize("curve", CURVES)
def test_the_strength_of_a_share_has_that_share(curve: Curve) -> None:
    for strength in (0.02, 0.6, 1.0, 7.5):
        assert curve.strength_at(curve.share_of(strength)) == pytest.approx(strength, rel=1e-6)


@pytest.mark.parametrize("curve", CURVES)
def test_a_stronger_pair_is_never_less_probable(curve: Curve) -> None:
    strengths = np.array([0.0, LEAST, 0.01, 0.3, 1.0, 1.1, 40.0, 1e9, 1e300])
    shares = curve.shares_of(strengths)
    assert curve.rises
    assert (np.diff(shares) >= 0).all()
    assert ((shares > 0) & (shares < 1)).all()
    assert [curve.share_of(strength) for strength in strengths.tolist()] == pytest.approx(shares.tolist())


def test_a_share_that_is_never_reached_has_a_strength_beyond_all_others() -> None:
    ends_at_half = Curve(1.9, 0.0, -1.9)
    assert ends_at_half.strength_at(0.8) > 1e12
    assert Curve(0.0, 0.0, 2.0).strength_at(0.2) < 1e-12


def test_without_a_bend_the_slope_is_the_same_everywhere() -> None:
    logits = np.log(1 / (1 / Curve(1.5, -0.5).shares_of([0.01, 0.1, 1.0, 10.0]) - 1))
    assert np.diff(logits) == pytest.approx([1.5 * np.log(10)] * 3)


def test_many_pairs_show_both_slopes() -> None:
    strengths, good = drawn(BENT, 40_000, 3)
    found = fit_curve(strengths, good, np.ones(len(good)))
    points = np.array([0.1, 0.5, 1.0, 3.0, 8.0])
    assert found.shares_of(points) == pytest.approx(BENT.shares_of(points), abs=0.02)


def test_few_pairs_give_a_curve_that_is_nearly_straight() -> None:
    strengths, good = drawn(Curve(0.0, -1.0, 4.0), 40, 4)
    few = fit_curve(strengths, good, np.ones(40))
    many = fit_curve(np.tile(strengths, 100), np.tile(good, 100), np.ones(4000))
    assert few.rises
    assert abs(few.bend) < abs(many.bend)


def test_a_weight_is_as_many_pairs() -> None:
    strengths, good = drawn(BENT, 60, 5)
    times = 1 + np.arange(60) % 3
    weighted = fit_curve(strengths, good, times)
    repeated = fit_curve(np.repeat(strengths, times), np.repeat(good, times), np.ones(times.sum()))
    assert weighted.shares_of(strengths) == pytest.approx(repeated.shares_of(strengths), abs=1e-3)


def test_turned_labels_give_a_straight_curve_that_falls() -> None:
    strengths, good = drawn(BENT, 300, 6)
    found = fit_curve(strengths, ~good, np.ones(300))
    assert (found.rises, found.bend) == (False, 0.0)
    assert found.slope < 0


def test_pairs_that_a_strength_separates_have_finite_slopes() -> None:
    strengths = np.array([0.0, 0.1, 0.2, 5.0, 6.0])
    found = fit_curve(strengths, strengths > 1, np.ones(5))
    assert np.isfinite([found.slope, found.bend, found.intercept]).all()
    assert found.share_of(5.0) > 0.9
    assert found.share_of(0.2) < 0.1
    with pytest.raises(ValueError, match="class"):
        fit_curve(strengths, np.ones(5), np.ones(5))
