"""Verify an enterprise that an administrator has compared with its licence, or revoke the verification."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.enterprises import record
from ydeu.accounts.enums import EventKind
from ydeu.accounts.models import Enterprise, User
from ydeu.accounts.signals import enterprise_revoked, enterprise_verified
from ydeu.transitions import DomainError, LostRace


class NothingToVerify(DomainError):
    """The enterprise has no credit code, so there is nothing to compare with the licence."""


def verify(enterprise: Enterprise, *, by: User) -> None:
    """Vouch for the name and the credit code of ``enterprise`` as it was read.

    Raises NothingToVerify if it has no credit code. Raises LostRace if the enterprise is verified already or
    if a member has changed either of them since.
    """
    if not enterprise.credit_code:
        raise NothingToVerify(_("%(name)s has no credit code yet.") % {"name": enterprise})
    now = timezone.now()
    seen = Enterprise.objects.filter(
        pk=enterprise.pk,
        verified_at__isnull=True,
        name=enterprise.name,
        credit_code=enterprise.credit_code,
    )
    with transaction.atomic():
        if seen.update(verified_at=now, verified_by=by) != 1:
            raise LostRace(
                _("%(name)s is verified already, or was changed meanwhile. Please reload the page.")
                % {"name": enterprise}
            )
        enterprise.verified_at, enterprise.verified_by = now, by
        record(enterprise, EventKind.VERIFIED, by=by, note=f"{enterprise.name} · {enterprise.credit_code}")
        enterprise_verified.send(sender=Enterprise, enterprise=enterprise)


def revoke(enterprise: Enterprise, *, by: User, note: str = "") -> None:
    """Withdraw the verification: members may still draft but no longer submit.

    Raises LostRace if the enterprise is not verified.
    """
    verified = Enterprise.objects.filter(pk=enterprise.pk, verified_at__isnull=False)
    with transaction.atomic():
        if verified.update(verified_at=None, verified_by=None) != 1:
            raise LostRace(_("%(name)s is not verified.") % {"name": enterprise})
        enterprise.verified_at = enterprise.verified_by = None
        record(enterprise, EventKind.REVOKED, by=by, note=note)
        enterprise_revoked.send(sender=Enterprise, enterprise=enterprise, note=note)
