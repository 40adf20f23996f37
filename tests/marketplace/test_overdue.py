"""Listings that wait longer for an answer than promised."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_admin, make_alliance, make_demand, make_member, make_offer
from ydeu.accounts.models import User
from ydeu.marketplace import listings, tasks
from ydeu.marketplace.models import Listing, Offer
from ydeu.marketplace.states import State
from ydeu.notices.models import Notice

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("in_english"),
    pytest.mark.usefixtures("every_day_is_worked"),
]


def handed_in(
    make: Callable[..., Listing] = make_offer, *, days: float = 6, state: str = State.SUBMITTED
) -> Listing:
    since = timezone.now() - timedelta(days=days)
    return make(state=state, submitted_at=since, alliance=make_alliance(days_to_publish=5))


def told() -> list[tuple[User | None, str, str]]:
    rows = Notice.objects.filter(kind="review_listings").order_by("pk")
    return [(notice.recipient, notice.context["title"]["en"], notice.url) for notice in rows]


def test_the_administrators_hear_once_of_all_that_waits_too_long() -> None:
    admin = make_admin()
    for make in (make_offer, make_offer, make_demand):
        handed_in(make)
    handed_in(days=4)
    handed_in(state=State.PUBLISHED)
    tasks.remind()
    tasks.remind()
    assert told() == [
        (admin, "Offers (2)", "/admin/marketplace/offer/"),
        (admin, "Demands (1)", "/admin/marketplace/demand/"),
    ]


@pytest.mark.parametrize(("days", "is_late"), [(4.9, False), (5.1, True)])
def test_without_an_alliance_the_usual_days_are_promised(days: float, is_late: bool) -> None:
    admin = make_admin()
    since = timezone.now() - timedelta(days=days)
    offer = make_offer(state=State.SUBMITTED, submitted_at=since, alliance=None)
    assert (offer.answer_due_at, offer.is_answer_overdue) == (since + timedelta(days=5), is_late)
    tasks.remind()
    assert told() == [(admin, "Offers (1)", "/admin/marketplace/offer/")] * is_late


def test_handed_in_again_it_may_be_told_again() -> None:
    make_admin()
    offer = handed_in()
    tasks.remind()
    Offer.objects.update(overdue_told_at=timezone.now() - timedelta(days=9))
    tasks.remind()
    assert len(told()) == 2
    told_at = Offer.objects.get().overdue_told_at
    assert told_at is not None
    assert offer.submitted_at is not None
    assert told_at > offer.submitted_at


@pytest.mark.parametrize("state", [state for state in State if state != State.SUBMITTED])
def test_only_what_was_handed_in_has_a_promise(state: str) -> None:
    assert handed_in(state=state).answer_due_at is None


def test_the_owner_reads_until_when_an_answer_is_promised(client: Client) -> None:
    offer = handed_in(days=1)
    client.force_login(make_member(offer.enterprise))
    assert offer.answer_due_at is not None
    due = timezone.localtime(offer.answer_due_at).strftime("%Y-%m-%d")
    assert f"You have an answer by {due}." in client.get(offer.get_absolute_url()).text
    Offer.objects.update(submitted_at=timezone.now() - timedelta(days=9))
    assert "We are late" in client.get(offer.get_absolute_url()).text


def test_an_answer_ends_the_waiting() -> None:
    offer = handed_in()
    listings.publish(offer, by=make_admin())
    tasks.remind()
    assert told() == []


def test_the_administrators_see_in_their_queue_what_is_overdue(client: Client) -> None:
    handed_in()
    client.force_login(make_admin())
    assert "6 days · overdue" in client.get("/admin/marketplace/offer/").text
