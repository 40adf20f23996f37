"""Register an enterprise and change its record.

An administrator has compared name and credit code with the licence. When a member of a verified enterprise
changes either of them, that is a request (``identity.py``); everything else is saved at once.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import identity
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.history import record
from ydeu.accounts.models import Enterprise, IdentityRequest, Membership, User
from ydeu.accounts.signals import enterprise_renamed
from ydeu.transitions import DomainError

IDENTITY = ("name", "credit_code")
MAX_AWAITING = 5


class TooManyAwaiting(DomainError):
    """The person has too many enterprises that no administrator has verified yet."""


def register(enterprise: Enterprise, *, by: User) -> Enterprise:
    """Save a new enterprise whose first owner is ``by``.

    Raises TooManyAwaiting if ``by`` has ``MAX_AWAITING`` unverified enterprises. Raises AlreadyRegistered if
    another enterprise has the credit code, or a verified one the name in any spelling.
    """
    if Enterprise.objects.awaiting_verification().of(by).count() >= MAX_AWAITING:
        raise TooManyAwaiting(_("Please wait until the enterprises you signed up have been verified."))
    identity.require_free_name(enterprise)
    with transaction.atomic():
        identity.save(enterprise)
        Membership.objects.create(user=by, enterprise=enterprise, role=Role.OWNER)
        record(enterprise, EventKind.REGISTERED, by=by)
    return enterprise


def revise(enterprise: Enterprise, *, changed: list[str], by: User) -> IdentityRequest | None:
    """Save the ``changed`` fields of an enterprise. Returns the request if a new name or code has to wait.

    Name and code are saved at once only while nobody but its members has read them: before the first
    verification. Raises AlreadyRegistered if another enterprise has the new name or credit code.
    """
    with transaction.atomic():
        stored = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        new = [field for field in changed if field in IDENTITY]
        if not new or not stored.has_settled_identity:
            _save_with_identity(stored, enterprise, changed, by=by)
            return None
        wanted = {field: getattr(enterprise if field in new else stored, field) for field in IDENTITY}
        enterprise.name, enterprise.credit_code = stored.name, stored.credit_code
        if rest := [field for field in changed if field not in IDENTITY]:
            identity.save(enterprise, rest)
        return identity.ask(stored, **wanted, by=by)


def correct(enterprise: Enterprise, *, changed: list[str], by: User) -> IdentityRequest | None:
    """Save the ``changed`` fields for an administrator, who has the licence. The verification stays.

    A new name or code that anybody else of the staff enters is a request, as that of a member is.
    """
    if not by.is_superuser:
        return revise(enterprise, changed=changed, by=by)
    with transaction.atomic():
        stored = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        _save_with_identity(stored, enterprise, changed, by=by)
    return None


def _save_with_identity(stored: Enterprise, enterprise: Enterprise, changed: list[str], *, by: User) -> None:
    """Save the fields at once, and record a new name or code."""
    renamed = bool(set(changed) & set(IDENTITY))
    if renamed:
        identity.require_free_name(enterprise)
    identity.save(enterprise, changed)
    if renamed:
        record(enterprise, EventKind.IDENTITY_CHANGED, by=by, note=_difference(stored, enterprise))
        enterprise_renamed.send(sender=Enterprise, enterprise=enterprise)


def _difference(before: Enterprise, after: Enterprise) -> str:
    pairs = [(getattr(before, name), getattr(after, name)) for name in IDENTITY]
    return "; ".join(f"{old or '-'} → {new or '-'}" for old, new in pairs if old != new)
