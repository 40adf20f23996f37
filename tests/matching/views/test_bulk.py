"""Reject up to five hundred pairs at once, for one reason, in one transaction."""

import html
import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.models import Suggestion, SuggestionEvent
from matching.review import bulk, decisions, interests
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.views.test_review import make_own_pair
from ydeu.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def states() -> list[str]:
    return list(Suggestion.objects.order_by("pk").values_list("state", flat=True))


def reject(client: Client, *pairs: Suggestion, query: str = "", **more: str) -> str:
    """The page after the rejection."""
    data = {"pair": [pair.pk for pair in pairs], "reason": "capacity", **more}
    response = client.post(f"/review/reject/{query}", data, follow=True)
    assert response.redirect_chain[0][0] == f"/review/{query}"
    return response.content.decode()


def test_ticked_pairs_are_rejected_for_one_reason(client: Client, coordinator: User) -> None:
    pairs = [make_own_pair(coordinator) for _ in range(3)]
    page = reject(client, *pairs[:2], note="Inner.", poster_note="State quantities.")
    assert "2 pairs rejected." in page
    assert states() == ["rejected", "rejected", "pending"]
    row = Suggestion.objects.order_by("pk")[0]
    assert (row.reason, row.note, row.poster_note, row.decided_by) == (
        "capacity",
        "Inner.",
        "State quantities.",
        coordinator,
    )
    assert [(e.actor, e.from_state, e.to_state, e.reason) for e in row.events.all()] == [
        (coordinator, "pending", "rejected", "capacity")
    ]


def test_what_cannot_be_rejected_is_named_and_what_is_not_mine_is_left(
    client: Client, coordinator: User
) -> None:
    mine, decided, foreign = make_own_pair(coordinator), make_own_pair(coordinator), make_suggestion()
    decisions.approve(decided, by=make_admin())
    page = reject(client, mine, decided, foreign)
    assert "1 pair rejected." in page
    assert f"1 could not be rejected: {decided} (Approved)" in page
    assert "1 are not there or not of your alliances." in page
    assert states() == ["rejected", "approved", "pending"]


def test_all_that_the_filters_find_can_be_rejected(client: Client, coordinator: User) -> None:
    for band in ("fair", "strong", "strong"):
        make_own_pair(coordinator, band=band)
    make_suggestion()
    page = reject(client, query="?band=strong", everything="on")
    assert "2 pairs rejected." in page
    assert states() == ["pending", "rejected", "rejected", "pending"]


@pytest.mark.slow
@pytest.mark.parametrize("data", [{"reason": ""}, {"reason": "other"}, {"reason": "nonsense"}])
def test_without_a_reason_nothing_happens_and_the_ticks_stay(
    data: dict[str, str], client: Client, coordinator: User
) -> None:
    pair = make_own_pair(coordinator)
    response = client.post("/review/reject/?q=lithium", {"pair": [pair.pk], "note": " ", **data})
    assert response.context["bulk_form"].errors
    assert response.context["ticked"] == {pair.pk}
    assert re.search(rf'value="{pair.pk}"\s+form="bulk"\s+checked', response.content.decode())
    assert states() == ["pending"]


def test_without_a_tick_the_form_says_so(client: Client, coordinator: User) -> None:
    make_own_pair(coordinator)
    response = client.post("/review/reject/", {"reason": "capacity"})
    assert "Please tick at least one pair." in response.content.decode()
    assert states() == ["pending"]


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "-1", "x"])
def test_what_is_no_number_of_a_row_ticks_nothing(client: Client, coordinator: User, number: str) -> None:
    make_own_pair(coordinator)
    response = client.post("/review/reject/", {"reason": "capacity", "pair": number})
    assert "Please tick at least one pair." in response.content.decode()
    assert states() == ["pending"]


def test_five_hundred_at_once_in_one_transaction_and_few_queries(coordinator: User) -> None:
    """The number of queries is the same for 5 and for 500."""
    alliance = coordinator.coordinates.get().alliance
    counts = []
    for size in (5, 500):
        demand = make_published_demand(alliance=alliance)
        offers = [make_published_offer(enterprise=demand.enterprise, alliance=alliance) for _ in range(5)]
        demands = [
            make_published_demand(enterprise=demand.enterprise, alliance=alliance) for _ in range(size // 5)
        ]
        rows = [Suggestion(offer=o, demand=d, score=0.5) for o in offers for d in demands]
        pks = [row.pk for row in Suggestion.objects.bulk_create(rows)]
        with CaptureQueriesContext(connection) as queries:
            assert len(bulk.reject(pks, by=coordinator, reason="capacity").done) == size
        counts.append(Counter(query["sql"].split()[0] for query in queries))
    for verb in ("SELECT", "UPDATE"):
        assert counts[0][verb] == counts[1][verb] <= 3
    assert counts[1]["INSERT"] <= 500 // 50  # SQLite takes a little over a hundred rows at a time
    assert set(states()) == {"rejected"}


def test_many_are_rejected_together_or_not_at_all(coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [make_own_pair(coordinator) for _ in range(3)]

    def crash(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(interests, "tell_refused", crash)
    with pytest.raises(RuntimeError):
        bulk.reject([pair.pk for pair in pairs], by=coordinator, reason="capacity")
    assert states() == ["pending"] * 3
    assert not SuggestionEvent.objects.exists()


def test_more_than_five_hundred_are_refused(coordinator: User) -> None:
    with pytest.raises(bulk.TooMany):
        bulk.reject(range(501), by=coordinator, reason="capacity")


def test_who_asked_is_told_after_a_bulk_rejection_too(coordinator: User) -> None:
    seller = make_member()
    offer = make_published_offer(enterprise=seller.memberships.get().enterprise)
    demand = make_published_demand(alliance=coordinator.coordinates.get().alliance)
    pair = interests.express(offer, demand, by=seller, mode="license", about="We.").suggestion
    bulk.reject([pair.pk], by=coordinator, reason="capacity")
    assert [notice.kind for notice in seller.notices.all()] == ["interest_refused"]


def take_back(client: Client, page: str) -> str:
    """Press the undo button of the message."""
    (at,) = re.findall(r'name="at" value="([^"]+)"', page)
    response = client.post("/review/undo/?q=lithium", {"at": html.unescape(at)})
    assert response["Location"] == "/review/?q=lithium"
    return client.get("/review/?state=any").content.decode()


def test_all_of_them_are_taken_back_with_one_click(client: Client, coordinator: User) -> None:
    before, *pairs = (make_own_pair(coordinator) for _ in range(4))
    decisions.reject(before, by=coordinator, reason="capacity")
    assert "3 pairs are in the queue again." in take_back(client, reject(client, *pairs))
    assert states() == ["rejected", "pending", "pending", "pending"]
    for row in Suggestion.objects.pending():
        assert (row.reason, row.decided_by, row.is_overdue, row.days_waiting) == ("", None, False, 0)
        assert row.due_at is not None
        assert row.due_at > timezone.now()
        assert [(e.to_state, e.actor) for e in row.events.all()] == [
            ("rejected", coordinator),
            ("pending", coordinator),
        ]


def test_what_was_decided_anew_since_then_stays_decided(client: Client, coordinator: User) -> None:
    again, other = (make_own_pair(coordinator) for _ in range(2))
    page = reject(client, again, other)
    again.refresh_from_db()
    decisions.undo(again, by=coordinator)
    decisions.reject(again, by=coordinator, reason="duplicate")
    assert "1 pair is in the queue again." in take_back(client, page)
    assert states() == ["rejected", "pending"]


def test_nobody_takes_back_what_another_rejected(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    page = reject(client, pair)
    client.force_login(make_coordinator(alliance_of(pair.demand)))
    assert "0 pairs are in the queue again." in take_back(client, page)
    assert states() == ["rejected"]


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-01", "2026-01-01T00:00"])
def test_what_is_no_moment_takes_nothing_back(at: str, client: Client, coordinator: User) -> None:
    assert client.post("/review/undo/", {"at": at}).status_code == 302


def test_who_asked_never_hears_of_what_was_taken_back(client: Client, coordinator: User) -> None:
    seller = make_member()
    offer = make_published_offer(enterprise=seller.memberships.get().enterprise)
    demand = make_published_demand(alliance=coordinator.coordinates.get().alliance)
    pair = interests.express(offer, demand, by=seller, mode="license", about="We.").suggestion
    take_back(client, reject(client, pair))
    assert [notice.state for notice in seller.notices.all()] == ["withdrawn"]
