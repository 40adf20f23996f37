from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from matching.models import Introduction, Suggestion, SuggestionEvent
from matching.review import decisions
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_member,
    make_published_demand,
    make_suggestion,
)
from ydeu.accounts.models import User
from ydeu.marketplace.models import Offer
from ydeu.notices.enums import Delivery
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ACTIONS = ("approve", "reject", "defer", "undo")


def make_own_pair(user: User, **fields: Any) -> Suggestion:
    alliance = user.coordinates.get().alliance
    return make_suggestion(demand=make_published_demand(alliance=alliance), **fields)


def url(action: str, pair: Suggestion) -> str:
    return reverse(f"matching:{action}", args=[pair.pk])


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def state_of(pair: Suggestion) -> str:
    return Suggestion.objects.values_list("state", flat=True).get(pk=pair.pk)


@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_post_a_decision(action: str, client: Client) -> None:
    pair = make_suggestion()
    assert client.post(url(action, pair)).status_code == 302
    for user, expected in [(make_member(pair.demand.enterprise), 403), (make_coordinator(), 404)]:
        client.force_login(user)
        assert client.post(url(action, pair)).status_code == expected
    client.force_login(make_admin())
    assert client.get(url(action, pair)).status_code == 405
    assert (state_of(pair), SuggestionEvent.objects.count()) == ("pending", 0)


@pytest.mark.parametrize(
    ("action", "data", "state"),
    [
        ("approve", {}, "approved"),
        ("reject", {"reason": "too_early", "note": ""}, "rejected"),
        ("defer", {"note": "Asked for figures."}, "deferred"),
    ],
)
def test_a_decision_leads_to_the_next_pair_and_offers_to_undo_it(
    action: str, data: dict[str, str], state: str, client: Client, coordinator: User
) -> None:
    pair, following = make_own_pair(coordinator, score=0.8), make_own_pair(coordinator, score=0.6)
    response = client.post(f"{url(action, pair)}?q=lithium", data)
    assert response["Location"] == f"{following.get_absolute_url()}?q=lithium"
    assert state_of(pair) == state
    page = client.get(response["Location"]).content.decode()
    assert f'action="{url("undo", pair)}?q=lithium"' in page
    assert 'data-key="u"' in page


def test_after_the_last_pair_comes_the_first_that_was_passed_over(client: Client, coordinator: User) -> None:
    skipped, last = make_own_pair(coordinator, score=0.8), make_own_pair(coordinator, score=0.6)
    assert client.post(url("defer", last))["Location"] == skipped.get_absolute_url()


def test_when_nothing_is_left_the_queue_is_shown(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    response = client.post(url("defer", pair), follow=True)
    assert response.redirect_chain == [("/review/", 302)]
    assert "The queue is empty" in response.content.decode()
    assert "Undo" in response.content.decode()


def test_undo_leads_back_to_the_pair(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    client.post(url("approve", pair))
    response = client.post(f"{url('undo', pair)}?q=x")
    assert response["Location"] == f"{pair.get_absolute_url()}?q=x"
    assert (state_of(pair), Introduction.objects.count()) == ("pending", 0)


def test_an_approval_that_was_told_stands_and_the_page_says_so(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    client.post(url("approve", pair))
    Notice.objects.update(state=Delivery.SENT)
    response = client.post(url("undo", pair), follow=True)
    assert response.status_code == 200
    assert "already been told" in response.content.decode()
    assert state_of(pair) == "approved"


@pytest.mark.parametrize(
    "data", [{"reason": ""}, {"reason": "other", "note": "Inner."}, {"reason": "nonsense"}]
)
def test_a_rejection_without_a_reason_shows_the_pair_again_with_what_was_typed(
    data: dict[str, str], client: Client, coordinator: User
) -> None:
    pair = make_own_pair(coordinator)
    response = client.post(url("reject", pair), data)
    assert response.status_code == 200
    assert response.context["reject_form"].errors
    assert '<details class="dropdown" open' in response.content.decode()
    assert (state_of(pair), SuggestionEvent.objects.count()) == ("pending", 0)


@pytest.mark.parametrize(
    ("action", "data"), [("approve", {}), ("reject", {"reason": "too_early"}), ("defer", {})]
)
def test_who_comes_second_sees_who_decided_what(
    action: str, data: dict[str, str], client: Client, coordinator: User
) -> None:
    pair = make_own_pair(coordinator)
    decisions.defer(pair, by=make_coordinator(alliance_of(pair.offer), name="Chen Yu"))
    response = client.post(url(action, pair), data, follow=True)
    assert response.redirect_chain == [(pair.get_absolute_url(), 302)]
    assert "Chen Yu has already decided on this pair: Deferred." in response.content.decode()
    assert (state_of(pair), SuggestionEvent.objects.count()) == ("deferred", 1)


def test_a_pair_of_a_listing_that_left_is_not_approved(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    Offer.objects.update(state="paused")
    response = client.post(url("approve", pair), follow=True)
    assert "no longer published" in response.content.decode()
    assert (state_of(pair), Introduction.objects.count()) == ("pending", 0)


def test_titles_in_the_message_are_never_html(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    Offer.objects.update(title="<b>bold</b>")
    response = client.post(url("defer", pair))
    assert "&lt;b&gt;bold" in said(response)
    assert "<b>bold" not in said(response)
