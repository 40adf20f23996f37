"""Downloads of listings: whose they are, their language, and the number of queries."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    make_admin,
    make_alliance,
    make_coordinator,
    make_demand,
    make_enterprise,
    make_member,
    make_offer,
)
from ydeu.accounts.models import User
from ydeu.marketplace.models import Requirement
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]


@pytest.fixture
def owner(client: Client) -> User:
    person = make_member(make_enterprise(name="蓝图电池"))
    client.force_login(person)
    return person


def table(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def column(response: Any, heading: str) -> list[str]:
    head, *rows = table(response)
    return [row[head.index(heading)] for row in rows]


def test_my_table_holds_mine_in_every_state_and_nobody_elses(client: Client, owner: User) -> None:
    own = owner.memberships.get().enterprise
    mine = [make_offer(enterprise=own, state=state) for state in State]
    make_offer(state=State.PUBLISHED)
    make_demand(enterprise=own)

    response = client.get("/listings/offers.csv")

    assert column(response, "Number") == [f"offer-{offer.pk}" for offer in mine]
    assert response.headers["Content-Disposition"].startswith('attachment; filename="table.csv"')


def test_a_workbook_is_one_that_excel_opens(client: Client, owner: User) -> None:
    make_demand(enterprise=owner.memberships.get().enterprise, title="=固态电池")

    response = client.get("/listings/demands.xlsx", headers={"accept-language": "zh-hans"})

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    head, row = list(sheet.iter_rows(values_only=True))
    assert row[head.index("标题")] == "=固态电池"
    assert sheet.cell(2, head.index("标题") + 1).data_type == "s"


@pytest.mark.parametrize("address", ["/listings/offers.pdf", "/coordination/offers.pdf"])
def test_there_are_two_forms(client: Client, address: str) -> None:
    client.force_login(make_admin())

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/listings/demands.csv", "/coordination/demands.csv"])
def test_many_cost_as_many_queries_as_one(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise, alliance = make_enterprise(), make_alliance()
    person = make_member(enterprise)
    alliance.coordinators.create(user=person)
    client.force_login(person)
    client.get(address)
    made = 0
    for rows in (1, 3, 50):
        for _ in range(rows - made):
            demand = make_demand(enterprise=enterprise, alliance=alliance, state=State.PUBLISHED)
            Requirement.objects.create(demand=demand, name="a", operator="ge", value="1")
        made = rows
        with django_assert_num_queries(5 + address.startswith("/coordination")):
            assert len(table(client.get(address))) == rows + 1


class TestForCoordinators:
    def test_what_was_handed_in_to_their_alliances_with_who_posted_it(self, client: Client) -> None:
        alliance = make_alliance()
        enterprise = make_enterprise(name="蓝图电池")
        hidden = make_offer(
            alliance=alliance, enterprise=enterprise, state=State.PUBLISHED, visibility="anonymous"
        )
        waiting = make_offer(alliance=alliance, state=State.SUBMITTED)
        make_offer(alliance=alliance, state=State.DRAFT)
        make_offer(state=State.PUBLISHED)
        client.force_login(make_coordinator(alliance))

        response = client.get("/coordination/offers.csv")

        assert column(response, "Number") == [f"offer-{hidden.pk}", f"offer-{waiting.pk}"]
        assert column(response, "Enterprise")[0] == "蓝图电池"
        assert column(response, "State") == ["Published", "Submitted"]
        assert column(response, "Page")[0].endswith(f"/offers/{hidden.pk}/")

    def test_their_links_stand_with_the_alliances(self, client: Client, owner: User) -> None:
        assert "/coordination/offers.csv" not in client.get("/alliances/").text
        client.force_login(make_coordinator())
        assert "/coordination/offers.csv" in client.get("/alliances/").text


def test_the_template_is_a_workbook(client: Client, owner: User) -> None:
    response = client.get("/listings/offers/template/")

    assert load_workbook(io.BytesIO(response.content)).sheetnames == ["Offer", "Columns", "Example", "Lists"]
    assert "offers%20to%20fill%20in.xlsx" in response.headers["Content-Disposition"]


def test_my_listings_leads_there(client: Client, owner: User) -> None:
    page = client.get("/listings/").text

    for address in ("offers.csv", "offers.xlsx", "demands.csv", "demands.xlsx", "offers/import/"):
        assert f'href="/listings/{address}"' in page
