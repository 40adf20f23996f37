"""The warning of a copy: it comes before the listing is submitted, and the user may ignore it."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests.factories import make_alliance, make_enterprise, make_member, make_offer, make_published_offer
from tests.marketplace.fake_search import FakeSearch
from tests.marketplace.posts import PDF, demand_post, offer_post, upload
from ydeu.accounts.models import Enterprise
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Attachment, Demand, Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]

OWN = "This looks like one of your listings:"
PUBLISHED = "This looks like one already published:"
HELD = "It is kept as a draft and not handed in yet."


@pytest.fixture
def enterprise(client: Client) -> Enterprise:
    enterprise = make_enterprise()
    client.force_login(make_member(enterprise))
    return enterprise


@pytest.fixture
def alliance() -> Alliance:
    return make_alliance()


@pytest.fixture
def own(enterprise: Enterprise, finder: FakeSearch) -> Offer:
    """A draft of the enterprise. Everything that the enterprise posts is a copy of it."""
    draft = make_offer(enterprise=enterprise, title="旧草稿 <1>")
    finder.likenesses[draft] = 0.9
    return draft


def hidden_values(page: Any, name: str) -> str:
    return str(page.text).partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]


def test_a_submission_waits_until_the_poster_was_told(client: Client, own: Offer, alliance: Alliance) -> None:
    page = client.post("/offers/new/", offer_post(alliance, title="新的一份"))

    offer = Offer.objects.get(title="新的一份")
    assert offer.state == State.DRAFT
    assert OWN in page.text
    assert HELD in page.text
    assert "旧草稿 &lt;1&gt;" in page.text
    assert f'href="{own.get_absolute_url()}"' in page.text
    assert page.context["form"]["title"].value() == "新的一份"
    assert page.context["form"].errors == {}

    told = {"duplicates": hidden_values(page, "duplicates"), "seen": hidden_values(page, "seen")}
    answer = client.post(f"/offers/{offer.pk}/edit/", offer_post(alliance, title="新的一份", **told))

    assert answer.headers["Location"] == offer.get_absolute_url()
    offer.refresh_from_db()
    assert offer.state == State.SUBMITTED
    assert own.pk != offer.pk


def test_files_that_came_with_it_are_kept_once(client: Client, own: Offer, alliance: Alliance) -> None:
    page = client.post("/offers/new/", offer_post(alliance, title="新的一份", files=[upload("a.pdf", PDF)]))
    offer = Offer.objects.get(title="新的一份")
    told = {"duplicates": hidden_values(page, "duplicates"), "seen": hidden_values(page, "seen")}
    client.post(f"/offers/{offer.pk}/edit/", offer_post(alliance, title="新的一份", **told))

    assert Attachment.objects.filter(offer=offer).count() == 1


def test_a_saved_draft_shows_the_warning_and_is_then_submitted_at_once(
    client: Client, own: Offer, alliance: Alliance
) -> None:
    saved = client.post("/offers/new/", offer_post(alliance, title="新的一份", action="draft"), follow=True)
    assert OWN in saved.text
    assert HELD not in saved.text

    offer = Offer.objects.get(title="新的一份")
    told = {"duplicates": hidden_values(saved, "duplicates"), "seen": hidden_values(saved, "seen")}
    client.post(f"/offers/{offer.pk}/edit/", offer_post(alliance, title="新的一份", **told))

    offer.refresh_from_db()
    assert offer.state == State.SUBMITTED


def test_another_duplicate_is_told_of_again(
    client: Client, own: Offer, alliance: Alliance, finder: FakeSearch
) -> None:
    page = client.post("/offers/new/", offer_post(alliance, title="新的一份"))
    offer = Offer.objects.get(title="新的一份")
    other = make_published_offer(
        title="他人的一份", enterprise=make_enterprise(name="沪江新材"), visibility="anonymous"
    )
    finder.scores[other], finder.likenesses[other] = 0.9, 0.95
    told = {"duplicates": hidden_values(page, "duplicates"), "seen": hidden_values(page, "seen")}

    again = client.post(f"/offers/{offer.pk}/edit/", offer_post(alliance, title="新的一份", **told))

    assert PUBLISHED in again.text
    assert "他人的一份" in again.text
    assert "沪江新材" not in again.text
    assert Offer.objects.get(pk=offer.pk).state == State.DRAFT


@pytest.mark.parametrize("told", ["", "x", "9" * 500, "-1"])
def test_nonsense_in_the_hidden_field_counts_as_not_told(
    client: Client, own: Offer, alliance: Alliance, told: str
) -> None:
    page = client.post("/offers/new/", offer_post(alliance, title="新的一份", duplicates=told))

    assert page.status_code == 200
    assert HELD in page.text


def test_an_edit_of_a_published_listing_is_saved_and_warned_of(
    client: Client, own: Offer, enterprise: Enterprise, alliance: Alliance
) -> None:
    live = make_published_offer(enterprise=enterprise, alliance=alliance)

    answer = client.post(f"/offers/{live.pk}/edit/", offer_post(alliance, title="新的一份"))

    assert answer.headers["Location"] == live.get_absolute_url()
    assert Offer.objects.get(pk=live.pk).title == "新的一份"
    warning, done = map(str, get_messages(answer.wsgi_request))
    assert OWN in warning
    assert f'href="{own.get_absolute_url()}"' in warning
    assert "旧草稿 &lt;1&gt;" in warning
    assert done == "Your changes are saved and visible."


def test_a_demand_is_warned_of_too_and_keeps_its_rows(
    client: Client, enterprise: Enterprise, alliance: Alliance, finder: FakeSearch
) -> None:
    rows = [{"name": "cycle life", "value": "3,000"}]
    client.post("/demands/new/", demand_post(alliance, rows, title="第一份"))
    first = Demand.objects.get()
    assert first.state == State.SUBMITTED
    finder.likenesses[first] = 1.0

    page = client.post("/demands/new/", demand_post(alliance, rows, title="第二份"))

    assert OWN in page.text
    assert "· Submitted" in page.text
    second = Demand.objects.get(title="第二份")
    assert [row.name for row in second.requirements.all()] == ["cycle life"]
    assert second.state == State.DRAFT


def test_an_incomplete_listing_is_warned_of_with_its_errors(client: Client, own: Offer) -> None:
    page = client.post("/offers/new/", offer_post(None, title="新的一份", summary=""))

    assert OWN in page.text
    assert HELD not in page.text
    assert "summary" in page.context["form"].errors
