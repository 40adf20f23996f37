"""The list of demands that no offer answers, and the folded pairs of a demand."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.models import Suggestion
from tests.factories import (
    make_admin,
    make_coordinator,
    make_member,
    make_published_demand,
    make_suggestion,
)
from ydeu.accounts.models import User
from ydeu.marketplace.models import Demand

pytestmark = pytest.mark.django_db

GAPS = "/review/gaps/"
WEAK = {"state": "folded", "band": "weak", "fold_reason": "floor"}


def make_gap(user: User, **fields: object) -> Demand:
    alliance = user.coordinates.get().alliance
    return make_published_demand(alliance=alliance, matched_revision=1, **fields)


def shown(client: Client, query: str = "") -> list[Demand]:
    response = client.get(GAPS + query)
    assert response.status_code == 200
    return list(response.context["page_obj"])


def test_the_desk_counts_the_gaps_and_leads_to_them(client: Client, coordinator: User) -> None:
    gap = make_gap(coordinator)
    make_suggestion(demand=make_gap(coordinator))
    page = client.get("/review/")
    assert page.context["gap_count"] == 1
    assert f'<a href="{GAPS}">1</a>' in page.content.decode()
    assert shown(client) == [gap]


def test_a_row_says_what_is_missing_and_leads_to_the_weak_pairs(client: Client, coordinator: User) -> None:
    gap, vague = make_gap(coordinator), make_gap(coordinator, is_vague=True)
    weak = [make_suggestion(demand=gap, **WEAK) for _ in range(2)]
    make_suggestion(demand=vague, **WEAK)
    page = client.get(GAPS).content.decode()
    assert page.count("no offer yet") == page.count("too vague to match") == 1
    address = f"/review/?state=folded&band=weak&demand={gap.pk}"
    assert address.replace("&", "&amp;") in page
    rows = client.get(address).context["rows"]
    assert {row.suggestion for row in rows} == set(weak)


def test_the_filters_of_the_gaps(client: Client, coordinator: User) -> None:
    own = coordinator.coordinates.get().alliance
    new = make_gap(coordinator)
    old = make_gap(coordinator, published_at=timezone.now() - timedelta(days=100), is_vague=True)
    assert shown(client) == [old, new]
    assert shown(client, "?age=90") == shown(client, "?kind=words") == [old]
    assert shown(client, "?kind=offer") == [new]
    assert shown(client, f"?alliance={own.pk}") == [old, new]
    assert shown(client, "?age=180") == []


def test_the_list_of_vague_demands_says_that_no_offer_is_to_blame(client: Client, coordinator: User) -> None:
    make_gap(coordinator, is_vague=True)
    page = client.get(f"{GAPS}?kind=words").content.decode()
    assert re.search(r"<h1>\s*Demands too vague to match\s*</h1>", page)
    assert "No offer on the exchange" not in page
    assert re.search(r"<h1>\s*Demands without an offer\s*</h1>", client.get(GAPS).content.decode())


def test_without_gaps_the_page_says_so(client: Client, coordinator: User) -> None:
    assert "Every demand has an offer" in client.get(GAPS).content.decode()


def test_only_reviewers_see_gaps_and_only_their_own(client: Client) -> None:
    reviewer = make_coordinator()
    gap = make_gap(reviewer)
    client.force_login(make_member(gap.enterprise))
    assert client.get(GAPS).status_code == 403
    client.force_login(make_coordinator())
    assert shown(client) == []
    client.force_login(make_admin())
    assert shown(client) == [gap]


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(client: Client, coordinator: User) -> None:
    counts = []
    for more in (1, 2, 10):
        for _ in range(more):
            make_suggestion(demand=make_gap(coordinator), **WEAK)
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_the_page_of_a_pair_counts_the_weak_pairs_of_its_demand_without_listing_them(
    client: Client, coordinator: User
) -> None:
    demand = make_gap(coordinator)
    pair = make_suggestion(demand=demand)
    weak = [make_suggestion(demand=demand, **WEAK) for _ in range(3)]
    waiting = make_suggestion(demand=demand, band="strong", state="folded", fold_reason="waits")
    page = client.get(pair.get_absolute_url())
    assert page.context["weak_count"] == 3
    assert list(page.context["others"]) == [waiting]
    assert "3 weak" in page.content.decode()
    assert "3 weak" not in client.get(weak[0].get_absolute_url()).content.decode()


def test_a_folded_pair_says_why_and_is_unfolded_by_a_button(client: Client, coordinator: User) -> None:
    pair = make_suggestion(demand=make_gap(coordinator), **WEAK)
    address = pair.get_absolute_url()
    page = client.get(address).content.decode()
    assert "The two texts have too little in common." in page
    assert "Review it all the same" in page
    assert "Approve and introduce" not in page
    after = client.post(f"{address}unfold/", follow=True)
    assert "The pair is in the queue now" in after.content.decode()
    assert "Approve and introduce" in after.content.decode()
    assert Suggestion.objects.get().kept


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.71, "about 7 of 10 such pairs were approved"),
        (0.04, "fewer than 1 of 10 such pairs were approved"),
        (0.97, "nearly all such pairs were approved"),
        (None, "no. 2 of 2 by strength"),
    ],
)
def test_the_figure_behind_the_band(
    confidence: float | None, words: str, client: Client, coordinator: User
) -> None:
    make_suggestion(demand=make_gap(coordinator), strength=2.0)
    pair = make_suggestion(demand=make_gap(coordinator), confidence=confidence, band="fair", score=0.1234)
    for page in ("/review/", pair.get_absolute_url()):
        text = client.get(page).content.decode()
        assert ">Fair<" in text
        assert words in text
        assert not re.search(r"(?<![\d.])0\.12(?!\d)", text)


def test_a_saved_filter_by_score_still_opens_the_queue(client: Client, coordinator: User) -> None:
    pair = make_suggestion(demand=make_gap(coordinator), score=0.1)
    rows = client.get("/review/?score=0.5&assigned=nobody").context["rows"]
    assert [row.suggestion for row in rows] == [pair]
