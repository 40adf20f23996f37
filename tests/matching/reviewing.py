"""The whole table of reviews: role, state of the pair, action, and the state that follows."""

from collections.abc import Callable
from typing import Any

from matching.enums import RejectionReason
from matching.models import Introduction, Suggestion, SuggestionEvent
from matching.review import decisions, second_opinions, unfolding
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_member,
    make_suggestion,
)
from ydeu.accounts.models import Membership, User
from ydeu.alliances.models import Alliance
from ydeu.notices.models import Notice

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
ACTIONS: dict[str, Callable[[Suggestion, User], object]] = {
    "approve": lambda pair, by: decisions.approve(pair, by=by),
    "reject": lambda pair, by: decisions.reject(pair, by=by, reason=RejectionReason.TOO_EARLY),
    "defer": lambda pair, by: decisions.defer(pair, by=by),
    "undo": lambda pair, by: decisions.undo(pair, by=by),
    "unfold": lambda pair, by: unfolding.unfold(pair, by=by),
    "agree": lambda pair, by: second_opinions.agree(pair, by=by),
    "disagree": lambda pair, by: second_opinions.disagree(pair, by=by, reason=RejectionReason.CAPACITY),
}
ALLOWED = {
    ("pending", "approve"): "approved",
    ("pending", "reject"): "rejected",
    ("pending", "defer"): "deferred",
    ("folded", "unfold"): "pending",
    ("approved", "undo"): "pending",
    ("rejected", "undo"): "pending",
    ("deferred", "undo"): "pending",
    ("second", "undo"): "pending",
    ("second", "agree"): "approved",
    ("second", "disagree"): "pending",
}
"""The state after an action of a reviewer. In the state “second”, the action depends on the reviewer."""
ASKED = {"admin", "coordinator of the offer's alliance"}
SECOND = {"undo": {"admin", "coordinator who spoke first"}, "agree": ASKED, "disagree": ASKED}


def wanted_of(state: str, action: str, role: str) -> str | None:
    allowed = SECOND.get(action, set()) if state == "second" else REVIEWERS
    return ALLOWED.get((state, action)) if role in allowed else None


def person(role: str, pair: Suggestion) -> User:
    people: dict[str, Callable[[], User]] = {
        "coordinator who spoke first": lambda: first_of(pair),
        "admin": make_admin,
        "coordinator of the demand's alliance": lambda: make_coordinator(alliance_of(pair.demand)),
        "coordinator of the offer's alliance": lambda: make_coordinator(alliance_of(pair.offer)),
        "coordinator of another alliance": make_coordinator,
        "coordinator and member of the demand's enterprise": lambda: make_partial_coordinator(pair),
        "member of the demand's enterprise": lambda: make_member(pair.demand.enterprise),
        "stranger": make_member,
    }
    return people[role]()


def first_of(pair: Suggestion) -> User:
    """The coordinator of the demand's alliance who gives the first opinion."""
    return alliance_of(pair.demand).coordinators.get(user__name="First").user


def make_partial_coordinator(pair: Suggestion) -> User:
    """A coordinator of both alliances who is a member of one side."""
    user = make_coordinator(alliance_of(pair.demand), alliance_of(pair.offer))
    Membership.objects.create(user=user, enterprise=pair.demand.enterprise)
    return user


def make_pair(state: str = "pending", **fields: Any) -> Suggestion:
    """A suggestion that was brought into its state by the usual use case."""
    pair = make_suggestion(**fields)
    by = make_admin()
    make_coordinator(alliance_of(pair.demand), name="First")
    if state in ("superseded", "folded"):
        Suggestion.objects.filter(pk=pair.pk).update(state=state)
        pair.refresh_from_db()
    elif state == "second":
        ask_for_an_opinion(pair)
    elif state != "pending":
        ACTIONS[{"approved": "approve", "rejected": "reject", "deferred": "defer"}[state]](pair, by)
    return pair


def ask_for_an_opinion(pair: Suggestion) -> None:
    """A coordinator of the demand's alliance approves, and the offer's alliance wants second opinions."""
    Alliance.objects.filter(pk=alliance_of(pair.offer).pk).update(second_opinion=True)
    pair.refresh_from_db()
    assert decisions.approve(pair, by=first_of(pair)) is None


def stored(pair: Suggestion) -> dict[str, Any]:
    """Everything that a refused decision must not change."""
    return {
        "row": Suggestion.objects.filter(pk=pair.pk).values().get(),
        "events": list(SuggestionEvent.objects.values()),
        "introductions": list(Introduction.objects.values()),
        "notices": list(Notice.objects.values()),
    }
