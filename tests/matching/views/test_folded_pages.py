"""What the pages say about folded pairs, and what they offer to do with them."""

import re

import pytest
from django.test import Client

from matching.enums import FoldReason
from matching.review import decisions
from tests.factories import make_published_demand, make_suggestion
from ydeu.accounts.models import User
from ydeu.marketplace.models import Demand
from ydeu.settings.base import ROOT

pytestmark = pytest.mark.django_db

QUEUE = "/review/"
WEAK = {"state": "folded", "band": "weak", "fold_reason": "floor"}
WITHOUT_FAIR = "No other offer for it is strong or fair."
WAITS = {"state": "folded", "band": "strong", "fold_reason": "waits"}


def make_own_demand(user: User) -> Demand:
    return make_published_demand(alliance=user.coordinates.get().alliance)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_strong_pair_that_waits_for_room_is_not_counted_as_weak(client: Client, coordinator: User) -> None:
    demand = make_own_demand(coordinator)
    pair = make_suggestion(demand=demand)
    waits = make_suggestion(demand=demand, **WAITS)
    weak = [make_suggestion(demand=demand, **WEAK) for _ in range(2)]
    page = client.get(pair.get_absolute_url())
    assert page.context["weak_count"] == len(weak)
    assert list(page.context["others"]) == [waits]
    link = re.search(r'href="(/review/\?[^"]*demand=[^"]*)"', page.content.decode())
    assert link
    rows = client.get(link[1].replace("&amp;", "&")).context["rows"]
    assert {row.suggestion for row in rows} == set(weak)


def test_no_badge_calls_a_strong_pair_weak(client: Client, coordinator: User) -> None:
    waits = make_suggestion(demand=make_own_demand(coordinator), **WAITS)
    for address in (waits.get_absolute_url(), f"{QUEUE}?state=folded"):
        badges = re.findall(r'class="badge[^>]*>\s*([^<]*?)\s*<', text_of(client, address))
        assert "Strong" in badges
        assert "Folded" in badges
        assert not [each for each in badges if "eak" in each]


def test_only_what_can_be_rejected_can_be_chosen(client: Client, coordinator: User) -> None:
    pending, _folded, deferred = (
        make_suggestion(demand=make_own_demand(coordinator), **fields) for fields in ({}, WEAK, {})
    )
    decisions.defer(deferred, by=coordinator)
    page = text_of(client, f"{QUEUE}?state=any")
    assert re.findall(r'name="pair"\s+value="(\d+)"', page) == [str(pending.pk)]
    assert "Reject several" in page
    for state in ("folded", "deferred"):
        assert "Reject several" not in text_of(client, f"{QUEUE}?state={state}")


def test_the_queue_leads_to_the_folded_pairs_and_explains_its_words(
    client: Client, coordinator: User
) -> None:
    pair = make_suggestion(demand=make_own_demand(coordinator))
    page = text_of(client, QUEUE)
    assert '<a href="?state=folded">' in page
    for explained in (page, text_of(client, pair.get_absolute_url())):
        for word in ("Strong, fair, weak", "Folded", "Demands without an offer"):
            assert re.search(rf"<dt>{word}</dt>\s*<dd>\s*\S", explained)


def test_the_queue_of_one_demand_says_so_and_leads_back_to_all(client: Client, coordinator: User) -> None:
    demand = make_own_demand(coordinator)
    make_suggestion(demand=demand, **WEAK)
    other = make_suggestion(demand=make_own_demand(coordinator), **WEAK)
    page = client.get(f"{QUEUE}?state=folded&demand={demand.pk}&page=1")
    assert other not in [row.suggestion for row in page.context["rows"]]
    assert "only those of one demand" in page.content.decode()
    assert '<a href="?state=folded">Show those of all demands</a>' in page.content.decode()
    assert "only those of one demand" not in text_of(client, QUEUE)


def test_on_a_phone_all_of_a_cell_stands_next_to_its_label() -> None:
    """Quotes, remarks and questions of a verdict were squeezed into the column of the labels."""
    css = (ROOT / "ydeu/static/ydeu/css/records.css").read_text()
    rule = re.search(r"\.table--cards \[data-label\] > \* \{([^}]*)\}", css)
    assert rule
    assert "grid-column: 2" in rule[1]


def test_the_folded_pairs_say_what_they_are_and_why_and_lead_back(client: Client, coordinator: User) -> None:
    make_suggestion(demand=make_own_demand(coordinator), **WEAK)
    make_suggestion(demand=make_own_demand(coordinator), **{**WEAK, "fold_reason": "gap"})
    page = text_of(client, f"{QUEUE}?state=folded")
    assert re.search(r"<h1>\s*Folded pairs\s*</h1>", page)
    assert "Nobody has to decide them" in page
    for reason in (FoldReason.FLOOR, FoldReason.GAP):
        assert str(reason.label) in page
    assert f'<a href="{QUEUE}?state=waiting">To the queue</a>' in page
    assert "Start reviewing" not in page
    queue = text_of(client, f"{QUEUE}?state=waiting")
    assert re.search(r"<h1>\s*Suggested pairs\s*</h1>", queue)
    assert "Nobody has to decide them" not in queue


@pytest.mark.parametrize(
    ("number", "said", "shown"),
    [
        (0, "No other offer has been suggested for it.", None),
        (1, WITHOUT_FAIR, "Show 1 weak offer"),
        (3, WITHOUT_FAIR, "Show 3 weak offers"),
    ],
)
def test_a_pair_without_a_fair_rival_names_the_weak_ones(
    client: Client, coordinator: User, number: int, said: str, shown: str | None
) -> None:
    demand = make_own_demand(coordinator)
    pair = make_suggestion(demand=demand)
    for _ in range(number):
        make_suggestion(demand=demand, **WEAK)
    page = text_of(client, pair.get_absolute_url())
    others = page.split('id="others"')[1].split("</section>")[0]
    assert said in others
    assert (shown or "") in others
    assert ("weak offer" in others) == bool(shown)


def test_a_coordinator_who_asks_for_weak_pairs_sees_folded_ones(client: Client, coordinator: User) -> None:
    pair = make_suggestion(demand=make_own_demand(coordinator), **WEAK)
    for query in ("band=weak", "state=waiting&band=weak", "state=folded&band=weak"):
        assert pair.demand.title in text_of(client, f"{QUEUE}?{query}"), query
    assert pair.demand.title not in text_of(client, f"{QUEUE}?band=fair")
