"""Register an enterprise and change its record.

An administrator has compared name and credit code with the licence. When a member changes either of them, the
enterprise loses its verification until an administrator verifies it again.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise, EnterpriseEvent, Membership, User
from ydeu.accounts.models.enterprise import ALREADY_REGISTERED
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.transitions import DomainError

IDENTITY = ("name", "credit_code")
MAX_AWAITING = 5


class AlreadyRegistered(DomainError):
    """Another enterprise has this credit code."""


class TooManyAwaiting(DomainError):
    """The person has too many enterprises that no administrator has verified yet."""


def register(enterprise: Enterprise, *, by: User) -> Enterprise:
    """Save a new enterprise whose first owner is ``by``.

    Raises TooManyAwaiting if ``by`` has ``MAX_AWAITING`` unverified enterprises. Raises AlreadyRegistered if
    another enterprise has the credit code.
    """
    if Enterprise.objects.awaiting_verification().of(by).count() >= MAX_AWAITING:
        raise TooManyAwaiting(_("Please wait until the enterprises you signed up have been verified."))
    with transaction.atomic():
        _save(enterprise)
        Membership.objects.create(user=by, enterprise=enterprise, role=Role.OWNER)
        record(enterprise, EventKind.REGISTERED, by=by)
    return enterprise


def revise(enterprise: Enterprise, *, changed: list[str], by: User) -> bool:
    """Save the ``changed`` fields of an enterprise. Returns True if it lost its verification by that.

    Raises AlreadyRegistered if another enterprise has the new credit code.
    """
    with transaction.atomic():
        stored = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        if not set(changed) & set(IDENTITY):
            _save(enterprise, changed)
            return False
        enterprise.verified_at = enterprise.verified_by = None
        _save(enterprise, [*changed, "verified_at", "verified_by"])
        record(enterprise, EventKind.IDENTITY_CHANGED, by=by, note=_difference(stored, enterprise))
        return stored.is_verified


def correct(enterprise: Enterprise, *, changed: list[str], by: User) -> None:
    """Save the ``changed`` fields for an administrator, who has the licence. The verification stays."""
    with transaction.atomic():
        stored = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        _save(enterprise, changed)
        if set(changed) & set(IDENTITY):
            record(enterprise, EventKind.IDENTITY_CHANGED, by=by, note=_difference(stored, enterprise))


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


def _save(enterprise: Enterprise, fields: list[str] | None = None) -> None:
    """Save the enterprise. The form checks the code, but two people may submit the same code at once."""
    try:
        with transaction.atomic():
            enterprise.save(update_fields=fields)
    except IntegrityError as error:
        raise AlreadyRegistered(ALREADY_REGISTERED) from error


def _difference(before: Enterprise, after: Enterprise) -> str:
    pairs = [(getattr(before, name), getattr(after, name)) for name in IDENTITY]
    return "; ".join(f"{old or '-'} → {new or '-'}" for old, new in pairs if old != new)
