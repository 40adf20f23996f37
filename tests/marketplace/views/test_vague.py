"""A demand that says nothing specific: its poster is told so while writing, and never stopped."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    make_alliance,
    make_demand,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.marketplace.fake_search import FakeSearch
from tests.marketplace.posts import demand_post, offer_post
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.models import Demand
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]

VAGUE = "Hardly a word of this demand says which technology you need"


@pytest.fixture
def enterprise(client: Client) -> Enterprise:
    enterprise = make_enterprise()
    client.force_login(make_member(enterprise))
    return enterprise


@pytest.mark.parametrize(
    ("words", "is_told"), [([], True), (["泵"], True), (["泵", "密封"], False), (None, False)]
)
@pytest.mark.parametrize("action", ["draft", "submit"])
@pytest.mark.usefixtures("enterprise")
def test_fewer_than_two_specific_words_are_pointed_out_and_kept(
    action: str,
    words: list[str] | None,
    is_told: bool,
    client: Client,
    finder: FakeSearch,
) -> None:
    finder.specific = words
    page = client.post("/demands/new/", demand_post(make_alliance(), action=action), follow=True)
    assert (VAGUE in page.text) == is_told
    assert Demand.objects.get().state == (State.DRAFT if action == "draft" else State.SUBMITTED)


def test_it_is_told_together_with_what_else_is_open(
    client: Client, enterprise: Enterprise, finder: FakeSearch
) -> None:
    finder.specific = []
    incomplete = demand_post(make_alliance(), action="submit") | {"needed_by": "", "problem": ""}
    page = client.post("/demands/new/", incomplete)
    assert VAGUE in page.text
    assert "Some points are still open." in page.text
    assert Demand.objects.get().state == State.DRAFT


def test_an_offer_is_not_asked_for_more_words(
    client: Client, enterprise: Enterprise, finder: FakeSearch
) -> None:
    finder.specific = []
    page = client.post("/offers/new/", offer_post(make_alliance()), follow=True)
    assert VAGUE not in page.text


def test_a_published_vague_demand_says_so_to_its_poster(client: Client, enterprise: Enterprise) -> None:
    demand = make_published_demand(enterprise=enterprise, matched_revision=1, is_vague=True)
    page = client.get(demand.get_absolute_url()).text
    assert "Too vague to match." in page
    assert VAGUE in page
    assert "No offer yet." not in page


def test_a_demand_without_an_offer_says_so_to_its_poster_and_to_nobody_else(
    client: Client, enterprise: Enterprise
) -> None:
    demand = make_published_demand(enterprise=enterprise, matched_revision=1)
    make_suggestion(demand=demand, state="folded", band="weak")
    page = client.get(demand.get_absolute_url()).text
    assert "No offer yet." in page
    assert "Every new offer is compared with it" in page
    client.force_login(make_member())
    assert "No offer yet." not in client.get(demand.get_absolute_url()).text


def test_a_demand_with_a_fair_offer_says_nothing_of_a_gap(client: Client, enterprise: Enterprise) -> None:
    demand = make_published_demand(enterprise=enterprise, matched_revision=1)
    make_suggestion(demand=demand, band="fair")
    page = client.get(demand.get_absolute_url()).text
    assert "No offer yet." not in page
    assert "Too vague to match." not in page


def test_my_listings_name_the_demands_without_an_offer(client: Client, enterprise: Enterprise) -> None:
    make_published_demand(enterprise=enterprise, matched_revision=1)
    make_published_demand(enterprise=enterprise, matched_revision=1, is_vague=True)
    make_suggestion(demand=make_published_demand(enterprise=enterprise, matched_revision=1))
    make_published_offer(enterprise=enterprise, matched_revision=1)
    page = client.get("/listings/").text
    assert page.count("no offer yet") == page.count("too vague to match") == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.CHANGES_REQUESTED])
def test_a_vague_demand_says_so_where_it_is_read_and_where_it_is_edited(
    client: Client, enterprise: Enterprise, finder: FakeSearch, state: State
) -> None:
    finder.specific = []
    demand = make_demand(enterprise=enterprise, state=state)
    page, form = client.get(demand.get_absolute_url()).text, client.get(edit_url(demand)).text
    assert page.count(VAGUE) == form.count(VAGUE) == 1
    assert f'href="{edit_url(demand)}">Edit the demand</a>' in page
    finder.specific = ["pump", "seal"]
    assert VAGUE not in client.get(demand.get_absolute_url()).text
    assert VAGUE not in client.get(edit_url(demand)).text


def test_the_blank_form_warns_of_nothing(client: Client, enterprise: Enterprise, finder: FakeSearch) -> None:
    finder.specific = []
    assert VAGUE not in client.get("/demands/new/").text


def test_a_published_vague_demand_has_a_link_to_edit_it(client: Client, enterprise: Enterprise) -> None:
    demand = make_published_demand(enterprise=enterprise, matched_revision=1, is_vague=True)
    page = client.get(demand.get_absolute_url()).text
    assert page.count(VAGUE) == 1
    assert f'href="{edit_url(demand)}">Edit the demand</a>' in page


def edit_url(demand: Demand) -> str:
    return reverse("marketplace:demand_edit", args=[demand.pk])
