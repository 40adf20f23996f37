"""The address to return to is checked before anything is moved."""

import pytest
from django.test import Client

from matching.introductions import lifecycle
from matching.models import Introduction
from matching.states import IntroductionState, SuggestionState
from tests.factories import (
    alliance_of,
    make_coordinator,
    make_member,
    make_offer,
    make_published_offer,
    make_suggestion,
)
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State

pytestmark = pytest.mark.django_db

UNSUITABLE = (
    "%s%n",
    "/%s%n",
    "home",
    "matching:queue",
    "/no/such/page/",
    "//evil.example/offers/",
    "https://evil.example/",
    "javascript:alert(1)",
    "/offers/\n/",
    "/offers/?q=" + "x" * 20_000,
    "/offers/%00/",
    "http://[",
)


@pytest.mark.parametrize("address", UNSUITABLE)
def test_a_fulfilled_listing_leads_to_its_page(client: Client, address: str) -> None:
    offer = make_published_offer()
    client.force_login(make_member(offer.enterprise))

    answer = client.post(f"/offers/{offer.pk}/fulfil/", {"next": address})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/offers/{offer.pk}/")
    stored = Offer.objects.get()
    assert (stored.state, list(stored.events.values_list("to_state", flat=True))) == (
        "fulfilled",
        ["fulfilled"],
    )


@pytest.mark.parametrize("address", UNSUITABLE)
def test_a_moved_introduction_leads_to_its_page(client: Client, address: str) -> None:
    pair = make_suggestion(state=SuggestionState.APPROVED)
    coordinator = make_coordinator(alliance_of(pair.offer), alliance_of(pair.demand))
    introduction = lifecycle.open_for(pair, by=coordinator)
    Introduction.objects.update(state=IntroductionState.CONNECTED)
    client.force_login(coordinator)

    answer = client.post(f"/introductions/{introduction.pk}/meet/", {"next": address})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/introductions/{introduction.pk}/")
    assert Introduction.objects.get().state == IntroductionState.MEETING


@pytest.mark.parametrize("address", ["/listings/?state=published", "/offers/?q=%25s%25n", "/?q=a%0Ab#x"])
def test_a_page_of_this_site_is_a_way_back(client: Client, address: str) -> None:
    offer = make_offer(state=State.PUBLISHED)
    client.force_login(make_member(offer.enterprise))

    assert client.post(f"/offers/{offer.pk}/pause/", {"next": address}).headers["Location"] == address
