"""Lock an introduction, move it, and record events. Only the use cases of introductions call this."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from matching.enums import EventKind
from matching.models import Introduction, IntroductionEvent
from matching.models.introduction import IntroductionQuerySet
from matching.states import INTRODUCTION_TRANSITIONS, IntroductionState
from ydeu.accounts.models import User
from ydeu.sweeping import MAX_AT_ONCE, for_each
from ydeu.transitions import LostRace, swap_state


def lock(introduction: Introduction) -> None:
    """Lock the introduction and read it again (on SQLite, BEGIN IMMEDIATE has already locked it).

    Raises LostRace if it was taken back in the meantime.
    """
    try:
        introduction.refresh_from_db(from_queryset=Introduction.objects.select_for_update())
    except Introduction.DoesNotExist as error:
        raise LostRace(_("A coordinator has taken this introduction back.")) from error


def for_each_locked(found: IntroductionQuerySet, act: Callable[[Introduction], object]) -> int:
    """Call ``act`` with each introduction that a timed task has found. Returns for how many it did something.

    Each is locked in a transaction of its own, and skipped if it is no longer among ``found``. ``act``
    returns False if there was nothing to do. At most ``MAX_AT_ONCE`` per run; the next run takes the rest.
    """

    def act_on(pk: int) -> object:
        with transaction.atomic():
            introduction = _locked(found, pk)
            return False if introduction is None else act(introduction)

    return for_each(list(found.order_by("pk").distinct().values_list("pk", flat=True)[:MAX_AT_ONCE]), act_on)


def move(
    introduction: Introduction,
    to: IntroductionState,
    *,
    by: User | None,
    event: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move an introduction: check the table, compare and swap, write the event. The only way to do it.

    ``event``: fields of the event, if it is not a plain move. ``changes``: further fields of the
    introduction.
    """
    was = introduction.state
    swap_state(introduction, to=to, transitions=INTRODUCTION_TRANSITIONS, **changes)
    record(introduction, **{"what": EventKind.MOVED, "from_state": was, **(event or {})}, by=by)


def record(introduction: Introduction, what: EventKind, *, by: User | None, **details: Any) -> None:
    """Write an event into the history. Without states in ``details``, both are the present state."""
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


def _locked(found: IntroductionQuerySet, pk: int) -> Introduction | None:
    """The introduction, locked, if it is still among ``found``."""
    try:
        lock(Introduction(pk=pk))
    except LostRace:
        return None
    return found.with_parties().filter(pk=pk).first()
