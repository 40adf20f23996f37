"""A person who comes too late is told why, and can save the text they typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from matching.introductions import lifecycle
from matching.models import Suggestion
from matching.review import decisions
from tests.factories import (
    make_admin,
    make_coordinator,
    make_demand,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
    make_user,
)
from tests.marketplace.posts import png
from tests.matching.introduced import Cast, make_cast, make_introduction
from ydeu.accounts.models import User
from ydeu.marketplace.models import Demand

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def coordinator(client: Client) -> User:
    """A coordinator who is logged in."""
    user = make_coordinator()
    client.force_login(user)
    return user


@pytest.fixture
def decided(coordinator: User) -> Suggestion:
    """A pair of the coordinator that somebody else has decided in the meantime."""
    demand = make_published_demand(alliance=coordinator.coordinates.get().alliance)
    pair = make_suggestion(demand=demand)
    decisions.approve(Suggestion.objects.get(pk=pair.pk), by=make_admin())
    return pair


def page_of(response: Any) -> str:
    assert response.status_code == 409
    page: str = response.content.decode()
    assert "Nothing was saved" in page
    return page


def test_a_note_on_a_rejection_is_not_lost(client: Client, decided: Suggestion) -> None:
    url = decided.get_absolute_url()
    page = page_of(
        client.post(f"{url}reject/?q=pump", {"reason": "too_early", "note": "Ask <again> in May."})
    )
    for text in ("Too early", "Ask &lt;again&gt; in May.", f'href="{url}?q=pump"'):
        assert text in page


def test_a_mere_choice_leads_straight_back(client: Client, decided: Suggestion) -> None:
    for action, data in (("approve", {}), ("reject", {"reason": "too_early"})):
        response = client.post(f"{decided.get_absolute_url()}{action}/", data)
        assert (response.status_code, response["Location"]) == (302, decided.get_absolute_url())


def test_the_day_of_a_deferral_is_not_lost(client: Client, decided: Suggestion) -> None:
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert day in page_of(client.post(f"{decided.get_absolute_url()}defer/", {"until": day}))


def test_a_contract_that_another_has_recorded_or_closed(client: Client) -> None:
    cast = make_cast()
    introduction = make_introduction(cast, "closed_no_deal")
    client.force_login(cast.buyer)
    data = {
        "mode": "license",
        "signed_on": timezone.localdate().isoformat(),
        "amount_band": "50_200",
        "registration_number": "2026310000000123",
    }
    page = page_of(client.post(f"{introduction.get_absolute_url()}sign/", data))
    for text in ("Technology licence", "2026310000000123", "¥500,000 to 2 million"):
        assert text in page


def test_the_reason_of_a_no_that_comes_too_late(client: Client) -> None:
    cast = make_cast()
    introduction = make_introduction(cast)
    client.force_login(cast.buyer)
    side = introduction.sides.get(side="demand")
    lifecycle.decline(introduction, side, by=cast.buyer, reason="capacity")
    data = {"side": "demand", "answer": "declined", "reason": "other", "note": "We build it ourselves."}
    page = page_of(client.post(f"{introduction.get_absolute_url()}answer/", data))
    assert "We build it ourselves." in page


def test_a_message_into_an_introduction_that_takes_none(client: Client, cast_of_two: Cast) -> None:
    introduction = make_introduction(cast_of_two)
    client.force_login(cast_of_two.buyer)
    file = SimpleUploadedFile("drawing.png", png(), "image/png")
    data = {"text": "Dear colleagues,\nhow large is it?", "uploads": [file]}
    page = page_of(client.post(f"{introduction.get_absolute_url()}messages/", data))
    assert "Dear colleagues,<br>how large is it?" in page
    assert "drawing.png" in page


@pytest.mark.parametrize(
    "gone",
    [{"state": "withdrawn"}, {"state": "paused"}, {"valid_until": timezone.localdate() - timedelta(days=1)}],
)
def test_a_question_about_a_listing_that_left_meanwhile(client: Client, gone: dict[str, Any]) -> None:
    demand = make_published_demand(title="Secret plan")
    asker = make_member()
    own = make_published_offer(enterprise=asker.memberships.get().enterprise)
    Demand.objects.filter(pk=demand.pk).update(**gone)
    data = {"own": own.pk, "mode": "license", "question": "How <thin>?", "about": "We make films."}
    url = f"/interests/demand/{demand.pk}/"
    client.force_login(asker)
    page = page_of(client.post(url, data))
    for text in ("How &lt;thin&gt;?", "We make films.", "Technology licence", str(own), 'href="/demands/"'):
        assert text in page
    assert "This listing is no longer open" in page
    assert "Secret plan" not in page
    assert client.get(url).status_code == 404
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "who", "status"),
    [
        ({"state": "draft"}, make_member, 404),
        ({"state": "submitted"}, make_member, 404),
        ({"state": "withdrawn", "published_at": timezone.now()}, make_member, 409),
        ({"state": "withdrawn", "published_at": timezone.now()}, make_user, 403),
        ({"state": "withdrawn", "published_at": timezone.now(), "visibility": "members"}, make_user, 404),
    ],
)
def test_a_stranger_learns_nothing_of_it(client: Client, wanted: Any, who: Any, status: int) -> None:
    demand = make_demand(**wanted)
    client.force_login(who())
    response = client.post(f"/interests/demand/{demand.pk}/", {"about": "We make films."})
    assert response.status_code == status


@pytest.fixture
def cast_of_two() -> Cast:
    return make_cast()
