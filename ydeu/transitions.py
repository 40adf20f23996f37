"""Move every state of the project: along a table, by compare-and-swap."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

Transitions = Mapping[Any, frozenset[Any]]


class DomainError(Exception):
    """A rule of the field forbids an action. The message is for the person who asked, in their language."""


class TransitionRefused(DomainError):
    """The table of transitions has no way from the current state to the requested one."""


class LostRace(DomainError):
    """Somebody else moved the row after we read it and before we wrote it."""


def table(rows: Mapping[Any, set[Any]]) -> Transitions:
    """Freeze ``{state: {states it may move to}}``. A state that is not a key is final."""
    return {state: frozenset(targets) for state, targets in rows.items()}


def allows(transitions: Transitions, current: Any, to: Any) -> bool:
    return to in transitions.get(current, frozenset())


def swap_state(row: models.Model, *, to: StrEnum | str, transitions: Transitions, **changes: Any) -> None:
    """Move ``row.state`` to ``to`` and set ``changes`` in the same UPDATE, if nobody moved it first.

    Raises TransitionRefused if the table forbids it and LostRace if the stored state is no longer the one
    that ``row`` was read with. Call it inside ``transaction.atomic`` together with the event row.
    """
    current = row.state  # type: ignore[attr-defined]
    if not allows(transitions, current, to):
        raise TransitionRefused(_("This is no longer possible here. Please reload the page."))
    manager = type(row)._default_manager
    if manager.filter(pk=row.pk, state=current).update(state=to, **changes) != 1:
        raise LostRace(_("Somebody else was faster. Please reload the page to see what they decided."))
    for name, value in {"state": to, **changes}.items():
        setattr(row, name, value)
