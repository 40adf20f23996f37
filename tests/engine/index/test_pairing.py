import multiprocessing
from concurrent.futures.process import BrokenProcessPool
from random import Random

import numpy as np
import pytest

from matching.engine import Config, Document, Index, Pairs, pair
from matching.engine.index import pairing
from tests.engine.market import made_up, same, same_weights

pytestmark = pytest.mark.slow

OFFERS, DEMANDS = made_up(70, 5), made_up(30, 6, first=1000)
OFFER_GROUPS, DEMAND_GROUPS = [at % 5 - 1 for at in range(70)], [at % 4 - 1 for at in range(30)]


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "SHARD", 8)


def paired(processes: int = 1) -> Pairs:
    return pair(
        OFFERS,
        DEMANDS,
        6,
        offer_groups=OFFER_GROUPS,
        demand_groups=DEMAND_GROUPS,
        processes=processes,
    )


def test_pairs_are_those_of_an_index() -> None:
    found = paired()
    index = Index.build(found.engine, OFFERS, DEMANDS, offer_groups=OFFER_GROUPS, demand_groups=DEMAND_GROUPS)
    assert same(found.offers, index.best_offers(DEMANDS, 6, groups=DEMAND_GROUPS))
    assert same(found.demands, index.best_demands(OFFERS, 6, groups=OFFER_GROUPS))
    assert found.offers.scores[:, 0].min() >= 0
    assert same_weights(found.query_weights, index.weigh_demands(DEMANDS))
    assert same_weights(found.document_weights, index.engine.weigh_offers(OFFERS))


def test_two_processes_find_bit_by_bit_what_one_finds() -> None:
    one, two = paired(), paired(processes=2)
    assert same(one.offers, two.offers)
    assert same(one.demands, two.demands)
    assert same_weights(one.query_weights, two.query_weights)


def test_a_process_that_is_killed_ends_the_run() -> None:
    calls: list[tuple[str, int, int]] = []

    def killing(step: str, done: int, total: int) -> None:
        calls.append((step, done, total))
        if (step, done) == ("read", 1):
            multiprocessing.active_children()[0].kill()

    with pytest.raises(BrokenProcessPool):
        pair(OFFERS, DEMANDS, 6, processes=2, progress=killing)
    assert ("read", 1, 13) in calls
    assert ("weigh", 13, 13) not in calls
    assert multiprocessing.active_children() == []


def test_a_pair_has_one_score_whichever_side_asks() -> None:
    found = pair(OFFERS, DEMANDS, 70)
    forward = {(d.id, o): s for row, d in enumerate(DEMANDS) for o, s in found.offers.pairs(row)}
    assert forward == {(d, o.id): s for row, o in enumerate(OFFERS) for d, s in found.demands.pairs(row)}
    assert forward


def test_listings_of_one_group_never_meet() -> None:
    found = paired()
    group = dict(zip((each.id for each in OFFERS), OFFER_GROUPS, strict=True))
    for row, own in enumerate(DEMAND_GROUPS):
        met = [group[number] for number, _ in found.offers.pairs(row)]
        assert own < 0 or own not in met
    everyone = {group[number] for row in range(30) for number, _ in found.offers.pairs(row)}
    assert everyone == {-1, 0, 1, 2, 3}


def test_the_order_of_the_lists_does_not_matter() -> None:
    chance = Random(9)
    offers, demands = (chance.sample(each, len(each)) for each in (OFFERS, DEMANDS))
    turned, found = pair(offers, demands, 6), pair(OFFERS, DEMANDS, 6)
    rows = [demands.index(each) for each in DEMANDS]
    assert turned.offers.ids[rows].tolist() == found.offers.ids.tolist()
    np.testing.assert_allclose(turned.offers.scores[rows], found.offers.scores, rtol=1e-6)


def test_equal_offers_give_the_same_feedback_whatever_the_order_of_the_list() -> None:
    # More than ten offers are equally good, so that their ids decide which of them give feedback.
    offers = [Document(number, "led lamp" if number < 10 else "led pump") for number in range(40)]
    demands = [Document(100, "led")]
    found, turned = pair(offers, demands, 40), pair(offers[::-1], demands, 40)
    assert found.offers.pairs(0) == turned.offers.pairs(0)


def test_progress_is_reported_step_by_step() -> None:
    calls: list[tuple[str, int, int]] = []
    pair(OFFERS[:9], DEMANDS[:8], 1, progress=lambda *each: calls.append(each))
    assert calls == [
        *[("read", done, 3) for done in range(4)],
        *[("fit", done, 1) for done in range(2)],
        *[("weigh", done, 3) for done in range(4)],
        *[("multiply", done, 3) for done in range(4)],
    ]


@pytest.mark.parametrize(("offers", "demands"), [([], []), (OFFERS, []), ([], DEMANDS)])
def test_a_list_may_be_empty(offers: list[Document], demands: list[Document]) -> None:
    found = pair(offers, demands, 2)
    assert found.offers.ids.tolist() == [[-1, -1]] * len(demands)
    assert found.demands.ids.tolist() == [[-1, -1]] * len(offers)


def test_settings_are_heeded() -> None:
    assert pair(OFFERS, DEMANDS, 1, config=Config(fb_weight=0)).engine.config.fb_weight == 0


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="must not repeat"):
        pair([OFFERS[0], OFFERS[0]], DEMANDS, 3)
    with pytest.raises(ValueError, match="1 group codes for 8 documents"):
        pair(OFFERS, DEMANDS, 3, offer_groups=[1])
    with pytest.raises(ValueError, match="at least 1"):
        pair(OFFERS, DEMANDS, 0)
