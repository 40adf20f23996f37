"""The figures by which a version is judged, compared with slow answers."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from matching.confidence import curves, evaluation
from matching.confidence.floors import Wanted, floors_of
from matching.confidence.scales import Scale
from matching.engine.confidence.curve import Curve
from tests.matching.confidence.simulation import World

FLAT = Curve(1.4, -0.3)


def test_the_implied_curve_has_the_wanted_shares_at_the_floors() -> None:
    curve = curves.implied_by(Scale(strong=3.0, fair=0.4), 0.8, 0.25)
    assert curve.shares_of(np.array([3.0, 0.4])) == pytest.approx([0.8, 0.25])
    assert [curve.strength_at(share) for share in (0.8, 0.25)] == pytest.approx([3.0, 0.4])


def test_many_decisions_find_the_curve_and_few_stay_at_the_prior() -> None:
    world, prior = World(Curve(1.9, -0.8)), Curve(0.5, 1.0)
    many, few = world.draw(20_000, 1), world.draw(6, 2)
    found = curves.fit(many.strengths, many.worth, np.ones(20_000), prior)
    points = np.array([0.2, 0.5, 1.0, 2.0, 5.0])
    assert found.shares_of(points) == pytest.approx(world.truth.shares_of(points), abs=0.02)
    near = curves.fit(few.strengths, few.worth, np.ones(6), prior)
    distances = [
        np.abs(near.shares_of(few.strengths) - other.shares_of(few.strengths)).mean()
        for other in (prior, world.truth)
    ]
    assert distances[0] < distances[1]


def test_weights_give_the_decided_pairs_the_strengths_of_all() -> None:
    """Only strong pairs are decided often. Weighted, a tenth of all pairs counts for a tenth."""
    generator = np.random.default_rng(3)
    everything = np.exp(generator.normal(0, 1, 20_000))
    decided = everything[generator.random(20_000) < np.where(everything > 1, 0.5, 0.2)]
    weights = curves.weights_for(decided, everything)
    assert weights.mean() == pytest.approx(1.0)
    assert (decided <= 1).mean() < 0.35
    assert weights[decided <= 1].sum() / weights.sum() == pytest.approx((everything <= 1).mean(), abs=0.01)


def test_a_floor_is_the_lowest_strength_down_to_which_the_band_is_good_enough() -> None:
    strengths = np.exp(np.random.default_rng(4).normal(0, 1, 500))
    strong, fair = floors_of(FLAT, strengths, Wanted(0.7, 0.35))
    ordered = np.sort(strengths)
    for floor, ceiling, precision in ((strong, np.inf, 0.7), (fair, strong, 0.35)):
        lower = ordered[np.searchsorted(ordered, floor) - 1]
        means = [
            FLAT.shares_of(ordered[(ordered >= low) & (ordered < ceiling)]).mean() for low in (floor, lower)
        ]
        assert means[0] >= precision > means[1]


def test_if_no_pair_is_good_enough_the_floor_lies_above_all_of_them() -> None:
    weak = np.linspace(0.01, 0.2, 50)
    strong, fair = floors_of(FLAT, weak, Wanted(0.7, 0.35))
    assert strong == pytest.approx(FLAT.strength_at(0.7))
    assert strong > weak.max()
    assert fair == pytest.approx(FLAT.strength_at(0.35))


def test_the_calibration_error_is_none_for_honest_shares_and_the_gap_for_others() -> None:
    shares = np.repeat([0.2, 0.8], 500)
    worth = np.concatenate([np.tile([1, 0, 0, 0, 0], 100), np.tile([1, 1, 1, 1, 0], 100)]).astype(float)
    assert evaluation.calibration_error(shares, worth) == pytest.approx(0.0)
    assert evaluation.calibration_error(shares + 0.1, worth) == pytest.approx(0.1)


def test_the_loss_is_that_of_the_textbook() -> None:
    found = evaluation.losses_of(np.array([0.25, 0.25, 0.0]), np.array([1.0, 0.0, 0.0]))
    assert found == pytest.approx([np.log(4), np.log(4 / 3), 0.0], abs=1e-5)


def test_no_share_is_learnt_from_decisions_on_its_own_demand() -> None:
    drawn = World(FLAT).draw(90, 5)
    overlap = []

    def learn(seen):  # type: ignore[no-untyped-def]  # a spy
        def give(strengths):  # type: ignore[no-untyped-def]
            unseen = drawn.demands[np.isin(drawn.strengths, strengths)]
            overlap.append(set(unseen) & set(seen.demands))
            return np.full(len(strengths), 0.5)

        return give

    assert evaluation.unseen_shares(drawn, learn).tolist() == [0.5] * 90
    assert overlap == [set()] * evaluation.FOLDS


def test_the_area_is_that_of_scikit_learn_also_with_ties() -> None:
    generator = np.random.default_rng(6)
    strengths = generator.integers(0, 5, 300).astype(float)
    worth = (generator.random(300) < strengths / 5).astype(float)
    found = evaluation.area_under_curve(strengths, worth)
    assert found == pytest.approx(roc_auc_score(worth, strengths))
    assert evaluation.area_under_curve(strengths, np.ones(300)) is None


def test_resamples_draw_whole_demands_and_give_the_same_answer_again() -> None:
    gains = np.array([1.0] * 99 + [-1.0])
    apart, one_block = np.arange(100), np.zeros(100, int)
    assert evaluation.share_of_better(gains, apart) == 1.0
    assert evaluation.share_of_better(np.array([2.0, -1.0, -1.0]), np.array([1, 1, 1])) == 0.0
    assert evaluation.share_of_better(-gains, one_block) == 0.0
    mixed = np.random.default_rng(8).normal(0.05, 1, 200)
    demands = np.arange(200) // 4
    first, again = (evaluation.share_of_better(mixed, demands) for _each in range(2))
    assert 0.0 < first == again < 1.0


@pytest.mark.parametrize(("turned", "expected"), [(False, False), (True, True)])
@pytest.mark.parametrize("number", [24, 60, 200])
def test_only_turned_decisions_contradict_the_strengths(number: int, turned: bool, expected: bool) -> None:
    drawn = World(Curve(1.8, -0.6)).draw(number, 9)
    worth = 1 - drawn.worth if turned else drawn.worth
    assert evaluation.contradicts(drawn.strengths, worth) is expected
