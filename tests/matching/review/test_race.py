"""Several people compete for one row. Needs a database with several writers at a time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction

from matching.introductions import lifecycle
from matching.models import Introduction, IntroductionSide, Suggestion, SuggestionEvent
from matching.review import decisions
from matching.states import SuggestionState
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.introduced import open_introduction
from ydeu.marketplace import listings
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Act = Callable[[], object]


def all_at_once(acts: Sequence[Act]) -> list[bool]:
    """Run each in its own thread and connection, starting together. True for each without a DomainError."""
    start = Barrier(len(acts))

    def run(act: Act) -> bool:
        try:
            start.wait(timeout=30)
            act()
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_twenty_coordinators_decide_on_one_pair_and_one_decision_counts() -> None:
    pair = make_suggestion()
    people = [make_coordinator(alliance_of(pair.demand)) for _ in range(20)]

    def decision(number: int) -> Act:
        mine, by = Suggestion.objects.select_related("offer", "demand").get(pk=pair.pk), people[number]
        if number % 3 == 0:
            return lambda: decisions.approve(mine, by=by)
        if number % 3 == 1:
            return lambda: decisions.reject(mine, by=by, reason="too_early")
        return lambda: decisions.defer(mine, by=by)

    results = all_at_once([decision(number) for number in range(20)])
    assert results.count(True) == 1
    pair.refresh_from_db()
    event = SuggestionEvent.objects.get()
    assert (event.to_state, event.actor) == (pair.state, pair.decided_by)
    assert pair.decided_by == people[results.index(True)]
    approved = int(pair.state == "approved")
    assert (Introduction.objects.count(), Notice.objects.count()) == (approved, 2 * approved)


def test_two_sides_that_accept_at_once_are_connected_once() -> None:
    seller, buyer = make_member(), make_member()
    pair = make_suggestion(
        offer=make_published_offer(enterprise=seller.memberships.get().enterprise),
        demand=make_published_demand(enterprise=buyer.memberships.get().enterprise),
    )
    introduction = open_introduction(pair, by=make_admin())

    def acceptance(side: str, number: int) -> Act:
        mine = Introduction.objects.get(pk=introduction.pk)
        answer = IntroductionSide.objects.get(introduction=mine, side=side)
        by = seller if side == "offer" else buyer
        return lambda: lifecycle.accept(mine, answer, by=by, note=str(number))

    acts = [acceptance(side, number) for number in range(5) for side in ("offer", "demand")]
    assert all_at_once(acts).count(True) == 2
    introduction.refresh_from_db()
    assert introduction.state == "connected"
    assert introduction.events.filter(to_state="connected").count() == 1
    assert Notice.objects.filter(kind=NoticeKind.INTRODUCTION_CONNECTED).count() == 2


def test_an_approval_is_undone_once() -> None:
    pair, by = make_suggestion(), make_admin()
    decisions.approve(pair, by=by)
    copies = [Suggestion.objects.get(pk=pair.pk) for _ in range(5)]
    assert all_at_once([partial(decisions.undo, mine, by=by) for mine in copies]).count(True) == 1
    pair.refresh_from_db()
    assert (pair.state, Introduction.objects.count()) == ("pending", 0)
    assert {notice.state for notice in Notice.objects.all()} == {Delivery.WITHDRAWN}


def test_an_approval_waits_for_a_withdrawal_under_way_and_is_refused() -> None:
    pair = make_suggestion()
    coordinator, owner = make_coordinator(alliance_of(pair.demand)), make_member(pair.demand.enterprise)
    withdrawn, seen = Event(), Suggestion.objects.select_related("offer", "demand").get(pk=pair.pk)

    def withdraw() -> None:
        with transaction.atomic():
            listings.withdraw(pair.demand, by=owner)
            withdrawn.set()
            sleep(0.5)

    def approve() -> None:
        assert withdrawn.wait(timeout=30)
        decisions.approve(seen, by=coordinator)

    assert all_at_once([withdraw, approve]) == [True, False]
    assert not Introduction.objects.exists()
    pair.refresh_from_db()
    assert pair.state == SuggestionState.SUPERSEDED
