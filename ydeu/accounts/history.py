"""The history of an enterprise's account: one row for each step, written in the transaction of the step."""

from ydeu.accounts.enums import EventKind
from ydeu.accounts.models import Enterprise, EnterpriseEvent, User
from ydeu.audit import log
from ydeu.audit.enums import Action


def record(
    enterprise: Enterprise,
    kind: EventKind,
    *,
    by: User | None,
    note: str = "",
    person: int | None = None,
    role: str = "",
) -> None:
    """Record an event of the enterprise. Call it in the transaction of the change.

    Members read the note. The log keeps only the primary key of the ``person`` concerned.
    """
    EnterpriseEvent.objects.create(enterprise=enterprise, kind=kind, actor=by, note=note)
    log.record(Action(kind.value), by=by, on=enterprise, person=person, role=role)
