"""How events of suggestions and introductions are written to the log of the site."""

from matching.enums import EventKind
from matching.models import Introduction, IntroductionEvent, Suggestion, SuggestionEvent
from ydeu.audit import following, log
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry

SPEAKS_FOR_ITSELF = frozenset({EventKind.MOVED, EventKind.ANSWERED})
"""The states and the answer in the line already say what happened."""


def register() -> None:
    following.follow(SuggestionEvent, _read_suggestion)
    following.follow(IntroductionEvent, _read_introduction)


def _read_suggestion(event: SuggestionEvent) -> Entry | None:
    """The line of an event. None for an event without an actor: the matcher may write thousands."""
    if event.actor_id is None:
        return None
    return log.entry_of(
        _action(event.from_state, event.to_state),
        by=event.actor_id,
        on=(Suggestion._meta.label_lower, event.suggestion_id),
        old=event.from_state,
        new=event.to_state,
        reason=event.reason,
    )


def _read_introduction(event: IntroductionEvent) -> Entry:
    return log.entry_of(
        _action(event.from_state, event.to_state),
        by=event.actor_id,
        on=(Introduction._meta.label_lower, event.introduction_id),
        old=event.from_state,
        new=event.to_state,
        what="" if event.what in SPEAKS_FOR_ITSELF else event.what,
        side=event.side,
        answer=event.answer,
        reason=event.reason,
    )


def _action(was: str, now: str) -> Action:
    if not was:
        return Action.CREATED
    return Action.REVISED if was == now else Action.MOVED
