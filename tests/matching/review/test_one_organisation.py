"""An enterprise is never introduced to itself, in any spelling and from any source of the pair."""

from typing import Any

import pytest

from matching.enums import Origin
from matching.index import market_index
from matching.models import Introduction, Suggestion
from matching.review import bulk, decisions, interests, second_opinions
from matching.review.transitions import OneOrganisation
from matching.states import SuggestionState
from matching.suggestions import refresh
from tests.accounts.test_folding import ONE_ORGANISATION
from tests.factories import (
    make_admin,
    make_alliance,
    make_coordinator,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.accounts import enterprises, identity
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.models import Demand, Offer

pytestmark = pytest.mark.django_db

SPELLINGS = ONE_ORGANISATION[0]


def two_spellings(one: str = SPELLINGS[0], other: str = SPELLINGS[1]) -> tuple[Offer, Demand]:
    return (
        make_published_offer(enterprise=make_enterprise(name=one)),
        make_published_demand(enterprise=make_enterprise(name=other), visibility="anonymous"),
    )


def states() -> list[str]:
    return list(Suggestion.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.slow
@pytest.mark.parametrize("other", SPELLINGS)
def test_two_spellings_are_never_suggested(other: str) -> None:
    offer, demand = two_spellings(SPELLINGS[0], other)
    market_index.rebuild()
    refresh.refresh_one(demand)
    refresh.refresh_one(offer)
    assert states() == []


@pytest.mark.slow
def test_its_own_listings_take_no_place_among_the_best() -> None:
    """Twelve listings under other spellings, and one of somebody else: the latter is found."""
    demand = make_published_demand(enterprise=make_enterprise(name=SPELLINGS[0]))
    for spelling in SPELLINGS * 2:
        make_published_offer(enterprise=make_enterprise(name=spelling))
    market_index.rebuild()
    stranger = make_published_offer()  # is in the delta, not in the index
    refresh.refresh_one(demand)
    assert list(Suggestion.objects.values_list("offer", flat=True)) == [stranger.pk]


@pytest.mark.slow
def test_the_index_knows_the_name_of_yesterday() -> None:
    offer, demand = two_spellings(other="另一家有限公司")
    market_index.rebuild()
    Enterprise.objects.filter(pk=demand.enterprise_id).update(name=SPELLINGS[2])
    refresh.refresh_one(offer)
    assert states() == []


@pytest.mark.parametrize("way", ["member", "administrator", "granted", "sweeper"])
def test_a_pair_that_waits_is_taken_back_after_a_renaming(way: str) -> None:
    offer, demand = two_spellings(other="另一家有限公司")
    suggestion = make_suggestion(offer=offer, demand=demand, offer_rank=1, demand_rank=1)
    enterprise, admin = offer.enterprise, make_admin()
    enterprise.name = "另一家 有限公司"
    Enterprise.objects.filter(pk=demand.enterprise_id).update(verified_at=None)
    if way == "administrator":
        enterprises.correct(enterprise, changed=["name"], by=admin)
    elif way == "granted":
        request = enterprises.revise(enterprise, changed=["name"], by=make_member(enterprise))
        assert request is not None
        assert states() == [SuggestionState.PENDING]
        identity.grant(request, by=admin)
    elif way == "member":
        Enterprise.objects.filter(pk=enterprise.pk).update(verified_at=None)
        enterprises.revise(enterprise, changed=["name"], by=make_member(enterprise))
    else:
        Enterprise.objects.filter(pk=enterprise.pk).update(name=enterprise.name)
        refresh.supersede_unpublished()
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.offer_rank, suggestion.demand_rank) == ("superseded", None, None)


@pytest.mark.parametrize("origin", Origin.values)
def test_nobody_approves_it(origin: str) -> None:
    offer, demand = two_spellings()
    suggestion = make_suggestion(offer=offer, demand=demand, origin=origin)
    with pytest.raises(OneOrganisation, match="reject the pair as a duplicate"):
        decisions.approve(suggestion, by=make_admin())
    assert not Introduction.objects.exists()
    assert states() == [SuggestionState.PENDING]
    done = bulk.reject([suggestion.pk], by=make_admin(), reason="duplicate")
    assert [pair.pk for pair in done.done] == [suggestion.pk]


def test_nobody_agrees_to_it_for_the_other_alliance() -> None:
    ours, theirs = make_alliance(second_opinion=True), make_alliance()
    first, second = make_coordinator(ours), make_coordinator(theirs)
    offer = make_published_offer(alliance=ours, enterprise=make_enterprise(name=SPELLINGS[0]))
    demand = make_published_demand(alliance=theirs)
    suggestion = make_suggestion(offer=offer, demand=demand)
    assert decisions.approve(suggestion, by=first) is None
    Enterprise.objects.filter(pk=demand.enterprise_id).update(name=SPELLINGS[3])
    with pytest.raises(OneOrganisation):
        second_opinions.agree(Suggestion.objects.get(), by=second)


def test_nobody_is_interested_in_their_own_listing() -> None:
    offer, demand = two_spellings()
    member = make_member(offer.enterprise)
    asked: dict[str, Any] = {"mode": "license", "about": "x"}
    assert not interests.is_entitled(demand, by=member)
    assert not interests.partners_of(demand, by=member).exists()
    with pytest.raises(interests.NotEntitled):
        interests.express(offer, demand, by=member, **asked)
    assert states() == []


def test_a_second_introduction_under_another_spelling_is_a_repetition() -> None:
    offer, demand = make_published_offer(), make_published_demand()
    decisions.approve(make_suggestion(offer=offer, demand=demand), by=make_admin())
    twin = make_enterprise(name=f"({offer.enterprise.name})")
    again = make_suggestion(offer=make_published_offer(enterprise=twin), demand=demand)
    with pytest.raises(Exception, match="introduced about this already"):
        decisions.approve(again, by=make_admin())
