"""Decisions on a pair: who may decide in which state, and what is written."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from matching.enums import RejectionReason
from matching.introductions import lifecycle
from matching.introductions.disclosure import Viewer
from matching.introductions.notices import coordinators_of
from matching.models import Introduction, Suggestion
from matching.review import assignments, bulk, decisions
from matching.review.transitions import OwnEnterprise
from matching.states import DECIDED, SUGGESTION_TRANSITIONS, SuggestionState
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_enterprise,
    make_member,
    make_offer,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.introduced import notice_of, open_introduction
from tests.matching.reviewing import (
    ACTIONS,
    OTHERS,
    REVIEWERS,
    make_pair,
    make_partial_coordinator,
    person,
    stored,
    wanted_of,
)
from ydeu.accounts.models import Membership
from ydeu.alliances.models import Coordinator
from ydeu.marketplace import listings
from ydeu.marketplace.states import State
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import DomainError, LostRace, TransitionRefused, allows

pytestmark = pytest.mark.django_db


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(REVIEWERS | OTHERS))
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", SuggestionState.values)
def test_every_state_action_and_role(state: str, action: str, role: str) -> None:
    pair = make_pair(state)
    user = person(role, pair)
    before = stored(pair)
    wanted = wanted_of(state, action, role)
    if wanted is None:
        is_asked = action in ("agree", "disagree") and state == "second"
        expected = decisions.NotYourAlliance if role in OTHERS or is_asked else TransitionRefused
        with pytest.raises(expected):
            ACTIONS[action](pair, user)
        assert stored(pair) == before
    else:
        ACTIONS[action](pair, user)
        pair.refresh_from_db()
        event = pair.events.latest("pk")
        assert pair.state == wanted
        assert (event.actor, event.from_state, event.to_state) == (user, state, wanted)
        assert pair.events.count() == len(before["events"]) + 1


def test_a_decision_is_on_the_row_and_undoing_clears_it() -> None:
    pair, user = make_suggestion(), make_admin()
    decisions.reject(
        pair, by=user, reason=RejectionReason.OTHER, note="They merged last week.", poster_note="Ask again."
    )
    pair.refresh_from_db()
    assert (pair.state, pair.reason, pair.note, pair.decided_by) == (
        "rejected",
        "other",
        "They merged last week.",
        user,
    )
    decided_at = pair.decided_at
    assert decided_at is not None
    assert timezone.now() - decided_at < timedelta(minutes=1)
    decisions.undo(pair, by=user)
    pair.refresh_from_db()
    assert (pair.state, pair.reason, pair.note, pair.decided_by, pair.decided_at) == (
        "pending",
        "",
        "",
        None,
        None,
    )
    assert [(e.to_state, e.reason, e.note) for e in pair.events.all()] == [
        ("rejected", "other", "They merged last week."),
        ("pending", "", ""),
    ]


@pytest.mark.parametrize(("reason", "word"), [("", ""), ("nonsense", "x"), ("other", ""), ("other", "  ")])
def test_a_rejection_without_a_reason_that_the_posters_read_is_refused(reason: str, word: str) -> None:
    pair, user = make_suggestion(), make_admin()
    before = stored(pair)
    with pytest.raises(decisions.ReasonForPosterNeeded):
        decisions.reject(pair, by=user, reason=reason, note="They merged.", poster_note=word)
    assert stored(pair) == before


def test_nobody_approves_a_text_that_they_have_not_seen() -> None:
    pair, user = make_suggestion(), make_admin()
    seen = pair.revisions
    listings.revise(pair.demand, by=user)
    before = stored(pair)
    with pytest.raises(LostRace, match="has changed since"):
        decisions.approve(pair, by=user, seen=seen)
    assert stored(pair) == before
    assert decisions.approve(pair, by=user, seen=Suggestion.objects.get(pk=pair.pk).revisions)


def test_two_enterprises_are_introduced_once_about_a_listing() -> None:
    user, pair = make_admin(), make_suggestion()
    other_offer = make_published_offer(enterprise=pair.offer.enterprise)
    again = make_suggestion(offer=other_offer, demand=pair.demand)
    introduction = open_introduction(pair, by=user)
    before = stored(again)
    with pytest.raises(lifecycle.AlreadyIntroduced, match="as a duplicate"):
        decisions.approve(again, by=user)
    assert stored(again) == before
    Introduction.objects.filter(pk=introduction.pk).update(state="closed_no_deal")
    assert decisions.approve(again, by=user)


@pytest.mark.parametrize("days", [0, 91])
def test_nothing_is_put_aside_for_ever(days: int) -> None:
    pair, user = make_suggestion(), make_admin()
    before = stored(pair)
    with pytest.raises(decisions.NotInTheFuture):
        decisions.defer(pair, by=user, until=timezone.localdate() + timedelta(days=days))
    assert stored(pair) == before
    decisions.defer(pair, by=user, until=timezone.localdate() + timedelta(days=90))


@pytest.mark.parametrize("state", [state for state in State.values if state != State.PUBLISHED])
def test_a_pair_is_not_approved_when_a_listing_has_left(state: str) -> None:
    pair = make_suggestion(offer=make_offer(state=state))
    before = stored(pair)
    with pytest.raises(decisions.NotPublished):
        decisions.approve(pair, by=make_admin())
    assert stored(pair) == before


@override_settings(MATCHING_UNDO_SECONDS=60)
def test_an_approval_opens_an_introduction_and_tells_both_sides_after_the_time_for_undoing() -> None:
    seller, buyer = make_member(), make_member()
    offer = make_published_offer(enterprise=seller.memberships.get().enterprise, created_by=seller)
    demand = make_published_demand(enterprise=buyer.memberships.get().enterprise, created_by=buyer)
    pair, user = make_suggestion(offer=offer, demand=demand), make_admin()
    introduction = open_introduction(pair, by=user)
    assert (introduction.suggestion, introduction.offer, introduction.demand, introduction.opened_by) == (
        pair,
        offer,
        demand,
        user,
    )
    assert introduction.state == "consent_pending"
    assert {(s.side, s.enterprise, s.state) for s in introduction.sides.all()} == {
        ("offer", offer.enterprise, "waiting"),
        ("demand", demand.enterprise, "waiting"),
    }
    notices = [notice_of(side) for side in introduction.sides.order_by("side")]
    assert [n.recipient for n in notices] == [buyer, seller]
    assert {n.kind for n in notices} == {NoticeKind.INTRODUCTION_OPENED}
    assert {n.url for n in notices} == {introduction.get_absolute_url()}
    assert all(n.not_before > timezone.now() + timedelta(seconds=50) for n in notices)
    assert notices[0].context == {
        "introduction": introduction.pk,
        "title": demand.title,
        "other_title": offer.title,
        "other_enterprise": offer.enterprise.name,
        "reason": "",
    }


def test_who_posted_for_an_enterprise_but_left_it_is_not_told() -> None:
    owner, importer = make_member(), make_admin()
    offer = make_published_offer(enterprise=owner.memberships.get().enterprise, created_by=importer)
    introduction = open_introduction(make_suggestion(offer=offer), by=importer)
    assert notice_of(introduction.sides.get(side="offer")).recipient == owner


def test_nobody_decides_on_a_pair_of_their_own_enterprise() -> None:
    pair, other = make_suggestion(), make_suggestion()
    user = make_partial_coordinator(pair)
    Coordinator.objects.create(user=user, alliance=alliance_of(other.demand))
    assert list(Suggestion.objects.reviewable_by(user)) == [other]
    assert user not in assignments.candidates_for(pair, by=make_admin())
    for action in ("approve", "reject", "defer", "agree", "disagree", "unfold"):
        with pytest.raises(OwnEnterprise, match="decided by somebody else"):
            ACTIONS[action](pair, user)
    found = bulk.reject([pair.pk], by=user, reason="duplicate")
    assert (found.done, found.refused, found.unknown) == ([], [], 1)


def test_a_namesake_of_a_side_is_that_side() -> None:
    """Its people decide no more on the pair than those of the side, and take no part in the introduction."""
    pair = make_suggestion(
        demand=make_published_demand(enterprise=make_enterprise(name="上海恒远（集团）有限公司"))
    )
    user = make_coordinator(alliance_of(pair.demand), alliance_of(pair.offer))
    introduction = open_introduction(pair, by=make_admin())
    assert Suggestion.objects.reviewable_by(user).exists()
    assert Viewer.of(user).oversees(introduction)
    namesake = make_enterprise(name="上海恒远 (集团) 有限公司", verified=False)
    Membership.objects.create(user=user, enterprise=namesake)
    assert not Suggestion.objects.reviewable_by(user).exists()
    assert user not in assignments.candidates_for(pair, by=make_admin())
    assert user not in coordinators_of(introduction)
    assert not Introduction.objects.visible_to(user).exists()
    viewer = Viewer.of(user)
    assert (viewer.oversees(introduction), viewer.acts_for_a_side_of(introduction)) == (False, False)
    with pytest.raises(OwnEnterprise):
        decisions.approve(pair, by=user)


@pytest.mark.parametrize("action", ["approve", "reject", "defer"])
def test_who_comes_second_learns_who_was_first(action: str) -> None:
    pair = make_suggestion()
    first = make_coordinator(alliance_of(pair.demand), name="Chen Yu")
    second = make_coordinator(alliance_of(pair.offer))
    stale = Suggestion.objects.get(pk=pair.pk)
    decisions.defer(pair, by=first, note="Waiting for figures.")
    before = stored(pair)
    with pytest.raises(LostRace, match=r"Chen Yu.*Deferred"):
        ACTIONS[action](stale, second)
    assert stored(pair) == before


def test_every_decision_is_a_domain_error_or_done() -> None:
    """The views catch DomainError and its subclasses."""
    assert issubclass(decisions.NotYourAlliance, DomainError)
    assert issubclass(decisions.NotPublished, DomainError)
    assert set(SuggestionState.values) - DECIDED == {"pending", "folded", "superseded", "second"}


@pytest.mark.parametrize("way", [(a, b) for a in SuggestionState for b in SuggestionState])
def test_every_way_of_the_table(way: tuple[SuggestionState, SuggestionState]) -> None:
    open_ways = {
        ("pending", "approved"),
        ("pending", "rejected"),
        ("pending", "deferred"),
        ("pending", "superseded"),
        ("pending", "second"),
        ("pending", "folded"),
        ("folded", "pending"),
        ("folded", "superseded"),
        ("superseded", "folded"),
        ("second", "approved"),
        ("second", "pending"),
        ("second", "superseded"),
        ("deferred", "pending"),
        ("superseded", "pending"),
        ("rejected", "pending"),
        ("approved", "pending"),
    }
    assert allows(SUGGESTION_TRANSITIONS, *way) == (way in open_ways)
