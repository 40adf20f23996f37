"""How an introduction is held, moved and written about. Only the use cases of introductions call this."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from matching.enums import Happening
from matching.models import Introduction, IntroductionEvent
from matching.models.introduction import IntroductionQuerySet
from matching.states import INTRODUCTION_TRANSITIONS, IntroductionState
from ydeu.accounts.models import User
from ydeu.transitions import LostRace, swap_state


def hold(introduction: Introduction) -> None:
    """Wait for whoever else moves this introduction, then read it (on SQLite IMMEDIATE already waited)."""
    try:
        introduction.refresh_from_db(from_queryset=Introduction.objects.select_for_update())
    except Introduction.DoesNotExist as gone:
        raise LostRace(_("A coordinator has taken this introduction back.")) from gone


def held(waiting: IntroductionQuerySet, pk: int) -> Introduction | None:
    """The introduction, locked, if it is still among those that the clock has found."""
    try:
        hold(Introduction(pk=pk))
    except LostRace:
        return None
    return waiting.with_parties().filter(pk=pk).first()


def move(
    introduction: Introduction,
    to: IntroductionState,
    *,
    by: User | None,
    event: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Every change of an introduction's state goes through here: table, compare-and-swap, event."""
    was = introduction.state
    swap_state(introduction, to=to, transitions=INTRODUCTION_TRANSITIONS, **changes)
    record(introduction, **{"what": Happening.MOVED, "from_state": was, **(event or {})}, by=by)


def record(introduction: Introduction, what: Happening, *, by: User | None, **details: Any) -> None:
    """Write an event into the history; what moves nothing has the same state before and after."""
    IntroductionEvent.objects.create(
        introduction=introduction,
        actor=by,
        **{
            "what": what,
            "from_state": introduction.state,
            "to_state": introduction.state,
            **details,
        },
    )
