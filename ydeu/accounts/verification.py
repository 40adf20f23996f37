"""Verify an enterprise that an administrator has compared with its licence, or revoke the verification."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.enums import EventKind
from ydeu.accounts.history import record
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.accounts.signals import enterprise_revoked, enterprise_verified
from ydeu.transitions import DomainError, LostRace


class NothingToVerify(DomainError):
    """The enterprise has no credit code, so there is nothing to compare with the licence."""


class NamesakeVerified(DomainError):
    """Another enterprise is verified under the same name, in some spelling."""


class OwnEnterprise(DomainError):
    """Nobody vouches for an enterprise that they act for."""


def verify(enterprise: Enterprise, *, by: User) -> None:
    """Vouch for the name and the credit code of ``enterprise`` as it was read.

    Raises NothingToVerify if it has no credit code, and NamesakeVerified if another enterprise is verified
    under its name. Raises OwnEnterprise if ``by`` acts for it and is no administrator, and LostRace if it is
    verified already or if a member has changed either of them since.
    """
    _refuse_own(enterprise, by)
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
        _refuse_second_of(enterprise)
        if seen.update(verified_at=now, verified_by=by, revoked_at=None) != 1:
            raise LostRace(
                _("%(name)s is verified already, or has changed since. Please reload the page.")
                % {"name": enterprise}
            )
        enterprise.verified_at, enterprise.verified_by, enterprise.revoked_at = now, by, None
        record(enterprise, EventKind.VERIFIED, by=by, note=f"{enterprise.name} · {enterprise.credit_code}")
        enterprise_verified.send(sender=Enterprise, enterprise=enterprise)


def revoke(enterprise: Enterprise, *, by: User, note: str = "") -> None:
    """Withdraw the verification: members may still draft but no longer submit.

    The rooms above pause the published listings and tell those in talks. Raises LostRace if the enterprise
    is not verified.
    """
    now = timezone.now()
    verified = Enterprise.objects.filter(pk=enterprise.pk, verified_at__isnull=False)
    with transaction.atomic():
        if verified.update(verified_at=None, verified_by=None, revoked_at=now) != 1:
            raise LostRace(_("%(name)s is not verified.") % {"name": enterprise})
        enterprise.refresh_from_db()
        record(enterprise, EventKind.REVOKED, by=by, note=note)
        enterprise_revoked.send(sender=Enterprise, enterprise=enterprise, note=note, by=by)


def _refuse_own(enterprise: Enterprise, by: User) -> None:
    if not by.is_superuser and Membership.objects.filter(user=by, enterprise=enterprise).exists():
        raise OwnEnterprise(_("Somebody else has to verify this enterprise: you act for it."))


def _refuse_second_of(enterprise: Enterprise) -> None:
    """Raises NamesakeVerified. Locks all namesakes, so that two of them cannot be verified at once."""
    named = Enterprise.objects.named([enterprise.name]).select_for_update(no_key=True).order_by("pk")
    if any(each.is_verified for each in named if each.pk != enterprise.pk):
        raise NamesakeVerified(
            _(
                "Another enterprise is verified under the name %(name)s. If both are one organisation, "
                "invite its people there; if they are two, ask for the full registered name."
            )
            % {"name": enterprise}
        )
