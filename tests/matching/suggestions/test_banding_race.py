"""Workers rate pairs at the same time, while coordinators decide. Needs a database with several writers."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import Settings

from matching.confidence import scales
from matching.confidence.scales import Scale, Scales
from matching.models import Suggestion
from matching.review import decisions, unfolding
from matching.suggestions import banding
from tests.factories import (
    make_admin,
    make_enterprise,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LIMIT, WORKERS = 3, 6
NEW = {"state": "folded", "band": "", "is_rated": False, "offer_rank": 1}


@pytest.fixture(autouse=True)
def floors(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MATCHING_MAX_STRONG_PER_ENTERPRISE = LIMIT
    monkeypatch.setattr(scales, "current", lambda: Scales(Scale(strong=0.8, fair=0.3)))


def at_once(acts: Sequence[Callable[[], object]]) -> None:
    """Run all acts at the same moment, each in a connection of its own. An error of one fails the test."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))


def test_workers_that_rate_at_once_count_the_same_room_only_once() -> None:
    enterprise = make_enterprise()
    offers = [make_published_offer(enterprise=enterprise) for _ in range(2)]
    demands = [make_published_demand() for _ in range(WORKERS)]
    for demand in demands:
        for offer in offers:
            make_suggestion(offer=offer, demand=demand, base_strength=0.9, **NEW)

    at_once([partial(banding.restate, [demand.pk]) for demand in demands])

    assert Suggestion.objects.pending().count() == LIMIT
    assert Suggestion.objects.waiting_for_room().count() == 2 * WORKERS - LIMIT


def test_workers_with_the_same_demands_in_another_order_do_not_block_each_other() -> None:
    offers = [make_published_offer() for _ in range(5)]
    demands = [make_published_demand() for _ in range(5)]
    for demand in demands:
        for offer in offers:
            make_suggestion(offer=offer, demand=demand, base_strength=0.5, **NEW)
    pks = [demand.pk for demand in demands]

    at_once([partial(banding.restate, pks[n:] + pks[:n]) for n in range(len(pks))])

    assert Suggestion.objects.pending().count() == len(offers) * len(demands)
    assert not Suggestion.objects.unrated().exists()


def test_what_is_decided_or_unfolded_meanwhile_stays_so() -> None:
    admin, demand = make_admin(), make_published_demand()
    decided = make_suggestion(demand=demand, base_strength=0.1, offer_rank=1)
    weak = make_suggestion(
        demand=demand, base_strength=0.1, offer_rank=2, state="folded", fold_reason="floor"
    )

    def decide() -> None:
        decisions.reject(decided, by=admin, reason="capacity")

    at_once([lambda: unfolding.unfold(weak, by=admin), lambda: banding.restate([demand.pk])])
    decided.refresh_from_db()
    weak.refresh_from_db()
    assert (weak.state, weak.kept) == ("pending", True)
    assert decided.state == "folded"

    unfolding.unfold(decided, by=admin)
    at_once([decide, lambda: banding.restate([demand.pk])])
    decided.refresh_from_db()
    assert decided.state == "rejected"
