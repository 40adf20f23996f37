from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest

from matching.engine import Document, Engine, Index
from matching.engine.confidence.background import FEWEST, SIZE, Background, sampled
from tests.engine.market import made_up

OFFERS, DEMANDS = made_up(3 * SIZE, 31), made_up(20, 32)
ENGINE = Engine.fit(OFFERS, DEMANDS)


def shuffled(documents: list[Document], seed: int) -> list[Document]:
    return Random(seed).sample(documents, len(documents))


def test_the_sample_does_not_depend_on_the_order_of_the_offers() -> None:
    ids = np.arange(1000) * 7 - 300
    backwards = ids[::-1][sampled(ids[::-1])]
    assert sorted(backwards.tolist()) == ids[sampled(ids)].tolist()
    assert len(backwards) == SIZE


def test_one_more_offer_changes_at_most_one_of_the_sample() -> None:
    ids = np.arange(5000)
    samples = [set(ids[:size][sampled(ids[:size])].tolist()) for size in range(2 * SIZE, 2 * SIZE + 60)]
    changes = [len(before ^ after) for before, after in pairwise(samples)]
    assert set(changes) == {0, 2}  # one goes and one comes, or nothing


def test_neighbouring_ids_are_sampled_as_evenly_as_any() -> None:
    halves = [np.count_nonzero(sampled(np.arange(first, first + 4000)) < 2000) for first in (0, 10**6, -4000)]
    assert halves == pytest.approx([SIZE / 2] * 3, abs=60)  # four standard deviations


def test_a_small_market_is_its_own_sample() -> None:
    assert sampled(np.array([30, 10, 20])).tolist() == [0, 1, 2]
    assert sampled(np.zeros(0, dtype=np.int64)).tolist() == []


def test_the_sample_holds_the_weights_of_its_offers() -> None:
    index = Index.build(ENGINE, shuffled(OFFERS, 1), DEMANDS)
    rows = sampled(index.offers.ids)
    np.testing.assert_array_equal(
        index.confidence.background.postings.toarray(), index.offers.matrix.tocsr()[rows].toarray()
    )


def test_in_a_small_market_the_rest_of_the_sample_scores_nothing() -> None:
    index = Index.build(ENGINE, OFFERS[:3], DEMANDS)
    means, deviations = index.confidence.background.moments(index.weigh_demands(DEMANDS))
    for row, demand in enumerate(DEMANDS):
        scores = [score for _number, score in index.best_offers([demand], 3).pairs(0)]
        filled = scores + [0.0] * (FEWEST - len(scores))
        assert (means[row], deviations[row]) == pytest.approx((np.mean(filled), np.std(filled)), abs=1e-6)


@pytest.mark.parametrize("size", [1, 2, 5, FEWEST - 1, FEWEST, 200])
def test_an_exact_answer_is_as_distinct_in_a_market_of_any_size(size: int) -> None:
    answer, demand = Document(-1, title="sulphide electrolyte"), Document(-2, title="sulphide electrolyte")
    index = Index.build(
        Engine.fit([answer, *OFFERS[: size - 1]], [demand]), [answer, *OFFERS[: size - 1]], [demand]
    )
    ((_number, score),) = index.best_offers([demand], 1).pairs(0)
    assert index.confidence.parts([demand], [answer], [score]).distinctness[0] > 4


def test_the_moments_are_those_of_the_scores_with_the_sampled_offers() -> None:
    index = Index.build(ENGINE, OFFERS, DEMANDS)
    chosen = {OFFERS[row].id for row in sampled(index.offers.ids)}
    means, deviations = index.confidence.background.moments(index.weigh_demands(DEMANDS))
    for row, demand in enumerate(DEMANDS):
        found = index.best_offers([demand], len(OFFERS)).pairs(0)
        scores = [score for number, score in found if number in chosen]
        scores += [0.0] * (SIZE - len(scores))
        assert (means[row], deviations[row]) == pytest.approx((np.mean(scores), np.std(scores)), abs=1e-6)


@pytest.mark.parametrize("size", [0, 1, 3 * SIZE])
def test_a_sample_that_is_saved_is_loaded_bit_by_bit(size: int, tmp_path: Path) -> None:
    index = Index.build(ENGINE, OFFERS[:size], DEMANDS)
    index.confidence.background.save(tmp_path)
    loaded = Background.load(tmp_path, index.offers.matrix.shape)
    for part in ("data", "indices", "indptr"):
        np.testing.assert_array_equal(
            getattr(loaded.postings, part), getattr(index.confidence.background.postings, part)
        )
    asked = index.weigh_demands(DEMANDS)
    for before, after in zip(index.confidence.background.moments(asked), loaded.moments(asked), strict=True):
        np.testing.assert_array_equal(before, after)
