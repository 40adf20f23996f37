"""The browse pages: the results of each filter, hidden listings, and the number of queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    make_admin,
    make_alliance,
    make_coordinator,
    make_demand,
    make_enterprise,
    make_member,
    make_offer,
    make_shown,
    make_user,
)
from ydeu.accounts.models import User
from ydeu.marketplace.models import Demand, Listing, Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def published_offer(**fields: Any) -> Offer:
    return make_offer(state=State.PUBLISHED, **{"published_at": timezone.now(), **fields})


def published_demand(**fields: Any) -> Demand:
    return make_demand(state=State.PUBLISHED, **{"published_at": timezone.now(), **fields})


def found(client: Client, address: str, **query: str) -> list[Listing]:
    response = client.get(address, query)
    assert response.status_code == 200
    return list(response.context["page_obj"])


@pytest.fixture
def member_client(client: Client) -> Client:
    client.force_login(make_member())
    return client


def test_a_visitor_sees_public_listings_and_a_member_those_for_members_too(client: Client) -> None:
    public = published_offer(title="Public")
    members = published_offer(title="Members", visibility="members")
    anonymous = published_offer(title="Anonymous", visibility="anonymous")
    for state in set(State) - {State.PUBLISHED}:
        make_offer(state=state)

    assert found(client, "/offers/") == [public]
    client.force_login(make_member())
    assert found(client, "/offers/") == [members, public, anonymous]


@pytest.mark.parametrize(
    ("person", "sees_all"),
    [
        (make_user, False),
        (lambda: make_member(make_enterprise(verified=False)), False),
        (make_coordinator, True),
        (make_admin, True),
    ],
    ids=["signed up", "unverified enterprise", "coordinator", "administrator"],
)
def test_members_only_means_those_whom_the_union_knows(
    client: Client, person: Callable[[], User], sees_all: bool
) -> None:
    public = published_offer()
    hidden = published_offer(visibility="members")
    client.force_login(person())

    assert found(client, "/offers/") == ([hidden, public] if sees_all else [public])
    assert client.get(hidden.get_absolute_url()).status_code == (200 if sees_all else 404)


class TestText:
    @pytest.mark.parametrize("word", ["固态", "电解质", "态电池", "LITHIUM", "lithium 固态"])
    @pytest.mark.parametrize("field", ["title", "summary", "description"])
    def test_a_word_is_found_in_every_text(self, client: Client, field: str, word: str) -> None:
        offer = published_offer(**{field: "Lithium 固态电池 电解质"})
        published_offer(title="Paper mill", summary="Pulp", description="Water", technology_keywords=["pulp"])

        assert found(client, "/offers/", q=word) == [offer]

    @pytest.mark.parametrize("field", ["technology_keywords", "market_keywords"])
    def test_a_chinese_keyword_is_found(self, client: Client, field: str) -> None:
        offer = published_offer(**{field: ["固态电池", "电解质"]})
        published_offer()

        assert found(client, "/offers/", q="固态") == [offer]

    def test_every_word_has_to_occur(self, client: Client) -> None:
        both = published_offer(title="固态电池", description="电解质")
        published_offer(title="固态电池")

        assert found(client, "/offers/", q="固态　电解质") == [both]

    def test_signs_of_the_query_language_are_plain_text(self, client: Client) -> None:
        percent = published_offer(title="Purity 99% or more")
        published_offer()

        assert found(client, "/offers/", q="99%") == [percent]
        assert found(client, "/offers/", q="_%_") == []

    def test_the_name_of_an_enterprise_is_found_unless_it_is_hidden(self, member_client: Client) -> None:
        enterprise = make_enterprise(name="沪江新材")
        named = published_offer(enterprise=enterprise)
        published_offer(enterprise=enterprise, visibility="anonymous")

        assert found(member_client, "/offers/", q="沪江") == [named]


class TestPlace:
    def test_a_city_finds_no_anonymous_listing_but_its_province_does(self, member_client: Client) -> None:
        enterprise = make_enterprise(province="32", city="3205")
        named = published_offer(enterprise=enterprise)
        hidden = published_offer(enterprise=enterprise, visibility="anonymous")
        published_offer()
        make_shown(hidden)

        assert found(member_client, "/offers/", city="3205") == [named]
        assert found(member_client, "/offers/", province="32") == [named, hidden]
        make_shown(hidden, shown_region="delta")
        assert found(member_client, "/offers/", province="32") == [named]


@pytest.mark.parametrize(
    ("query", "wanted", "other"),
    [
        ({"segment": "upstream"}, {"chain_segment": "upstream"}, {"chain_segment": "service"}),
        (
            {"mode": "license"},
            {"cooperation_modes": ["service", "license"]},
            {"cooperation_modes": ["service"]},
        ),
        ({"stage": "on_market"}, {"stage": "on_market"}, {"stage": "concept"}),
        ({"trl": "6"}, {"trl": 6}, {"trl": 5}),
        ({"language": "en"}, {"language": "en"}, {"language": "zh-hans"}),
        (
            {"since": "7"},
            {"published_at": timezone.now() - timedelta(days=6)},
            {"published_at": timezone.now() - timedelta(days=8)},
        ),
    ],
)
def test_each_filter_of_offers(
    client: Client, query: dict[str, str], wanted: dict[str, Any], other: dict[str, Any]
) -> None:
    offer = published_offer(**wanted)
    published_offer(**other)

    assert found(client, "/offers/", **query) == [offer]


@pytest.mark.parametrize(
    ("query", "wanted", "other"),
    [
        ({"budget": "10_50"}, {"budget_band": "10_50"}, {"budget_band": "negotiable"}),
        ({"trl": "6"}, {"trl_wanted": 6}, {"trl_wanted": 7}),
        ({"trl": "1"}, {"trl_wanted": None}, {"trl_wanted": 2}),
    ],
)
def test_each_filter_of_demands(
    client: Client, query: dict[str, str], wanted: dict[str, Any], other: dict[str, Any]
) -> None:
    demand = published_demand(**wanted)
    published_demand(**other)

    assert found(client, "/demands/", **query) == [demand]


def test_an_alliance_is_known_by_its_short_name(client: Client) -> None:
    offer = published_offer(alliance=make_alliance(slug="batteries"))
    published_offer()

    assert found(client, "/offers/", alliance="batteries") == [offer]


def test_the_order_is_the_newest_or_what_ends_soonest(client: Client) -> None:
    today, now = timezone.localdate(), timezone.now()
    late = published_offer(published_at=now, valid_until=today + timedelta(days=9))
    soon = published_offer(published_at=now - timedelta(days=1), valid_until=today + timedelta(days=2))
    open_end = published_offer(published_at=now - timedelta(days=2), valid_until=None)

    assert found(client, "/offers/") == [late, soon, open_end]
    assert found(client, "/offers/", sort="newest") == [late, soon, open_end]
    assert found(client, "/offers/", sort="ending") == [soon, late, open_end]


@pytest.mark.parametrize("address", ["/offers/", "/demands/"])
@pytest.mark.parametrize(
    "query",
    [
        "alliance=nowhere",
        "trl=nine",
        "trl=999999999999999999999",
        "since=-1",
        "sort=price",
        "page=0",
        "page=999",
        "page=x",
        "budget=1&stage=2&province=99&city=x&segment=&mode=|&language=de",
        "q=" + "a" * 101,
        "q=a&q=b",
    ],
)
def test_no_bad_value_is_an_error(client: Client, address: str, query: str) -> None:
    published_offer()
    published_demand()

    assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("address", ["/offers/", "/demands/"])
@pytest.mark.parametrize("query", ["q=%00", "alliance=%00", "page=%00"])
def test_a_character_that_no_database_stores_is_a_bad_request(
    client: Client, address: str, query: str
) -> None:
    assert client.get(f"{address}?{query}").status_code == 400


def test_a_bad_value_is_named_and_the_others_still_filter(client: Client) -> None:
    offer = published_offer(stage="on_market")
    published_offer(stage="concept")

    response = client.get("/offers/", {"stage": "on_market", "trl": "nine"})

    assert list(response.context["page_obj"]) == [offer]
    assert list(response.context["filter"].form.errors) == ["trl"]


def test_what_narrows_the_list_can_be_taken_away_one_by_one(client: Client) -> None:
    make_alliance(slug="batteries", name_en="Batteries")

    response = client.get("/offers/?q=固态&alliance=batteries&trl=6&sort=ending&page=2")

    assert [(str(f.label), str(f.value), f.query) for f in response.context["active"]] == [
        ("Words", "固态", "alliance=batteries&trl=6&sort=ending"),
        ("Alliance", "Batteries", "q=%E5%9B%BA%E6%80%81&trl=6&sort=ending"),
        (
            "Readiness level, at least",
            "TRL 6: demonstrated in a relevant environment",
            "q=%E5%9B%BA%E6%80%81&alliance=batteries&sort=ending",
        ),
    ]


def test_twenty_a_page_and_the_pages_keep_the_filters(client: Client) -> None:
    for _number in range(21):
        published_offer()

    response = client.get("/offers/?stage=lab_tested")

    assert len(response.context["page_obj"].object_list) == 20
    assert "?stage=lab_tested&amp;page=2" in response.text
    assert "21 listings found" in response.text
    assert len(found(client, "/offers/", stage="lab_tested", page="2")) == 1


def test_an_empty_result_gives_advice(client: Client) -> None:
    assert "Nothing has been published here yet" in client.get("/demands/").text
    assert "Nothing fits all of these filters" in client.get("/demands/?q=nothing").text


def test_an_anonymous_listing_does_not_name_its_enterprise(member_client: Client) -> None:
    demand = published_demand(
        enterprise=make_enterprise(name="沪江新材", province="32", city="3205"), visibility="anonymous"
    )
    make_shown(demand)

    page = member_client.get("/demands/").text
    card = " ".join(page.partition("<article")[2].partition("</article>")[0].split())

    assert "沪江新材" not in page
    assert "<strong>Anonymous until introduced</strong>" in card
    assert "· Jiangsu" in card
    assert "Suzhou" not in card


@pytest.mark.parametrize(
    ("address", "make"), [("/offers/", published_offer), ("/demands/", published_demand)]
)
def test_more_rows_cost_no_more_queries(member_client: Client, address: str, make: Any) -> None:
    counts = []
    for rows in (1, 2, 47):
        for _number in range(rows):
            make()
        with CaptureQueriesContext(connection) as queries:
            member_client.get(address)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
