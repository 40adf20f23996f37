"""How an introduction is held, moved and written about. Only the use cases of introductions call this."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from matching.enums import Happening
from matching.models import Introduction, IntroductionEvent
from matching.models.introduction import IntroductionQuerySet
from matching.states import INTRODUCTION_TRANSITIONS, IntroductionState
from ydeu.accounts.models import User
from ydeu.sweeping import MOST_AT_ONCE, for_each
from ydeu.transitions import LostRace, swap_state


def hold(introduction: Introduction) -> None:
    """Wait for whoever else moves this introduction, then read it (on SQLite IMMEDIATE already waited)."""
    try:
        introduction.refresh_from_db(from_queryset=Introduction.objects.select_for_update())
    except Introduction.DoesNotExist as gone:
        raise LostRace(_("A coordinator has taken this introduction back.")) from gone


def for_each_held(found: IntroductionQuerySet, act: Callable[[Introduction], object]) -> int:
    """Run ``act`` on each introduction that the clock has found. Returns on how many.

    Each is locked in a transaction of its own and passed over if it is no longer among ``found``. ``act`` may
    return False if nothing was left to do. At most ``MOST_AT_ONCE`` a run; the next run takes the rest.
    """

    def act_on(pk: int) -> object:
        with transaction.atomic():
            introduction = _held(found, pk)
            return False if introduction is None else act(introduction)

    return for_each(list(found.order_by("pk").distinct().values_list("pk", flat=True)[:MOST_AT_ONCE]), act_on)


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


def _held(found: IntroductionQuerySet, pk: int) -> Introduction | None:
    """The introduction, locked, if it is still among ``found``."""
    try:
        hold(Introduction(pk=pk))
    except LostRace:
        return None
    return found.with_parties().filter(pk=pk).first()
