from typing import Any

import pytest
from django.utils import translation

from matching.requirements import Verdict, factor
from matching.review.requirement_checks import RequirementCheck, check_requirements
from matching.suggestions.requirements import checks_of
from tests.factories import make_demand, make_offer
from ydeu.marketplace.models import Demand, Requirement

pytestmark = pytest.mark.django_db


def demand_asking(*rows: dict[str, str]) -> Demand:
    demand = make_demand()
    for row in rows:
        Requirement.objects.create(demand=demand, **row)
    return demand


def only(row: dict[str, str], **offer: Any) -> RequirementCheck:
    (found,) = check_requirements(demand_asking(row), make_offer(**offer))
    return found


BUBBLE_POINT = {"name": "Bubble point", "operator": "ge", "value": "2.5", "unit": "bar"}


def test_asked_at_least_two_and_a_half_bar_and_the_offer_says_more() -> None:
    found = only(BUBBLE_POINT, description="Wide & thin. Bubble point <of> 3.2 bar.")
    assert (found.verdict, found.said, found.style) == (Verdict.MET, "met", "agrees")
    assert found.quote == "Bubble point &lt;of&gt; <mark>3.2 bar</mark>."
    assert (found.remark, found.question) == ("", "")


def test_an_offer_that_says_less_does_not_meet_it() -> None:
    found = only(BUBBLE_POINT, description="Bubble point 1.2 bar.")
    assert (found.said, found.style, found.question) == ("not met", "clashes", "")


def test_a_missing_statement_offers_the_question_to_ask() -> None:
    found = only(BUBBLE_POINT, description="Thin.")
    assert (found.said, found.style, found.quote) == ("not stated", "unclear", "")
    assert found.question == "Which value of “Bubble point” does it reach, in bar?"


def test_a_doubtful_sentence_is_quoted_with_a_remark() -> None:
    found = only(BUBBLE_POINT, description="Conventional cloth has a bubble point of 0.4 bar.")
    assert (found.said, found.quote) == (
        "not stated",
        "Conventional cloth has a bubble point of <mark>0.4 bar</mark>.",
    )
    assert found.remark == (
        "The sentence may speak of another property, of others, of a plan or of a limit. Please read it."
    )


def test_words_and_bare_values_have_questions_of_their_own() -> None:
    assert only({"name": "Deployment", "operator": "contains", "value": "on site"}).question == (
        "Deployment: is on site included?"
    )
    assert only({"name": "Short-circuit ratio", "value": "1.2"}).question == (
        "Which value of “Short-circuit ratio” does it reach?"
    )


@pytest.mark.parametrize(
    ("value", "unit", "question"),
    [("IP69K", "", "Is “Property” IP69K?"), ("8", "inch", "Is “Property” 8 inch?")],
)
def test_what_has_to_be_equal_is_asked_for_as_it_is(value: str, unit: str, question: str) -> None:
    row = {"name": "Property", "operator": "eq", "value": value, "unit": unit}
    assert only(row, description="Thin.").question == question


def test_the_price_and_the_evidence_of_an_offer_are_read() -> None:
    price = {"name": "Price", "operator": "le", "value": "350", "unit": "yuan/m²"}
    assert only(price, indicative_price="310 yuan/m²").verdict is Verdict.MET
    assert only(BUBBLE_POINT, evidence="Report: bubble point 3 bar.").verdict is Verdict.MET


def test_musts_come_first() -> None:
    demand = demand_asking(
        {"name": "Colour", "operator": "contains", "value": "blue", "priority": "nice"}, BUBBLE_POINT
    )
    found = check_requirements(demand, make_offer())
    assert [row.requirement.name for row in found] == ["Bubble point", "Colour"]


def test_the_checks_of_a_pair_can_be_weighed() -> None:
    demand = demand_asking(BUBBLE_POINT, BUBBLE_POINT | {"name": "Burst pressure", "value": "9"})
    offer = make_offer(description="Bubble point 3.2 bar. Burst pressure 7 bar.")
    assert [each.verdict for each in checks_of(demand, offer)] == [Verdict.MET, Verdict.NOT_MET]
    assert factor(checks_of(demand, offer)) == pytest.approx(0.5)


def test_verdicts_are_said_in_chinese() -> None:
    with translation.override("zh-hans"):
        found = only(BUBBLE_POINT, description="Thin.")
        assert (found.said, found.question) == ("未说明", "“Bubble point”能达到多少（单位：bar）？")
