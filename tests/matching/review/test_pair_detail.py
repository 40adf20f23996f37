import pytest
from django.utils.safestring import SafeString

from matching.review.pair_detail import MAX_TERMS, pair_of
from tests.factories import make_demand, make_offer, make_suggestion
from ydeu.marketplace.models import Requirement

pytestmark = pytest.mark.django_db


def test_shared_terms_are_marked_in_every_field_of_both_texts() -> None:
    demand = make_demand(
        title="Ceramic coating wanted",
        technology_keywords=["ceramic", "wear <test>"],
        market_keywords=["valves"],
        summary="A maker of valves.",
        description="The ceramic layer must hold.",
        problem="Steel wears out; ceramic does not.",
    )
    offer = make_offer(
        title="Ceramic powder",
        technology_keywords=["powder"],
        summary="Powder.",
        description="Our ceramic is fine.",
        advantages="Finest ceramic.",
    )
    pair = pair_of(make_suggestion(demand=demand, offer=offer))
    assert pair.demand.title == "<mark>Ceramic</mark> coating wanted"
    assert pair.demand.keywords == ["<mark>ceramic</mark>", "wear &lt;test&gt;", "valves"]
    assert "<mark>ceramic</mark> layer" in pair.demand.description
    assert pair.demand.remainder == "Steel wears out; <mark>ceramic</mark> does not."
    assert pair.offer.description == "Our <mark>ceramic</mark> is fine."
    assert pair.offer.remainder == "Finest <mark>ceramic</mark>."
    assert isinstance(pair.offer.title, SafeString)


def test_the_remainder_of_a_demand_holds_its_figures() -> None:
    demand = make_demand(description="", problem="")
    Requirement.objects.create(demand=demand, name="Hardness", value="1200", unit="HV")
    pair = pair_of(make_suggestion(demand=demand))
    assert (pair.demand.description, pair.demand.remainder) == ("", "Hardness 1200 HV")


def test_shares_are_parts_of_the_score_heaviest_first() -> None:
    pair = pair_of(make_suggestion())
    fractions = [share.fraction for share in pair.shares]
    assert fractions == sorted(fractions, reverse=True)
    assert len(fractions) == MAX_TERMS
    assert 0.5 < sum(fractions) <= 1
    assert pair.shares[0].percent == pytest.approx(100 * fractions[0])


def test_what_is_asked_and_not_offered_is_named() -> None:
    demand = make_demand(title="Graphene membrane for desalination")
    pair = pair_of(make_suggestion(demand=demand))
    assert "graphene" in " ".join(share.term for share in pair.missing).lower()


def test_texts_without_anything_in_common_can_be_shown() -> None:
    nothing = {"technology_keywords": [], "summary": "", "description": ""}
    pair = pair_of(
        make_suggestion(
            demand=make_demand(title="Xylophone", problem="", **nothing),
            offer=make_offer(title="Zeppelin", advantages="", **nothing),
        )
    )
    assert (pair.shares, pair.offer.title) == ([], "Zeppelin")
