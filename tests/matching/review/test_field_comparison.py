from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from matching.review.field_comparison import Comparison, Verdict, compare
from tests.factories import make_alliance, make_demand, make_enterprise, make_offer

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def verdict(field: str, demand: dict[str, Any], offer: dict[str, Any]) -> str:
    return comparison(field, demand, offer).verdict.value


def comparison(field: str, demand: dict[str, Any], offer: dict[str, Any]) -> Comparison:
    found = compare(make_demand(**demand), make_offer(**offer))
    return next(row for row in found if row.field == field)


@pytest.mark.parametrize(
    ("demand", "offer", "expected"),
    [
        (["license", "service"], ["service"], "agrees"),
        (["license"], ["service"], "clashes"),
        ([], ["service"], "unclear"),
        (["license"], [], "unclear"),
    ],
)
def test_cooperation(demand: list[str], offer: list[str], expected: str) -> None:
    assert verdict("Cooperation", {"cooperation_modes": demand}, {"cooperation_modes": offer}) == expected


def test_cooperation_says_what_both_want() -> None:
    row = comparison(
        "Cooperation", {"cooperation_modes": ["license", "service"]}, {"cooperation_modes": ["service"]}
    )
    assert row == Comparison(
        "Cooperation",
        "Technology licence · Technical service",
        "Technical service",
        Verdict.AGREES,
        "both: Technical service",
    )


@pytest.mark.parametrize(
    ("wanted", "trl", "expected"),
    [(5, 5, "agrees"), (5, 9, "agrees"), (6, 5, "clashes"), (None, 5, "unclear"), (5, None, "unclear")],
)
def test_readiness(wanted: int | None, trl: int | None, expected: str) -> None:
    assert verdict("Readiness", {"trl_wanted": wanted}, {"trl": trl}) == expected


@pytest.mark.parametrize(
    ("price", "expected"),
    [("80 万元", "agrees"), ("900 万元", "clashes"), ("面议", "unclear"), ("", "unclear")],
)
def test_budget_and_price(price: str, expected: str) -> None:
    row = comparison("Budget and price", {"budget_band": "50_200"}, {"indicative_price": price})
    assert (row.demand, row.offer, row.verdict) == ("¥500,000 to 2 million", price, expected)


@pytest.mark.parametrize(
    ("band", "price", "remark"),
    [
        (
            "50_200",
            "100万美元",
            "Not comparable: the price is in another currency than yuan. Ask for it in yuan.",
        ),
        ("50_200", "3800元/吨", "Not comparable: the price is for one unit, and the budget is a total."),
        ("negotiable", "80 万元", "not comparable by figures"),
        ("50_200", "30～80万元", ""),
    ],
)
def test_a_price_that_cannot_be_compared_says_why(band: str, price: str, remark: str) -> None:
    assert comparison("Budget and price", {"budget_band": band}, {"indicative_price": price}).remark == remark


@pytest.mark.parametrize(
    ("wanted", "province", "expected"),
    [
        (["31", "32"], "32", "agrees"),
        (["31"], "34", "clashes"),
        ([], "34", "agrees"),
        (["31"], "", "unclear"),
    ],
)
def test_region(wanted: list[str], province: str, expected: str) -> None:
    elsewhere = {"enterprise": make_enterprise(province=province, city="")}
    assert verdict("Region the demand wants", {"target_regions": wanted}, elsewhere) == expected
    assert verdict("Region the offer wants", elsewhere, {"target_regions": wanted}) == expected


def test_region_stands_in_the_column_of_the_side_that_wants_it() -> None:
    there = {"enterprise": make_enterprise(province="34", city="")}
    row = comparison("Region the offer wants", there, {"target_regions": ["31"]})
    assert (row.demand, row.offer) == ("Anhui", "Shanghai")


def test_chain_never_clashes() -> None:
    one, other = make_alliance(), make_alliance()
    assert verdict("Chain", {"alliance": one}, {"alliance": one}) == "agrees"
    assert verdict("Chain", {"alliance": one}, {"alliance": other}) == "unclear"
    assert verdict("Chain", {"alliance": None}, {"alliance": None}) == "unclear"


@pytest.mark.parametrize(
    ("needed", "valid", "expected"),
    [
        (30, 30, "agrees"),
        (-1, 30, "clashes"),
        (30, -1, "clashes"),
        (None, 30, "unclear"),
        (30, None, "unclear"),
    ],
)
def test_time(needed: int | None, valid: int | None, expected: str) -> None:
    def day(offset: int | None) -> Any:
        return None if offset is None else TODAY + timedelta(days=offset)

    assert verdict("Time", {"needed_by": day(needed)}, {"valid_until": day(valid)}) == expected


def test_language() -> None:
    assert verdict("Language", {"language": "en"}, {"language": "en"}) == "agrees"
    assert verdict("Language", {"language": "en"}, {"language": "zh-hans"}) == "unclear"
