from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import make_demand, make_offer
from ydeu.marketplace.completeness import is_odd_pair, missing_fields, objections
from ydeu.marketplace.models import Demand, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_an_empty_offer_lacks_these() -> None:
    assert missing_fields(Offer()) == [
        "title",
        "summary",
        "description",
        "technology_keywords",
        "alliance",
        "chain_segment",
        "cooperation_modes",
        "advantages",
        "stage",
        "trl",
        "ipr_status",
    ]


def test_an_empty_demand_lacks_these() -> None:
    assert missing_fields(Demand()) == [
        "title",
        "summary",
        "description",
        "technology_keywords",
        "alliance",
        "chain_segment",
        "cooperation_modes",
        "problem",
        "budget_band",
        "needed_by",
    ]


def test_a_complete_listing_lacks_nothing() -> None:
    offer, demand = make_offer(), make_demand()

    assert (missing_fields(offer), objections(offer)) == ([], {})
    assert (missing_fields(demand), objections(demand)) == ([], {})


def test_an_objection_names_both_figures() -> None:
    offer = make_offer(summary="长" * 501, technology_keywords=list("abcdef"))

    assert objections(offer) == {
        "summary": "Please shorten this: 501 characters, at most 500 fit.",
        "technology_keywords": "Please choose the most important ones: these are 6, at most 5 fit.",
    }


def test_the_longest_texts_just_fit() -> None:
    offer = make_offer(
        title="t" * 256, summary="s" * 500, description="d" * 4000, advantages="a" * 2000, evidence="e" * 2000
    )

    assert objections(offer) == {}


def test_more_than_three_cooperation_modes_are_too_many() -> None:
    offer = make_offer(cooperation_modes=["license", "service", "supply", "equity"])

    assert list(objections(offer)) == ["cooperation_modes"]


def test_a_keyword_is_not_a_sentence() -> None:
    assert list(objections(make_offer(market_keywords=["x" * 61]))) == ["market_keywords"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, ["valid_until"]), (0, ["valid_until"]), (1, []), (730, []), (731, ["valid_until"])],
)
def test_valid_until_lies_in_the_next_two_years(days: int, expected: list[str]) -> None:
    offer = make_offer(valid_until=timezone.localdate() + timedelta(days=days))

    assert list(objections(offer)) == expected


def test_needed_by_lies_in_the_future() -> None:
    demand = make_demand(needed_by=timezone.localdate())

    assert objections(demand) == {"needed_by": "This date has passed. Please choose one in the future."}


def test_imported_texts_may_be_as_long_as_they_came() -> None:
    imported: dict[str, Any] = {
        "external_id": "old-1",
        "summary": "s" * 501,
        "technology_keywords": list("abcdef"),
    }

    assert objections(make_offer(**imported)) == {}


@pytest.mark.parametrize(
    ("stage", "trl", "expected"),
    [
        ("concept", 9, True),
        ("concept", 1, False),
        ("on_market", 9, False),
        ("on_market", 3, True),
        ("", 3, False),
        ("concept", None, False),
    ],
)
def test_stage_and_readiness_level_may_disagree(stage: str, trl: int | None, expected: bool) -> None:
    assert is_odd_pair(stage, trl) is expected
