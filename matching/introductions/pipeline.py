"""The stages of an introduction after it is connected: meet, negotiate, close, put to rest, wake.

``contracts`` records the contract. ``permissions`` says who may do what.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import Answer, CloseReason
from matching.introductions import meetings, next_steps
from matching.introductions.history import lock, move
from matching.introductions.lifecycle import ReasonNeeded
from matching.introductions.notices import tell_coordinators, tell_sides
from matching.introductions.permissions import Action, check
from matching.models import Introduction
from matching.states import IntroductionState
from ydeu.accounts.models import User
from ydeu.notices.enums import NoticeKind


def meet(introduction: Introduction, *, by: User) -> None:
    """Move to “meeting”: the two sides have met or are about to."""
    _proceed(introduction, Action.MEET, IntroductionState.MEETING, by=by)


def negotiate(introduction: Introduction, *, by: User) -> None:
    """Move to “negotiating”: the two sides discuss the terms of a contract."""
    _proceed(introduction, Action.NEGOTIATE, IntroductionState.NEGOTIATING, by=by)


def close(introduction: Introduction, *, by: User, reason: str, note: str = "") -> None:
    """Close without a contract. Both sides are told the reason; only coordinators read the note."""
    if reason not in CloseReason.values or (reason == CloseReason.OTHER and not note.strip()):
        raise ReasonNeeded(_("Please choose a reason; “other” needs an explanation."))
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.CLOSE, by=by)
        end(introduction, by=by, reason=reason, note=note)


def end(introduction: Introduction, *, by: User | None, reason: str, note: str = "") -> None:
    """Close an introduction that the caller has locked.

    A dormant one is woken first, as the table demands.
    """
    if introduction.state == IntroductionState.DORMANT:
        move(introduction, _state_before(introduction), by=by, slept_from="")
    next_steps.drop(introduction)
    meetings.cancel_coming(introduction, by=by)
    event = {"reason": reason}
    closed = IntroductionState.CLOSED_NO_DEAL
    move(introduction, closed, by=by, event=event, close_reason=reason, close_note=note)
    tell_move(introduction, by=by, reason=CloseReason(reason).label)


def rest(introduction: Introduction, *, by: User) -> None:
    """Put to rest: for the time being, nobody has to do anything."""
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.REST, by=by)
        put_to_rest(introduction, by=by)


def put_to_rest(introduction: Introduction, *, by: User | None, reason: Any = "") -> None:
    """Put to rest an introduction that the caller has locked. A coming meeting is cancelled."""
    meetings.cancel_coming(introduction, by=by)
    move(introduction, IntroductionState.DORMANT, by=by, slept_from=introduction.state)
    tell_move(introduction, by=by, reason=reason)


def wake(introduction: Introduction, *, by: User) -> None:
    """Return a dormant introduction to its former state.

    Sides that have not answered get the full time again.
    """
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.WAKE, by=by)
        move(introduction, _state_before(introduction), by=by, slept_from="", waiting_since=timezone.now())
        introduction.sides.filter(state=Answer.WAITING).update(reminded_at=None)
        tell_move(introduction, by=by)


def tell_move(introduction: Introduction, *, by: User | None, reason: Any = "") -> None:
    """Tell all participants except ``by`` the new state of the introduction."""
    state = IntroductionState(introduction.state).label
    tell_sides(NoticeKind.INTRODUCTION_MOVED, introduction, but=by, state=state, reason=reason)
    tell_coordinators(NoticeKind.INTRODUCTION_MOVED, introduction, but=by, state=state, reason=reason)


def _state_before(introduction: Introduction) -> IntroductionState:
    """The state in which it was put to rest."""
    return IntroductionState(introduction.slept_from or IntroductionState.CONSENT_PENDING)


def _proceed(introduction: Introduction, action: Action, to: IntroductionState, *, by: User) -> None:
    with transaction.atomic():
        lock(introduction)
        check(introduction, action, by=by)
        move(introduction, to, by=by)
        tell_move(introduction, by=by)
