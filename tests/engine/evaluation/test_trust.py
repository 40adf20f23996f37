from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from matching.engine import Document, Engine, Index, adjusted, evaluation
from matching.engine.evaluation import Collection, Queue

WORDS = (
    "pump",
    "valve",
    "seal",
    "membrane",
    "alloy",
    "casting",
    "battery",
    "ceramic",
    "motor",
    "laser",
    "paint",
    "glass",
)
DOCUMENTS = [Document(at, f"{word} maker") for at, word in enumerate(WORDS)] + [Document(12, "pump seal")]
QUERIES = [Document(0, "pump seal wanted"), Document(1, "membrane wanted"), Document(2, "glass wanted")]
QRELS = {"q0": {"d12": 2, "d2": 1, "gone": 2}, "q1": {"d3": 3, "d4": 0}}
COLLECTION = Collection(DOCUMENTS, [f"d{each.id}" for each in DOCUMENTS], QUERIES, ["q0", "q1", "q2"], QRELS)
INDEX = Index.build(Engine.fit(DOCUMENTS, QUERIES), DOCUMENTS, QUERIES)


def queue(demands: list[int], grades: list[int], scores: list[float] | None = None) -> Queue:
    size = len(demands)
    graded = np.array(grades)
    given = np.zeros(size) if scores is None else np.array(scores)
    return Queue(np.array(demands), np.arange(size), given, graded, graded >= 2)


def test_the_queue_holds_the_best_offers_of_judged_demands_only() -> None:
    found = evaluation.queue_of(COLLECTION, INDEX)
    pairs = list(zip(found.demands.tolist(), found.offers.tolist(), strict=True))
    assert pairs == [(0, 0), (0, 2), (0, 12), (1, 3)]
    assert found.grades.tolist() == [0, 1, 2, 3]
    assert found.are_good.tolist() == [False, True, True, True]
    scores = {
        (row, number): score for row in (0, 1) for number, score in INDEX.best_offers(QUERIES, 9).pairs(row)
    }
    assert found.scores.tolist() == [scores[pair] for pair in pairs]


def test_only_judged_pairs_are_kept_if_others_say_nothing() -> None:
    found = evaluation.queue_of(COLLECTION, INDEX, good_from=2, judged_only=True)
    assert list(zip(found.demands.tolist(), found.offers.tolist(), strict=True)) == [(0, 2), (0, 12), (1, 3)]
    assert found.are_good.tolist() == [False, True, True]


def test_a_pair_that_only_its_offer_wants_is_in_the_queue_of_both_sides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evaluation.trust, "OF_A_DEMAND", 1)
    one, both = (evaluation.queue_of(COLLECTION, INDEX, both_sides=sides) for sides in (False, True))
    assert one.offers.tolist() == [12, 3]
    assert both.offers.tolist() == [0, 2, 12, 3]


def test_judged_pairs_have_the_scores_of_a_search_and_zero_if_they_share_nothing() -> None:
    found = evaluation.judged_of(COLLECTION, INDEX, good_from=2)
    assert list(zip(found.demands.tolist(), found.offers.tolist(), strict=True)) == [
        (0, 12),
        (0, 2),
        (1, 3),
        (1, 4),
    ]
    in_queue = evaluation.queue_of(COLLECTION, INDEX).scores
    np.testing.assert_allclose(found.scores, [in_queue[2], in_queue[1], in_queue[3], 0], rtol=1e-6)


def test_auc_counts_the_pairs_of_good_and_other_in_the_right_order() -> None:
    good = np.array([True, False, True, False])
    assert evaluation.auc(np.array([4.0, 3.0, 2.0, 1.0]), good) == 3 / 4
    assert evaluation.auc(np.array([1.0, 1.0, 1.0, 1.0]), good) == 1 / 2


def test_ndcg_within_is_the_mean_over_demands_and_ties_keep_the_order_of_the_scores() -> None:
    pairs = queue([0, 0, 1, 1], [3, 0, 0, 1], scores=[0.9, 0.1, 0.8, 0.2])
    assert evaluation.ndcg_within(pairs, np.array([2.0, 1.0, 1.0, 2.0])) == 1
    second = 1 / np.log2(3)
    assert evaluation.ndcg_within(pairs, np.ones(4)) == pytest.approx((1 + second) / 2)


def test_a_floor_loses_no_more_good_pairs_than_is_allowed() -> None:
    values, good = np.arange(20.0), np.arange(20) % 2 == 1
    floor = evaluation.floor_losing(values, good, 0.1)
    assert floor == 3  # the second of ten good ones
    assert np.count_nonzero(good & (values < floor)) == 1
    assert evaluation.folded(values, floor) == 3 / 20
    assert evaluation.floor_losing(values, good, 0) == 1
    with pytest.raises(ValueError, match="no good pair"):
        evaluation.floor_losing(values, np.zeros(20, dtype=bool), 0.1)


def test_the_floor_of_a_precision_takes_equal_values_together() -> None:
    values, good = np.array([5.0, 4.0, 4.0, 3.0, 1.0]), np.array([True, True, False, True, False])
    assert evaluation.floor_of_precision(values, good, 0.75) == 3
    assert evaluation.floor_of_precision(values, good, 0.7) == 3
    assert evaluation.floor_of_precision(values, good, 0.9) == 5
    assert evaluation.floor_of_precision(values, ~good, 0.9) == float("inf")


def test_the_calibration_error_weighs_the_gap_of_each_bin_by_its_pairs() -> None:
    chances, good = np.array([0.11, 0.15, 0.95, 1.0]), np.array([False, True, True, True])
    bins = evaluation.reliability(chances, good)
    assert [(each.pairs, each.observed) for each in bins] == [(2, 0.5), (2, 1.0)]
    assert evaluation.expected_calibration_error(chances, good) == pytest.approx((2 * 0.37 + 2 * 0.025) / 4)


def test_a_demand_has_no_part_in_its_own_calibration() -> None:
    chance = np.random.default_rng(1)
    demands, values = np.repeat(np.arange(20), 30), np.exp(chance.normal(size=600))
    pairs = queue(demands.tolist(), np.where(chance.random(600) < values / (1 + values), 2, 0).tolist())
    before = evaluation.calibrated(values, pairs)
    assert evaluation.expected_calibration_error(before, pairs.are_good) < 0.08
    of_the_first = demands == 0
    turned = queue(demands.tolist(), np.where(of_the_first, 2 - pairs.grades, pairs.grades).tolist())
    after = evaluation.calibrated(values, turned)
    np.testing.assert_array_equal(before[of_the_first], after[of_the_first])
    assert not np.array_equal(before, after)
    assert np.all(np.isfinite(evaluation.calibrated(values - values, pairs)))


def test_a_lesson_decides_the_strongest_pairs_and_adjusts_the_others() -> None:
    size = evaluation.learning.LEFT + 1
    pairs = queue([0] * size + [1] * 3, [2] * (size + 3))
    strengths = np.arange(1.0, size + 4)
    asked: list[tuple[list[int], list[int]]] = []

    def likeness(left: Sequence[int], decided: Sequence[int]) -> npt.NDArray[np.float64]:
        asked.append((list(left), list(decided)))
        return np.full((len(left), len(decided)), 0.5)

    found = evaluation.lesson(pairs, strengths, likeness, decided=1)
    assert asked == [(list(range(size - 2, -1, -1)), [size - 1])]
    assert found.demands == 1
    assert found.before.tolist() == strengths[size - 2 :: -1].tolist()
    expected = adjusted(found.before, approved=[True], likeness=np.full((size - 1, 1), 0.5))
    assert found.after.tolist() == expected.tolist()
    with pytest.raises(ValueError, match="no demand has"):
        evaluation.lesson(pairs, strengths, likeness, decided=5)
