"""The actions of an owner in every state, requests of strangers, and the deletion of a draft."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from tests.factories import (
    make_admin,
    make_coordinator,
    make_demand,
    make_enterprise,
    make_member,
    make_offer,
)
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

ACTIONS = ("submit", "renew", "resume", "pause", "fulfil", "withdraw", "archive")
ALLOWED = {
    ("draft", "submit"): "submitted",
    ("changes_requested", "submit"): "submitted",
    ("expired", "renew"): "submitted",
    ("paused", "resume"): "published",
    ("published", "pause"): "paused",
    ("published", "fulfil"): "fulfilled",
    ("published", "withdraw"): "withdrawn",
    ("rejected", "archive"): "archived",
    ("fulfilled", "archive"): "archived",
    ("withdrawn", "archive"): "archived",
    ("expired", "archive"): "archived",
}


def told(response: Any) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)]


@pytest.mark.slow
def test_every_action_in_every_state(client: Client) -> None:
    enterprise = make_enterprise()
    client.force_login(make_member(enterprise))
    moved = {}
    for state in State:
        for action in ACTIONS:
            demand = make_demand(state=state, enterprise=enterprise)
            response = client.post(f"/demands/{demand.pk}/{action}/")
            assert response.headers["Location"] == f"/demands/{demand.pk}/"
            stored = Demand.objects.get(pk=demand.pk)
            if stored.state != state:
                moved[(state.value, action)] = stored.state
            assert stored.events.count() == (stored.state != state)

    assert moved == ALLOWED


def test_success_and_refusal_are_told(client: Client) -> None:
    offer = make_offer(state=State.PUBLISHED)
    client.force_login(make_member(offer.enterprise))

    done = client.post(f"/offers/{offer.pk}/pause/")
    again = client.post(f"/offers/{offer.pk}/pause/")

    assert told(done)[-1] == ("success", "Paused: nobody else sees it until you resume it.")
    assert told(again)[-1] == ("error", "This is no longer possible here. Please reload the page.")


def test_who_hands_in_an_incomplete_draft_is_led_to_its_form(client: Client) -> None:
    offer = make_offer(summary="", trl=None)
    client.force_login(make_member(offer.enterprise))

    response = client.post(f"/offers/{offer.pk}/submit/")

    assert response.headers["Location"] == f"/offers/{offer.pk}/edit/"
    assert told(response) == [
        ("error", "Before you submit, please complete: summary, technology readiness level.")
    ]


def test_an_unverified_enterprise_is_told_why_it_has_to_wait(client: Client) -> None:
    offer = make_offer(enterprise=make_enterprise(verified=False))
    client.force_login(make_member(offer.enterprise))

    response = client.post(f"/offers/{offer.pk}/submit/")

    assert told(response)[0][0] == "error"
    assert Offer.objects.get().state == "draft"


def test_renewing_takes_one_click(client: Client) -> None:
    offer = make_offer(state=State.EXPIRED, valid_until=timezone.localdate() - timedelta(days=1))
    client.force_login(make_member(offer.enterprise))

    client.post(f"/offers/{offer.pk}/renew/")

    stored = Offer.objects.get()
    assert (stored.state, stored.valid_until) == ("submitted", timezone.localdate() + timedelta(days=365))


@pytest.mark.parametrize(
    ("next_page", "expected"),
    [
        ("/listings/?state=published", "/listings/?state=published"),
        ("https://evil.example/", "/offers/{pk}/"),
    ],
)
def test_the_way_back_stays_on_this_site(client: Client, next_page: str, expected: str) -> None:
    offer = make_offer(state=State.PUBLISHED)
    client.force_login(make_member(offer.enterprise))

    response = client.post(f"/offers/{offer.pk}/pause/", {"next": next_page})

    assert response.headers["Location"] == expected.format(pk=offer.pk)


@pytest.mark.parametrize("page", ["pause", "delete", "edit"])
@pytest.mark.parametrize("make_person", [make_member, make_coordinator, make_admin])
def test_who_does_not_own_it_finds_nothing(client: Client, make_person: Any, page: str) -> None:
    offer = make_offer(state=State.PUBLISHED)
    client.force_login(make_person())

    assert client.post(f"/offers/{offer.pk}/{page}/").status_code == 404
    assert Offer.objects.get().state == "published"


@pytest.mark.parametrize("page", ["pause", "delete", "edit"])
def test_a_visitor_logs_in_first(client: Client, page: str) -> None:
    offer = make_offer(state=State.PUBLISHED)

    assert client.post(f"/offers/{offer.pk}/{page}/").status_code == 302
    assert Offer.objects.get().state == "published"


def test_a_link_moves_nothing(client: Client) -> None:
    offer = make_offer(state=State.PUBLISHED)
    client.force_login(make_member(offer.enterprise))

    assert client.get(f"/offers/{offer.pk}/pause/").status_code == 405


def test_an_action_that_is_not_the_owners_is_not_there(client: Client) -> None:
    offer = make_offer(state=State.SUBMITTED)
    client.force_login(make_member(offer.enterprise))

    assert client.post(f"/offers/{offer.pk}/publish/").status_code == 404
    assert Offer.objects.get().state == "submitted"


def test_a_draft_is_deleted_after_a_question(client: Client) -> None:
    offer = make_offer(title="固态电池")
    client.force_login(make_member(offer.enterprise))

    question = client.get(f"/offers/{offer.pk}/delete/")
    assert "固态电池" in question.text
    assert Offer.objects.exists()

    response = client.post(f"/offers/{offer.pk}/delete/")

    assert response.headers["Location"] == "/listings/"
    assert not Offer.objects.exists()


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
def test_what_is_no_draft_is_not_deleted(client: Client, state: str) -> None:
    offer = make_offer(state=state)
    client.force_login(make_member(offer.enterprise))

    response = client.post(f"/offers/{offer.pk}/delete/")

    assert told(response) == [("error", "Only a draft can be deleted.")]
    assert Offer.objects.exists()
