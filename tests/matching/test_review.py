from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from matching import assignments, introductions, messages, next_steps, notes, opinions, pipeline, review
from matching.enums import RejectionReason
from matching.models import Introduction, Suggestion, SuggestionEvent
from matching.moves import OwnEnterprise
from matching.states import DECIDED, SUGGESTION_TRANSITIONS, SuggestionState
from tests.factories import (
    make_admin,
    make_coordinator,
    make_member,
    make_offer,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching import introduced
from ydeu.accounts.models import Membership, User
from ydeu.alliances.models import Alliance, Coordinator
from ydeu.marketplace.states import State
from ydeu.notices.enums import Delivery, Kind
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError, LostRace, TransitionRefused, allows

pytestmark = pytest.mark.django_db

REVIEWERS = {
    "admin",
    "coordinator who spoke first",
    "coordinator of the demand's alliance",
    "coordinator of the offer's alliance",
}
OTHERS = {
    "coordinator of another alliance",
    "coordinator and member of the demand's enterprise",
    "member of the demand's enterprise",
    "stranger",
}
ACTIONS = {
    "approve": lambda pair, by: review.approve(pair, by=by),
    "reject": lambda pair, by: review.reject(pair, by=by, reason=RejectionReason.TOO_EARLY),
    "defer": lambda pair, by: review.defer(pair, by=by),
    "undo": lambda pair, by: review.undo(pair, by=by),
    "agree": lambda pair, by: opinions.agree(pair, by=by),
    "disagree": lambda pair, by: opinions.disagree(pair, by=by, reason=RejectionReason.CAPACITY),
}
ALLOWED = {
    ("pending", "approve"): "approved",
    ("pending", "reject"): "rejected",
    ("pending", "defer"): "deferred",
    ("approved", "undo"): "pending",
    ("rejected", "undo"): "pending",
    ("deferred", "undo"): "pending",
    ("second", "undo"): "pending",
    ("second", "agree"): "approved",
    ("second", "disagree"): "pending",
}
"""What a reviewer may do; a pair that waits for a second opinion tells two kinds of them apart."""
ASKED = {"admin", "coordinator of the offer's alliance"}
SECOND = {"undo": {"admin", "coordinator who spoke first"}, "agree": ASKED, "disagree": ASKED}


def wanted_of(state: str, action: str, role: str) -> str | None:
    allowed = SECOND.get(action, set()) if state == "second" else REVIEWERS
    return ALLOWED.get((state, action)) if role in allowed else None


def person(role: str, pair: Suggestion) -> User:
    return {
        "coordinator who spoke first": lambda: (
            pair.demand.alliance.coordinators.filter(user__name="First").get().user
        ),
        "admin": make_admin,
        "coordinator of the demand's alliance": lambda: make_coordinator(pair.demand.alliance),
        "coordinator of the offer's alliance": lambda: make_coordinator(pair.offer.alliance),
        "coordinator of another alliance": make_coordinator,
        "coordinator and member of the demand's enterprise": lambda: make_partial_coordinator(pair),
        "member of the demand's enterprise": lambda: make_member(pair.demand.enterprise),
        "stranger": make_member,
    }[role]()


def make_partial_coordinator(pair: Suggestion) -> User:
    """Of both alliances, and a member of one side."""
    user = make_coordinator(pair.demand.alliance, pair.offer.alliance)
    Membership.objects.create(user=user, enterprise=pair.demand.enterprise)
    return user


def make_pair(state: str = "pending", **fields: Any) -> Suggestion:
    """A suggestion that has come into its state the usual way."""
    pair = make_suggestion(**fields)
    by = make_admin()
    make_coordinator(pair.demand.alliance, name="First")
    if state == "superseded":
        Suggestion.objects.filter(pk=pair.pk).update(state=state)
        pair.refresh_from_db()
    elif state == "second":
        ask_for_an_opinion(pair)
    elif state != "pending":
        ACTIONS[{"approved": "approve", "rejected": "reject", "deferred": "defer"}[state]](pair, by)
    return pair


def ask_for_an_opinion(pair: Suggestion) -> None:
    """A coordinator of the demand's alliance approves, and that of the offer wants to be asked."""
    Alliance.objects.filter(pk=pair.offer.alliance_id).update(second_opinion=True)
    pair.refresh_from_db()
    first = pair.demand.alliance.coordinators.get(user__name="First").user
    assert review.approve(pair, by=first) is None


def stored(pair: Suggestion) -> dict[str, Any]:
    """Everything a refused decision must leave as it was."""
    return {
        "row": Suggestion.objects.filter(pk=pair.pk).values().get(),
        "events": list(SuggestionEvent.objects.values()),
        "introductions": list(Introduction.objects.values()),
        "notices": list(Notice.objects.values()),
    }


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
        expected = review.NotYourAlliance if role in OTHERS or is_asked else TransitionRefused
        with pytest.raises(expected):
            ACTIONS[action](pair, user)
        assert stored(pair) == before
    else:
        ACTIONS[action](pair, user)
        pair.refresh_from_db()
        event = pair.events.last()
        assert pair.state == wanted
        assert (event.actor, event.from_state, event.to_state) == (user, state, wanted)
        assert pair.events.count() == len(before["events"]) + 1


def test_a_decision_is_on_the_row_and_undoing_clears_it() -> None:
    pair, user = make_suggestion(), make_admin()
    review.reject(pair, by=user, reason=RejectionReason.OTHER, note="They merged last week.")
    pair.refresh_from_db()
    assert (pair.state, pair.reason, pair.note, pair.decided_by) == (
        "rejected",
        "other",
        "They merged last week.",
        user,
    )
    assert timezone.now() - pair.decided_at < timedelta(minutes=1)
    review.undo(pair, by=user)
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


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("nonsense", "x"), ("other", ""), ("other", "  ")])
def test_a_rejection_without_a_reason_is_refused(reason: str, note: str) -> None:
    pair, user = make_suggestion(), make_admin()
    before = stored(pair)
    with pytest.raises(introductions.ReasonNeeded):
        review.reject(pair, by=user, reason=reason, note=note)
    assert stored(pair) == before


@pytest.mark.parametrize("state", [state for state in State.values if state != State.PUBLISHED])
def test_a_pair_is_not_approved_when_a_listing_has_left(state: str) -> None:
    pair = make_suggestion(offer=make_offer(state=state))
    before = stored(pair)
    with pytest.raises(review.NotPublished):
        review.approve(pair, by=make_admin())
    assert stored(pair) == before


@override_settings(MATCHING_UNDO_SECONDS=60)
def test_an_approval_opens_an_introduction_and_tells_both_sides_after_the_time_for_undoing() -> None:
    seller, buyer = make_member(), make_member()
    offer = make_published_offer(enterprise=seller.memberships.get().enterprise, created_by=seller)
    demand = make_published_demand(enterprise=buyer.memberships.get().enterprise, created_by=buyer)
    pair, user = make_suggestion(offer=offer, demand=demand), make_admin()
    introduction = review.approve(pair, by=user)
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
    notices = [side.notice for side in introduction.sides.order_by("side")]
    assert [n.recipient for n in notices] == [buyer, seller]
    assert {n.kind for n in notices} == {Kind.INTRODUCTION_OPENED}
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
    introduction = review.approve(make_suggestion(offer=offer), by=importer)
    assert introduction.sides.get(side="offer").notice.recipient == owner


def test_undoing_an_approval_before_anybody_is_told_leaves_only_its_history() -> None:
    pair, user = make_suggestion(), make_admin()
    review.approve(pair, by=user)
    review.undo(pair, by=user)
    assert Introduction.objects.count() == 0
    assert {notice.state for notice in Notice.objects.all()} == {Delivery.WITHDRAWN}
    assert [event.to_state for event in pair.events.all()] == ["approved", "pending"]
    review.approve(pair, by=user)
    assert Introduction.objects.count() == 1


@pytest.mark.parametrize(
    "told",
    [
        {"state": Delivery.SENDING},
        {"state": Delivery.SENT},
        {"state": Delivery.FAILED},
        {"read_at": timezone.now()},
    ],
)
def test_an_approval_stands_as_soon_as_one_side_has_been_told(told: dict[str, Any]) -> None:
    pair, user = make_suggestion(), make_admin()
    introduction = review.approve(pair, by=user)
    Notice.objects.filter(pk=introduction.sides.last().notice_id).update(**told)
    before = stored(pair)
    with pytest.raises(LostRace, match="already been told"):
        review.undo(pair, by=user)
    assert stored(pair) == before


def test_an_approval_stands_as_soon_as_one_side_has_answered() -> None:
    buyer = make_member()
    demand = make_published_demand(enterprise=buyer.memberships.get().enterprise)
    pair, user = make_suggestion(demand=demand), make_admin()
    introduction = review.approve(pair, by=user)
    introductions.accept(introduction, introduction.sides.get(side="demand"), by=buyer)
    before = stored(pair)
    with pytest.raises(LostRace):
        review.undo(pair, by=user)
    assert stored(pair) == before


def test_an_approval_of_whom_nobody_can_be_told_can_be_undone() -> None:
    pair, user = make_suggestion(), make_admin()
    introduction = review.approve(pair, by=user)
    told = introduction.sides.values("notice")
    Notice.objects.filter(pk__in=told).update(state=Delivery.UNDELIVERABLE)
    review.undo(pair, by=user)
    assert pair.state == "pending"


def leave_a_note(introduction: Introduction, by: User) -> None:
    notes.write(introduction, by=by, text="They visit us in May.", audience="coordinators")


def let_time_pass(introduction: Introduction, by: User) -> None:
    Introduction.objects.update(opened_at=timezone.now() - timedelta(seconds=61))


def remind(introduction: Introduction, by: User) -> None:
    introduction.sides.update(reminded_at=timezone.now())


def close(introduction: Introduction, by: User) -> None:
    pipeline.close(introduction, by=by, reason="price")


def put_to_rest(introduction: Introduction, by: User) -> None:
    pipeline.rest(introduction, by=by)


def write(introduction: Introduction, by: User) -> None:
    messages.write(introduction, by=by, text="Good day")


def set_step(introduction: Introduction, by: User) -> None:
    next_steps.agree(introduction, by=by, text="Call", assignee="offer", due_on=timezone.localdate())


@override_settings(MATCHING_UNDO_SECONDS=60)
@pytest.mark.parametrize("state", [Delivery.INBOX_ONLY, Delivery.FOR_DIGEST, Delivery.UNDELIVERABLE])
@pytest.mark.parametrize("happen", [leave_a_note, let_time_pass, remind, close, put_to_rest, write, set_step])
def test_an_approval_stands_once_its_introduction_has_begun(
    happen: Callable[[Introduction, User], None], state: Delivery
) -> None:
    """Also where no e-mail goes out, so that the first notices could be withdrawn for ever."""
    pair, user = make_suggestion(), make_admin()
    introduction = review.approve(pair, by=user)
    assert introduction is not None
    Notice.objects.filter(pk__in=introduction.sides.values("notice")).update(state=state)
    happen(introduction, user)
    before = (stored(pair), introduced.stored())
    with pytest.raises(LostRace, match="has begun"):
        review.undo(pair, by=user)
    assert (stored(pair), introduced.stored()) == before


def test_nobody_decides_on_a_pair_of_their_own_enterprise() -> None:
    pair, other = make_suggestion(), make_suggestion()
    user = make_partial_coordinator(pair)
    Coordinator.objects.create(user=user, alliance=other.demand.alliance)
    assert list(Suggestion.objects.reviewable_by(user)) == [other]
    assert user not in assignments.candidates_for(pair, by=make_admin())
    for action in ("approve", "reject", "defer", "agree", "disagree"):
        with pytest.raises(OwnEnterprise, match="decided by somebody else"):
            ACTIONS[action](pair, user)
    found = review.reject_many([pair.pk], by=user, reason="duplicate")
    assert (found.done, found.refused, found.unknown) == ([], [], 1)


@pytest.mark.parametrize("action", ["approve", "reject", "defer"])
def test_who_comes_second_learns_who_was_first(action: str) -> None:
    pair = make_suggestion()
    first = make_coordinator(pair.demand.alliance, name="Chen Yu")
    second = make_coordinator(pair.offer.alliance)
    stale = Suggestion.objects.get(pk=pair.pk)
    review.defer(pair, by=first, note="Waiting for figures.")
    before = stored(pair)
    with pytest.raises(LostRace, match=r"Chen Yu.*Deferred"):
        ACTIONS[action](stale, second)
    assert stored(pair) == before


def test_an_undo_that_comes_second_changes_nothing() -> None:
    pair, user = make_suggestion(), make_admin()
    review.approve(pair, by=user)
    stale = Suggestion.objects.get(pk=pair.pk)
    review.undo(pair, by=user)
    before = stored(pair)
    with pytest.raises(LostRace):
        review.undo(stale, by=user)
    assert stored(pair) == before


def test_every_decision_is_a_domain_error_or_done() -> None:
    """What the views catch."""
    assert issubclass(review.NotYourAlliance, DomainError)
    assert issubclass(review.NotPublished, DomainError)
    assert set(SuggestionState.values) - DECIDED == {"pending", "superseded", "second"}


@pytest.mark.parametrize("way", [(a, b) for a in SuggestionState for b in SuggestionState])
def test_every_way_of_the_table(way: tuple[SuggestionState, SuggestionState]) -> None:
    open_ways = {
        ("pending", "approved"),
        ("pending", "rejected"),
        ("pending", "deferred"),
        ("pending", "superseded"),
        ("pending", "second"),
        ("second", "approved"),
        ("second", "pending"),
        ("second", "superseded"),
        ("deferred", "pending"),
        ("superseded", "pending"),
        ("rejected", "pending"),
        ("approved", "pending"),
    }
    assert allows(SUGGESTION_TRANSITIONS, *way) == (way in open_ways)
