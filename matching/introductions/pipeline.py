"""What becomes of an introduction after its opening: met, negotiated, closed, put to rest, taken up again.

A contract is recorded in contracts.py. Who may do what is in permits.py.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import Answer, CloseReason
from matching.introductions import meetings, next_steps
from matching.introductions.history import hold, move
from matching.introductions.lifecycle import ReasonNeeded
from matching.introductions.notices import tell_coordinators, tell_sides
from matching.introductions.permissions import Action, check
from matching.models import Introduction
from matching.states import IntroductionState
from ydeu.accounts.models import User
from ydeu.notices.enums import NoticeKind


def meet(introduction: Introduction, *, by: User) -> None:
    """The two sides have met, or are about to."""
    _proceed(introduction, Action.MEET, IntroductionState.MEETING, by=by)


def negotiate(introduction: Introduction, *, by: User) -> None:
    """They talk about the terms of a contract."""
    _proceed(introduction, Action.NEGOTIATE, IntroductionState.NEGOTIATING, by=by)


def close(introduction: Introduction, *, by: User, reason: str, note: str = "") -> None:
    """End it without a contract. Both sides are told the reason; the note is for the coordinators."""
    if reason not in CloseReason.values or (reason == CloseReason.OTHER and not note.strip()):
        raise ReasonNeeded(_("Please choose a reason; “other” needs an explanation."))
    with transaction.atomic():
        hold(introduction)
        check(introduction, Action.CLOSE, by=by)
        end(introduction, by=by, reason=reason, note=note)


def end(introduction: Introduction, *, by: User | None, reason: str, note: str = "") -> None:
    """What closing does to an introduction that the caller holds. What rests is taken up first."""
    if introduction.state == IntroductionState.DORMANT:
        move(introduction, _state_before(introduction), by=by, slept_from="")
    next_steps.drop(introduction)
    meetings.call_off(introduction, by=by)
    event = {"reason": reason}
    closed = IntroductionState.CLOSED_NO_DEAL
    move(introduction, closed, by=by, event=event, close_reason=reason, close_note=note)
    tell_move(introduction, by=by, reason=CloseReason(reason).label)


def rest(introduction: Introduction, *, by: User) -> None:
    """Nobody expects anything of anybody for the time being."""
    with transaction.atomic():
        hold(introduction)
        check(introduction, Action.REST, by=by)
        put_to_rest(introduction, by=by)


def put_to_rest(introduction: Introduction, *, by: User | None, reason: Any = "") -> None:
    """What resting does to an introduction that the caller holds: nobody has to come to a meeting."""
    meetings.call_off(introduction, by=by)
    move(introduction, IntroductionState.DORMANT, by=by, slept_from=introduction.state)
    tell_move(introduction, by=by, reason=reason)


def wake(introduction: Introduction, *, by: User) -> None:
    """Go on where it fell asleep. Who had not answered then has the full time once more."""
    with transaction.atomic():
        hold(introduction)
        check(introduction, Action.WAKE, by=by)
        move(introduction, _state_before(introduction), by=by, slept_from="", waiting_since=timezone.now())
        introduction.sides.filter(state=Answer.WAITING).update(reminded_at=None)
        tell_move(introduction, by=by)


def tell_move(introduction: Introduction, *, by: User | None, reason: Any = "") -> None:
    """Tell everybody but who did it where the introduction stands now."""
    state = IntroductionState(introduction.state).label
    tell_sides(NoticeKind.INTRODUCTION_MOVED, introduction, but=by, state=state, reason=reason)
    tell_coordinators(NoticeKind.INTRODUCTION_MOVED, introduction, but=by, state=state, reason=reason)


def _state_before(introduction: Introduction) -> IntroductionState:
    """Where it stood when it fell asleep."""
    return IntroductionState(introduction.slept_from or IntroductionState.CONSENT_PENDING)


def _proceed(introduction: Introduction, action: Action, to: IntroductionState, *, by: User) -> None:
    with transaction.atomic():
        hold(introduction)
        check(introduction, action, by=by)
        move(introduction, to, by=by)
        tell_move(introduction, by=by)
