"""The warning of leaks: it comes before a submission or a visible change, and the user may ignore it."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests.factories import make_admin, make_alliance, make_demand, make_enterprise, make_member, make_offer
from tests.marketplace.posts import PDF, demand_post, offer_post, upload
from ydeu.accounts.models import Enterprise
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]

WARNING = "The listing is anonymous, but these words may tell who you are:"
TELLING: dict[str, Any] = {
    "visibility": "anonymous",
    "title": "蓝图求购",
    "description": "Write to a@lantu.cn",
}


@pytest.fixture
def enterprise(client: Client) -> Enterprise:
    enterprise = make_enterprise(name="苏州蓝图电池有限公司")
    client.force_login(make_member(enterprise))
    return enterprise


@pytest.fixture
def alliance() -> Alliance:
    return make_alliance()


def told(page: Any) -> list[str]:
    return [unescape(value) for value in re.findall(r'name="leaks" value="([^"]*)"', page.text)]


def seen(page: Any) -> str:
    return str(re.findall(r'name="seen" value="([^"]*)"', page.text)[0])


def test_a_submission_waits_until_the_poster_was_told(
    client: Client, enterprise: Enterprise, alliance: Alliance
) -> None:
    page = client.post("/offers/new/", offer_post(alliance, **TELLING))

    offer = Offer.objects.get()
    assert offer.state == State.DRAFT
    assert WARNING in page.text
    assert "It is kept as a draft and not handed in yet." in page.text
    assert "Title: “蓝图” (name of the enterprise)" in page.text
    assert "Description: “a@lantu.cn” (e-mail address)" in page.text
    assert "Place: Write to <mark>a@lantu.cn</mark>" in page.text
    assert "Place: <mark>蓝图</mark>求购" in page.text
    assert told(page) == ["title:蓝图", "description:a@lantu.cn"]

    confirmed = offer_post(alliance, **TELLING, leaks=told(page), seen=seen(page))
    answer = client.post(f"/offers/{offer.pk}/edit/", confirmed)

    assert answer.headers["Location"] == offer.get_absolute_url()
    assert Offer.objects.get().state == State.SUBMITTED


def test_what_was_added_after_the_warning_is_told_too(
    client: Client, enterprise: Enterprise, alliance: Alliance
) -> None:
    page = client.post("/offers/new/", offer_post(alliance, **TELLING))
    added = offer_post(alliance, **TELLING, summary="13812345678", leaks=told(page), seen=seen(page))

    again = client.post(f"/offers/{Offer.objects.get().pk}/edit/", added)

    assert told(again) == ["title:蓝图", "summary:13812345678", "description:a@lantu.cn"]
    assert Offer.objects.get().state == State.DRAFT


def test_a_draft_is_saved_and_its_form_warns(
    client: Client, enterprise: Enterprise, alliance: Alliance
) -> None:
    client.post("/offers/new/", offer_post(alliance, **TELLING, action="draft"))

    page = client.get(f"/offers/{Offer.objects.get().pk}/edit/")

    assert WARNING in page.text
    assert "not handed in yet" not in page.text


def test_what_others_see_is_not_changed_before_the_poster_was_told(
    client: Client, enterprise: Enterprise, alliance: Alliance
) -> None:
    demand = make_demand(
        enterprise=enterprise, alliance=alliance, state=State.PUBLISHED, visibility="anonymous", title="Old"
    )
    row = [{"name": "cycle life", "value": "as 蓝图 says"}]
    typed = demand_post(
        alliance, row, title="New", visibility="anonymous", seen=demand.updated_at.isoformat()
    )

    page = client.post(f"/demands/{demand.pk}/edit/", typed)

    assert "Your changes are not saved yet." in page.text
    assert told(page) == ["requirements:蓝图"]
    assert page.context["form"]["title"].value() == "New"
    assert (Demand.objects.get().title, Demand.objects.get().revision) == ("Old", 1)

    client.post(f"/demands/{demand.pk}/edit/", {**typed, "leaks": told(page)})

    assert (Demand.objects.get().title, Demand.objects.get().revision) == ("New", 2)


def test_a_file_that_came_with_the_words_has_to_be_chosen_again(
    client: Client, enterprise: Enterprise, alliance: Alliance
) -> None:
    offer = make_offer(
        enterprise=enterprise, alliance=alliance, state=State.PUBLISHED, visibility="anonymous"
    )
    typed = offer_post(alliance, **TELLING, seen=offer.updated_at.isoformat())
    address = f"/offers/{offer.pk}/edit/"

    page = client.post(address, {**typed, "files": [upload("a.pdf", PDF), upload("b.pdf", PDF)]})

    assert "Your changes are not saved yet." in page.text
    assert page.context["form"].errors == {"files": ["Please choose the files again: a.pdf, b.pdf."]}
    assert offer.attachments.count() == 0

    client.post(address, {**typed, "leaks": told(page), "files": [upload("a.pdf", PDF)]})

    assert [attachment.name for attachment in offer.attachments.all()] == ["a.pdf"]


@pytest.mark.parametrize("visibility", ["anonymous", "public"])
@pytest.mark.parametrize(("was", "action"), [("draft", "submit"), ("expired", "renew")])
def test_the_button_that_shows_no_words_leads_to_the_form(
    client: Client, enterprise: Enterprise, visibility: str, was: str, action: str
) -> None:
    demand = make_demand(enterprise=enterprise, visibility=visibility, state=was, title="蓝图求购")

    answer = client.post(f"/demands/{demand.pk}/{action}/")

    is_held = visibility == "anonymous"
    assert Demand.objects.get().state == (was if is_held else "submitted")
    edit, page = f"/demands/{demand.pk}/edit/", demand.get_absolute_url()
    assert answer.headers["Location"] == (edit if is_held else page)
    warnings = [str(message) for message in get_messages(answer.wsgi_request)]
    assert ("Its words may tell who you are: please read the warning, then submit it here." in warnings) is (
        is_held
    )


def test_administrators_see_it_too(client: Client, enterprise: Enterprise) -> None:
    demand = make_demand(
        enterprise=enterprise, state=State.SUBMITTED, visibility="anonymous", title="蓝图 <1>"
    )
    client.force_login(make_admin())

    page = client.get(f"/admin/marketplace/demand/{demand.pk}/change/")

    assert "This listing is anonymous, but Title tells (name of the enterprise): “蓝图”" in page.text
