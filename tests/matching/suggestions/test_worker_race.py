"""Workers compete with workers, coordinators and owners. Needs a database with several writers at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from matching.index import market_index, match_queue
from matching.models import Suggestion, SuggestionEvent
from matching.review import decisions
from matching.states import DECIDED, SuggestionState
from matching.suggestions import insertion, refresh
from tests.factories import make_admin, make_enterprise, make_published_demand, make_published_offer
from ydeu.marketplace import listings
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Listing, Offer
from ydeu.transitions import DomainError

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def elsewhere(act: Callable[[], None]) -> None:
    """Run ``act`` in another connection, including the commit."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


@pytest.mark.parametrize("leaver", ["offer", "demand"])
def test_a_listing_that_leaves_while_its_pairs_are_written_keeps_no_open_one(
    leaver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: dict[str, Listing] = {"offer": make_published_offer(), "demand": make_published_demand()}
    mine, admin = Demand.objects.get(pk=rows["demand"].pk), make_admin()
    insert = insertion.insert_missing

    def insert_and_leave(seen: Any) -> None:
        insert(seen)
        elsewhere(lambda: listings.withdraw(rows[leaver], by=admin))

    monkeypatch.setattr(insertion, "insert_missing", insert_and_leave)
    refresh.refresh_one(mine)

    assert list(Suggestion.objects.values_list("state", flat=True)) == [SuggestionState.SUPERSEDED]


def test_workers_that_take_at_once_take_a_full_batch_each() -> None:
    enterprise = make_enterprise()
    for _ in range(40):
        make_published_demand(enterprise=enterprise)
    start = Barrier(4)

    def take() -> list[int]:
        start.wait(timeout=30)
        _, rows = match_queue.claim(10) or ("", [])
        connection.close()
        return [row.pk for row in rows]

    with ThreadPoolExecutor(4) as pool:
        taken = [future.result() for future in [pool.submit(take) for _ in range(4)]]

    assert [len(each) for each in taken] == [10, 10, 10, 10]
    assert len({pk for each in taken for pk in each}) == 40


def test_both_sides_matched_and_decided_at_once_end_with_one_row_a_pair_and_every_decision() -> None:
    offers = [make_published_offer() for _ in range(12)]
    demands = [make_published_demand() for _ in range(12)]
    market_index.current_or_build()
    refresh.refresh_many(ListingKind.DEMAND, demands)
    admin, start = make_admin(), Barrier(7)

    def match(kind: ListingKind, rows: Any) -> None:
        start.wait(timeout=30)
        for _ in range(6):
            refresh.refresh_many(kind, rows)
        connection.close()

    def decide() -> list[int]:
        start.wait(timeout=30)
        done = []
        for pair in Suggestion.objects.pending().order_by("?")[:40]:
            with suppress(DomainError):
                decisions.reject(pair, by=admin, reason="too_early")
                done.append(pair.pk)
        connection.close()
        return done

    with ThreadPoolExecutor(7) as pool:
        workers = [pool.submit(match, ListingKind.OFFER, list(reversed(offers))) for _ in range(3)]
        workers += [pool.submit(match, ListingKind.DEMAND, demands) for _ in range(3)]
        decided = pool.submit(decide).result()
        for each in workers:
            each.result()

    assert len(decided) == 40
    assert set(Suggestion.objects.filter(state__in=DECIDED).values_list("pk", flat=True)) == set(decided)
    assert SuggestionEvent.objects.filter(to_state=SuggestionState.REJECTED).count() == 40
    pairs = list(Suggestion.objects.values_list("offer", "demand"))
    assert len(pairs) == len(set(pairs))
    assert Offer.objects.filter(matched_revision=1).count() == 12
