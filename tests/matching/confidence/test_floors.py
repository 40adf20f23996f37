"""Floors stay within reach of the pairs that may come."""

import numpy as np
import pytest

from matching.confidence.floors import FARTHEST, Wanted, floors_of
from matching.confidence.judgements import Floats
from matching.confidence.scales import DEFAULT
from matching.engine.confidence.curve import Curve, logit

GOAL = Wanted(strong=0.70, fair=0.35)
STRENGTHS = np.linspace(0.01, 3, 200)


def levelling_off_at(share: float) -> Curve:
    """A curve that comes near ``share`` for endless strengths, and never has it."""
    return Curve(slope=1.5, intercept=logit(share), bend=-1.5)


@pytest.mark.parametrize("share", [0.60, 0.699, 0.70])
def test_a_curve_that_levels_off_below_what_is_wanted_leaves_the_floor_within_reach(share: float) -> None:
    curve = levelling_off_at(share)
    assert curve.strength_at(GOAL.strong) > 1e6
    strong, fair = floors_of(curve, STRENGTHS, GOAL)
    assert strong == pytest.approx(FARTHEST * STRENGTHS.max())
    assert fair in STRENGTHS


def test_both_floors_are_within_reach_if_the_curve_is_never_even_fair() -> None:
    floors = floors_of(levelling_off_at(0.30), STRENGTHS, GOAL)
    assert floors == pytest.approx((FARTHEST * STRENGTHS.max(),) * 2)


def test_a_floor_a_little_above_the_strongest_pair_is_where_the_curve_has_the_precision() -> None:
    curve = Curve(slope=2.0, intercept=logit(GOAL.strong) - 2.0 * np.log(1.3 * STRENGTHS.max()))
    strong, _fair = floors_of(curve, STRENGTHS, GOAL)
    assert strong == pytest.approx(1.3 * STRENGTHS.max())


@pytest.mark.parametrize("everything", [STRENGTHS / 100, STRENGTHS[:0]], ids=["weak pairs only", "no pair"])
def test_where_all_pairs_are_weak_the_default_floor_is_within_reach(everything: Floats) -> None:
    strong, fair = floors_of(levelling_off_at(0.30), everything, GOAL)
    assert strong == fair == pytest.approx(FARTHEST * DEFAULT.strong)
