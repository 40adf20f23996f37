"""Write to the log, in the transaction of the logged change. Only ``prune`` deletes; nothing here updates."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models, transaction

from ydeu.audit.enums import Action
from ydeu.audit.models import Entry, PruningPermit

LONGEST = 80
"""Most characters of a detail: enough for a code, a field's name or a network, too few for a text."""

Actor = AbstractBaseUser | AnonymousUser | None


def record(
    action: Action,
    *,
    by: Actor,
    on: models.Model | None = None,
    old: str = "",
    new: str = "",
    **details: Any,
) -> Entry:
    """Write one line. ``by`` is None for timed tasks and for visitors. Details are codes and numbers.

    Raises ValueError for a detail that is longer than ``LONGEST`` or contains an @.
    """
    entry = entry_of(action, by=by.pk if by else None, on=on, old=old, new=new, **details)
    entry.save(force_insert=True)
    return entry


def record_many(entries: Iterable[Entry]) -> None:
    Entry.objects.bulk_create(entries, batch_size=500)


def entry_of(
    action: Action,
    *,
    by: int | None,
    on: models.Model | tuple[str, int | None] | None = None,
    old: str = "",
    new: str = "",
    at: datetime | None = None,
    **details: Any,
) -> Entry:
    """An unsaved line. ``on`` is a row, or the label of its model and its primary key.

    Raises ValueError as ``record`` does.
    """
    label, number = (on._meta.label_lower, on.pk) if isinstance(on, models.Model) else on or ("", None)
    moment = {"at": at} if at else {}
    return Entry(
        actor_id=by,
        action=action,
        object_type=label,
        object_id=number,
        old_state=old,
        new_state=new,
        details={name: _plain(value) for name, value in details.items() if value not in (None, "", [])},
        **moment,
    )


def prune(
    before: datetime, *, only: frozenset[Action] | None = None, but: frozenset[Action] = frozenset()
) -> int:
    """Delete entries older than ``before``, limited to the actions ``only`` or without the actions ``but``.

    Returns how many; the log records the number.
    """
    with transaction.atomic():
        permit = PruningPermit.objects.create(before=before)
        old = Entry.objects.older_than(before).exclude(action__in=but)
        gone = (old.filter(action__in=only) if only else old).take_away()
        permit.delete()
        if gone:
            record(Action.PRUNED, by=None, rows=gone, kind=Entry._meta.label_lower)
    return gone


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, str) and (len(value) > LONGEST or "@" in value):
        raise ValueError(f"The log keeps codes and numbers, not {value!r}.")
    return value
