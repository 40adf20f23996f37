"""My listings: both kinds in every state, and none of other enterprises."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_admin, make_demand, make_enterprise, make_member, make_offer, make_user
from ydeu.accounts.models import Enterprise
from ydeu.marketplace import listings
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]


@pytest.fixture
def enterprise(client: Client) -> Enterprise:
    enterprise = make_enterprise()
    client.force_login(make_member(enterprise))
    return enterprise


def shown(client: Client, **query: str) -> list[Listing]:
    response = client.get("/listings/", query)
    assert response.status_code == 200
    return [row.listing for row in response.context["rows"]]


def test_offers_and_demands_of_mine_the_latest_first(client: Client, enterprise: Enterprise) -> None:
    offer = make_offer(enterprise=enterprise)
    demand = make_demand(enterprise=enterprise, state=State.ARCHIVED)
    second = make_offer(enterprise=enterprise, state=State.PUBLISHED)
    make_offer(state=State.PUBLISHED)

    assert shown(client) == [second, demand, offer]
    assert shown(client, kind="offer") == [second, offer]
    assert shown(client, kind="demand") == [demand]


@pytest.mark.parametrize(
    ("tab", "states"),
    [
        ("drafts", {"draft"}),
        ("submitted", {"submitted"}),
        ("changes", {"changes_requested"}),
        ("published", {"published"}),
        ("paused", {"paused"}),
        ("expired", {"expired"}),
        ("over", {"fulfilled", "withdrawn", "rejected", "archived"}),
        ("nonsense", {state.value for state in State}),
    ],
)
def test_each_tab_shows_its_states(
    client: Client, enterprise: Enterprise, tab: str, states: set[str]
) -> None:
    for state in State:
        make_offer(enterprise=enterprise, state=state)

    assert {listing.state for listing in shown(client, state=tab)} == states


def test_the_tabs_count(client: Client, enterprise: Enterprise) -> None:
    make_offer(enterprise=enterprise)
    make_demand(enterprise=enterprise)
    make_demand(enterprise=enterprise, state=State.REJECTED)

    tabs = client.get("/listings/").context["tabs"]

    assert {tab.slug: number for tab, number in tabs if number} == {"": 3, "drafts": 2, "over": 1}


def test_the_note_of_the_administrator_is_shown_while_it_stands(
    client: Client, enterprise: Enterprise
) -> None:
    demand = make_demand(enterprise=enterprise, state=State.SUBMITTED)
    listings.request_changes(demand, by=make_admin(), note="Please name the cell type.")

    assert "Please name the cell type." in client.get("/listings/").text

    listings.submit(demand, by=make_member(enterprise))
    assert "Please name the cell type." not in client.get("/listings/").text


def test_the_buttons_are_those_of_the_state(client: Client, enterprise: Enterprise) -> None:
    offer = make_offer(enterprise=enterprise, state=State.PUBLISHED)

    page = client.get("/listings/").text

    assert [
        action
        for action in ("submit", "pause", "resume", "fulfil", "withdraw", "renew", "archive")
        if f'action="/offers/{offer.pk}/{action}/"' in page
    ] == ["pause", "fulfil", "withdraw"]


def test_a_person_without_an_enterprise_is_told_the_next_step(client: Client) -> None:
    client.force_login(make_user())

    page = client.get("/listings/").text

    assert "You do not speak for an enterprise yet" in page
    assert 'href="/enterprise/new/"' in page


def test_a_visitor_logs_in_first(client: Client) -> None:
    assert client.get("/listings/").headers["Location"] == "/accounts/login/?next=/listings/"


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99", "kind=x", "state=x"])
def test_no_bad_value_is_an_error(client: Client, enterprise: Enterprise, query: str) -> None:
    make_offer(enterprise=enterprise)

    assert client.get(f"/listings/?{query}").status_code == 200


def test_twenty_a_page(client: Client, enterprise: Enterprise) -> None:
    for _number in range(11):
        make_offer(enterprise=enterprise)
        make_demand(enterprise=enterprise)

    assert [len(shown(client, page=page)) for page in ("1", "2")] == [20, 2]


def test_more_rows_cost_no_more_queries(client: Client, enterprise: Enterprise) -> None:
    def queries_with(rows: int) -> int:
        for _number in range(rows):
            fields: dict[str, Any] = {"enterprise": enterprise, "state": State.CHANGES_REQUESTED}
            make_offer(**fields).events.create(from_state="submitted", to_state="changes_requested", note="a")
            make_demand(**fields).events.create(
                from_state="submitted", to_state="changes_requested", note="b"
            )
        with CaptureQueriesContext(connection) as queries:
            client.get("/listings/")
        return len(queries)

    counts = [queries_with(1), queries_with(2), queries_with(47)]

    assert counts == [counts[0]] * 3
