from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from matching.enums import RejectionReason
from matching.introductions import lifecycle
from matching.models import Interest, Introduction, Suggestion, SuggestionEvent
from matching.review import decisions, interests
from matching.suggestions import refresh
from tests.factories import (
    make_admin,
    make_enterprise,
    make_member,
    make_offer,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.introduced import open_introduction
from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand, Offer
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db

SAID = {"mode": "joint_development", "question": "Which cathode?", "about": "We make cells."}


@pytest.fixture
def seller() -> User:
    return make_member()


@pytest.fixture
def offer(seller: User) -> Offer:
    return make_published_offer(enterprise=seller.memberships.get().enterprise)


@pytest.fixture
def demand() -> Demand:
    return make_published_demand()


def stored() -> dict[str, Any]:
    return {
        "pairs": list(Suggestion.objects.values()),
        "events": list(SuggestionEvent.objects.values()),
        "interests": list(Interest.objects.values()),
        "notices": list(Notice.objects.values()),
    }


@pytest.mark.usefixtures("every_day_is_worked")
def test_an_interest_is_a_pair_in_the_queue_and_says_who_asks_for_what(
    seller: User, offer: Offer, demand: Demand
) -> None:
    interest = interests.express(offer, demand, by=seller, **SAID)
    pair = Suggestion.objects.get()
    assert (pair.offer, pair.demand, pair.origin, pair.state) == (offer, demand, "member", "pending")
    assert (interest.suggestion, interest.side, interest.enterprise, interest.by) == (
        pair,
        "offer",
        offer.enterprise,
        seller,
    )
    assert (interest.mode, interest.question, interest.about) == tuple(SAID.values())
    assert (interest.own, interest.wanted) == (offer, demand)
    assert pair.due_at == pair.waiting_since + timedelta(days=7)
    assert not Introduction.objects.exists()


def test_a_demand_may_ask_for_an_offer(offer: Offer, demand: Demand) -> None:
    buyer = make_member(demand.enterprise)
    interest = interests.express(demand, offer, by=buyer, **SAID)
    assert (interest.side, interest.own, interest.wanted) == ("demand", demand, offer)


@pytest.mark.parametrize("state", ["pending", "superseded", "rejected", "deferred"])
def test_a_pair_that_is_known_already_is_asked_for_anew(
    state: str, seller: User, offer: Offer, demand: Demand
) -> None:
    pair = make_suggestion(offer=offer, demand=demand, score=0.7)
    Suggestion.objects.filter(pk=pair.pk).update(state=state, offer_rank=2)
    interests.express(offer, demand, by=seller, **SAID)
    now = Suggestion.objects.get()
    assert (now.pk, now.state, now.origin, now.score) == (pair.pk, "pending", "member", 0.7)
    moved = [] if state == "pending" else [(seller, state, "pending")]
    assert [(event.actor, event.from_state, event.to_state) for event in now.events.all()] == moved


@pytest.mark.slow
def test_the_matcher_never_touches_what_was_asked_for(seller: User, offer: Offer, demand: Demand) -> None:
    Demand.objects.filter(pk=demand.pk).update(title="钢铁", description="高炉", summary="冶金")
    demand.refresh_from_db()
    interests.express(offer, demand, by=seller, **SAID)
    before = stored()
    refresh.refresh_one(Demand.objects.get())
    refresh.refresh_one(Offer.objects.get())
    assert stored() == before


def test_a_listing_that_leaves_does_not_make_the_question_disappear(
    seller: User, offer: Offer, demand: Demand
) -> None:
    interests.express(offer, demand, by=seller, **SAID)
    listings.pause(demand, by=make_admin())
    refresh.supersede_listing(demand)
    assert Suggestion.objects.get().state == "pending"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda o, d, u: Enterprise.objects.update(verified_at=None), id="not verified"),
        pytest.param(lambda o, d, u: u.memberships.all().delete(), id="no member"),
        pytest.param(lambda o, d, u: Offer.objects.update(state="paused"), id="own one not published"),
        pytest.param(
            lambda o, d, u: Demand.objects.update(enterprise=o.enterprise_id), id="of the same enterprise"
        ),
        pytest.param(
            lambda o, d, u: Offer.objects.update(valid_until=timezone.localdate() - timedelta(days=1)),
            id="own one no longer valid",
        ),
    ],
)
def test_who_may_not_ask_leaves_no_trace(spoil: Any, seller: User, offer: Offer, demand: Demand) -> None:
    spoil(offer, demand, seller)
    with pytest.raises(interests.NotEntitled):
        interests.express(Offer.objects.get(), Demand.objects.get(), by=seller, **SAID)
    assert stored() == {"pairs": [], "events": [], "interests": [], "notices": []}


@pytest.mark.parametrize(
    "gone", [{"state": "paused"}, {"valid_until": timezone.localdate() - timedelta(days=1)}]
)
def test_nobody_asks_about_what_is_no_longer_open(
    seller: User, offer: Offer, demand: Demand, gone: dict[str, Any]
) -> None:
    Demand.objects.update(**gone)
    with pytest.raises(interests.NoLongerOpen):
        interests.express(offer, Demand.objects.get(), by=seller, **SAID)
    assert stored() == {"pairs": [], "events": [], "interests": [], "notices": []}


def test_two_listings_of_one_kind_are_no_pair(seller: User, offer: Offer) -> None:
    with pytest.raises(interests.NotEntitled):
        interests.express(offer, make_published_offer(), by=seller, **SAID)


def test_nobody_asks_twice_with_whichever_listing(seller: User, offer: Offer, demand: Demand) -> None:
    second = make_published_offer(enterprise=offer.enterprise)
    interests.express(offer, demand, by=seller, **SAID)
    before = stored()
    for own in (offer, second):
        with pytest.raises(interests.AlreadyAsked, match="already"):
            interests.express(own, demand, by=seller, **SAID)
    assert stored() == before


def test_there_is_no_asking_while_an_introduction_is_under_way(
    seller: User, offer: Offer, demand: Demand
) -> None:
    pair = make_suggestion(offer=offer, demand=demand)
    decisions.approve(pair, by=make_admin())
    second = make_published_offer(enterprise=offer.enterprise)
    before = stored()
    for own in (offer, second):
        with pytest.raises(interests.AlreadyAsked, match="under way"):
            interests.express(own, demand, by=seller, **SAID)
    assert stored() == before


def test_a_pair_that_was_introduced_once_is_not_introduced_again(
    seller: User, offer: Offer, demand: Demand
) -> None:
    introduction = open_introduction(make_suggestion(offer=offer, demand=demand), by=make_admin())
    lifecycle.decline(introduction, introduction.sides.get(side="offer"), by=seller, reason="capacity")
    with pytest.raises(interests.AlreadyAsked, match="introduced to each other before"):
        interests.express(offer, demand, by=seller, **SAID)


def test_one_enterprise_has_a_limited_number_of_open_questions(
    seller: User, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interests, "MAX_OPEN", 2)
    for _ in range(2):
        interests.express(offer, make_published_demand(), by=seller, **SAID)
    with pytest.raises(interests.AlreadyAsked, match="2 of your questions"):
        interests.express(offer, make_published_demand(), by=seller, **SAID)


def test_both_sides_may_ask_for_the_same_pair(seller: User, offer: Offer, demand: Demand) -> None:
    buyer = make_member(demand.enterprise)
    interests.express(offer, demand, by=seller, **SAID)
    interests.express(demand, offer, by=buyer, **SAID)
    assert Suggestion.objects.count() == 1
    assert {each.enterprise for each in Interest.objects.all()} == {offer.enterprise, demand.enterprise}


def test_who_asked_is_told_why_not_and_what_to_change_but_not_the_inner_note(
    seller: User, offer: Offer, demand: Demand
) -> None:
    interest = interests.express(offer, demand, by=seller, **SAID)
    decisions.reject(
        interest.suggestion,
        by=make_admin(),
        reason=RejectionReason.TOO_EARLY,
        note="They are desperate.",
        poster_note="Come back with a pilot.",
    )
    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient, notice.enterprise, notice.url) == (
        NoticeKind.INTEREST_REFUSED,
        seller,
        offer.enterprise,
        "/interests/",
    )
    assert notice.context["title"] == demand.title
    assert notice.context["note"] == "Come back with a pilot."
    assert notice.context["reason"] == {"zh-hans": "技术尚处早期", "en": "Too early stage"}
    assert notice.context["advice"]["en"].startswith("Say how far the development is")
    assert "desperate" not in str(notice.context)


def test_a_rejection_that_is_taken_back_in_time_is_never_told(
    seller: User, offer: Offer, demand: Demand
) -> None:
    pair, admin = interests.express(offer, demand, by=seller, **SAID).suggestion, make_admin()
    decisions.reject(pair, by=admin, reason="too_early")
    decisions.undo(pair, by=admin)
    assert Notice.objects.get().state == Delivery.WITHDRAWN
    decisions.reject(pair, by=admin, reason="capacity")
    assert [notice.state for notice in Notice.objects.order_by("pk")] == ["withdrawn", "waiting"]


def test_after_a_no_one_may_ask_again_and_the_words_are_the_new_ones(
    seller: User, offer: Offer, demand: Demand
) -> None:
    pair = interests.express(offer, demand, by=seller, **SAID).suggestion
    decisions.reject(pair, by=make_admin(), reason="too_early")
    again = interests.express(offer, demand, by=seller, **{**SAID, "question": "And now?"})
    assert Interest.objects.get() == again
    assert (again.question, again.suggestion.state) == ("And now?", "pending")


def test_the_approval_of_an_interest_is_an_introduction(seller: User, offer: Offer, demand: Demand) -> None:
    pair = interests.express(offer, demand, by=seller, **SAID).suggestion
    introduction = open_introduction(pair, by=make_admin())
    assert (introduction.offer, introduction.demand, introduction.state) == (
        offer,
        demand,
        "consent_pending",
    )


def test_strangers_see_nobodys_interests(seller: User, offer: Offer, demand: Demand) -> None:
    interest = interests.express(offer, demand, by=seller, **SAID)
    assert list(Interest.objects.of(seller)) == [interest]
    assert list(Interest.objects.of(make_member())) == []
    assert not interests.may_ask(demand, by=make_member(demand.enterprise))
    assert not interests.may_ask(demand, by=make_member(make_enterprise(verified=False)))
    assert not interests.may_ask(make_offer(), by=seller)


def test_no_namesake_of_ones_own_making_tells_who_posted(seller: User) -> None:
    """Anybody may sign up under the name of a suspect that is not verified, such as an imported one."""
    suspect = make_enterprise(name="恒远密封件（苏州）有限公司", verified_at=None)
    hidden = make_published_demand(enterprise=suspect, visibility="anonymous")
    assert interests.may_ask(hidden, by=seller)

    namesake = make_enterprise(name="恒远密封件(苏州)有限公司", verified_at=None)
    namesake.memberships.create(user=seller)

    assert interests.may_ask(hidden, by=seller)


def test_who_really_posted_does_not_ask_about_it(seller: User) -> None:
    """Also if the enterprise that posted is not verified, and the person has another one that is."""
    own = make_published_demand(enterprise=make_enterprise(verified_at=None))
    own.enterprise.memberships.create(user=seller)
    assert not interests.may_ask(own, by=seller)
