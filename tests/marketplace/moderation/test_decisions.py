"""Decisions of an administrator with the buttons on the page of a listing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.factories import (
    make_offer,
)
from tests.marketplace.moderation.pages import (
    QUEUE,
    decide,
    notices_to,
    page_of,
    state_of,
    steps_of,
    submitted,
    told,
)
from ydeu.accounts.models import User
from ydeu.marketplace.states import State

pytestmark = pytest.mark.django_db


def test_publish_is_one_click_and_the_poster_is_told(desk: Client) -> None:
    offer = submitted(title="Solid electrolyte")
    response = decide(desk, offer, "publish")
    assert (response.status_code, response.url) == (302, page_of(offer))
    assert told(response) == ["“Solid electrolyte” is published."]
    assert state_of(offer) == State.PUBLISHED
    assert steps_of(offer) == [("Wang", "submitted", "published", "", "")]
    assert notices_to(offer.created_by) == [("listing_published", "", "")]


def test_asking_for_changes_takes_a_note_that_the_poster_reads(desk: Client) -> None:
    offer = submitted()
    decide(desk, offer, "request_changes", note="Please give the cycle life.")
    assert state_of(offer) == State.CHANGES_REQUESTED
    assert steps_of(offer) == [("Wang", "submitted", "changes_requested", "", "Please give the cycle life.")]
    assert notices_to(offer.created_by) == [("listing_changes_requested", "Please give the cycle life.", "")]


def test_rejecting_takes_a_reason_and_may_take_a_note(desk: Client) -> None:
    offer = submitted()
    decide(desk, offer, "reject", reason="duplicate", note="See offer 7.")
    assert state_of(offer) == State.REJECTED
    assert steps_of(offer) == [("Wang", "submitted", "rejected", "duplicate", "See offer 7.")]
    assert notices_to(offer.created_by) == [
        ("listing_rejected", "See offer 7.", "Duplicate of another listing")
    ]


@pytest.mark.parametrize("name", ["request_changes", "reject"])
def test_nothing_is_decided_without_what_has_to_be_said(desk: Client, name: str) -> None:
    offer = submitted()
    response = decide(desk, offer, name)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert state_of(offer) == State.SUBMITTED


def test_other_as_a_reason_needs_an_explanation(desk: Client) -> None:
    offer = submitted()
    response = decide(desk, offer, "reject", reason="other")
    assert told(response) == ["Please choose a reason; “other” needs an explanation."]
    assert state_of(offer) == State.SUBMITTED


def test_looking_at_a_decision_decides_nothing(desk: Client) -> None:
    offer = submitted()
    assert desk.get(f"{QUEUE}{offer.pk}/decide/publish/").status_code == 200
    assert desk.get(f"{QUEUE}{offer.pk}/decide/burn/").status_code == 404
    assert desk.get(f"{QUEUE}{offer.pk + 99}/decide/publish/").status_code == 404
    assert state_of(offer) == State.SUBMITTED


def test_a_decision_needs_the_token_of_its_page(admin: User) -> None:
    offer = submitted()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin)
    assert decide(strict, offer, "publish").status_code == 403
    assert state_of(offer) == State.SUBMITTED


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.DRAFT, []),
        (State.SUBMITTED, ["publish", "request_changes", "reject"]),
        (State.CHANGES_REQUESTED, []),
        (State.PUBLISHED, ["pause", "withdraw"]),
        (State.PAUSED, ["resume", "archive"]),
        (State.EXPIRED, ["archive"]),
        (State.REJECTED, ["archive"]),
        (State.FULFILLED, ["archive"]),
        (State.WITHDRAWN, ["archive"]),
        (State.ARCHIVED, []),
    ],
)
def test_a_page_offers_what_the_table_of_transitions_allows(
    desk: Client, state: State, offered: list[str]
) -> None:
    offer = make_offer(state=state, moderated_revision=1)
    decisions = desk.get(page_of(offer)).context["decisions"]
    assert [decision.name for decision in decisions] == offered


@pytest.mark.parametrize(
    ("state", "name", "then"),
    [
        (State.PUBLISHED, "pause", State.PAUSED),
        (State.PUBLISHED, "withdraw", State.WITHDRAWN),
        (State.PAUSED, "resume", State.PUBLISHED),
        (State.EXPIRED, "archive", State.ARCHIVED),
    ],
)
def test_the_later_life_of_a_listing_is_decided_here_too(
    desk: Client, state: State, name: str, then: State
) -> None:
    offer = make_offer(state=state)
    decide(desk, offer, name)
    assert state_of(offer) == then


def test_a_decision_that_comes_too_late_is_refused_politely(desk: Client) -> None:
    offer = make_offer(state=State.WITHDRAWN)
    response = decide(desk, offer, "publish")
    assert told(response) == ["This is no longer possible here. Please reload the page."]
    assert state_of(offer) == State.WITHDRAWN


def test_a_listing_that_changed_under_the_reader_is_not_published_unread(desk: Client) -> None:
    offer = submitted()
    seen = desk.get(page_of(offer)).context["seen"]
    offer.title = "Something else entirely"
    offer.save()
    response = decide(desk, offer, "publish", seen=seen)
    assert told(response) == ["The listing was changed after you opened it. Please read it again."]
    assert state_of(offer) == State.SUBMITTED
    decide(desk, offer, "publish", seen=desk.get(page_of(offer)).context["seen"])
    assert state_of(offer) == State.PUBLISHED


def test_decide_and_next_opens_the_one_that_has_waited_longest(desk: Client) -> None:
    newest, oldest, decided = submitted(1), submitted(5), submitted(3)
    assert decide(desk, decided, "publish", _next="1").url == page_of(oldest)
    assert decide(desk, oldest, "reject", reason="duplicate", _next="1").url == page_of(newest)
    response = decide(desk, newest, "publish", _next="1")
    assert response.url == QUEUE
    assert told(response)[-1] == "Nothing is left to moderate here."


def test_djangos_own_history_knows_the_decision(desk: Client, admin: User) -> None:
    offer = submitted()
    decide(desk, offer, "publish")
    entries = LogEntry.objects.filter(object_id=offer.pk).values_list("user", "change_message")
    assert list(entries) == [(admin.pk, "Publish")]
