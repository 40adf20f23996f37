"""Decide who acts for an enterprise. Its owners decide; there is always at least one owner.

Nobody becomes a member without consent: an owner invites an address, and the person who logs in with it
accepts. So an owner never learns if the address had an account.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.history import record
from ydeu.accounts.models import Enterprise, EnterpriseEvent, Invitation, Membership, User
from ydeu.accounts.signals import member_invited
from ydeu.transitions import DomainError

INVITATIONS_A_DAY = 20


class LastOwner(DomainError):
    """The enterprise would have no owner left."""


class AlreadyMember(DomainError):
    """The address belongs to a member. This reveals nothing: the owner sees the members on the same page."""


class TooManyInvitations(DomainError):
    """The limit that prevents anybody from writing to many strangers through the exchange."""


def may_manage(enterprise: Enterprise, user: User) -> bool:
    """True if the user owns the enterprise or is an administrator."""
    return user.is_superuser or Membership.objects.owners().filter(enterprise=enterprise, user=user).exists()


def invite(enterprise: Enterprise, email: str, *, role: Role, by: User) -> Invitation:
    """Ask the reader of ``email`` to act for the enterprise.

    A second invitation only changes the role; it sends no second e-mail. Raises AlreadyMember or
    TooManyInvitations.
    """
    address = email.strip().lower()
    if Membership.objects.filter(enterprise=enterprise, user__email=address).exists():
        raise AlreadyMember(_("%(email)s is already a member.") % {"email": address})
    with transaction.atomic():
        _limit_invitations(enterprise, by)
        invitation, is_new = Invitation.objects.update_or_create(
            enterprise=enterprise,
            email=address,
            defaults={"role": role},
            create_defaults={"role": role, "invited_by": by},
        )
        if is_new:
            record(enterprise, EventKind.INVITED, by=by, note=_who(address, role), role=role)
            member_invited.send(sender=Invitation, invitation=invitation)
    return invitation


def accept(invitation: Invitation, *, by: User) -> Membership:
    """Make ``by`` a member. The caller found the invitation with ``Invitation.objects.to(by)``."""
    with transaction.atomic():
        _close(invitation)
        membership, is_new = Membership.objects.get_or_create(
            user=by, enterprise=invitation.enterprise, defaults={"role": invitation.role}
        )
        if is_new:
            _record_of(membership, EventKind.MEMBER_ADDED, by=by)
    return membership


def end_invitation(invitation: Invitation, *, by: User) -> None:
    """Close an invitation: an owner takes it back or the invited person declines it."""
    with transaction.atomic():
        _close(invitation)
        record(invitation.enterprise, EventKind.INVITATION_ENDED, by=by, note=invitation.email)


def remove(membership: Membership, *, by: User) -> None:
    """End a membership, one's own or another's. Raises LastOwner for the last owner."""
    with transaction.atomic():
        _keep_an_owner(membership)
        membership.delete()
        _record_of(membership, EventKind.MEMBER_REMOVED, by=by, note=membership.user.email)


def change_role(membership: Membership, role: Role, *, by: User) -> None:
    """Make an editor an owner, or an owner an editor. Raises LastOwner for the last owner."""
    with transaction.atomic():
        if role != Role.OWNER:
            _keep_an_owner(membership)
        membership.role = role
        membership.save(update_fields=["role"])
        _record_of(membership, EventKind.ROLE_CHANGED, by=by)


def _keep_an_owner(leaving: Membership) -> None:
    """Raise LastOwner if no other active owner is left.

    The enterprise is locked first, because two owners may remove each other at the same moment.
    """
    Enterprise.objects.select_for_update().get(pk=leaving.enterprise_id)
    stored = Membership.objects.filter(pk=leaving.pk).first()
    if stored is None:
        raise DomainError(_("This person is no longer a member."))
    owners = Membership.objects.owners().filter(enterprise=leaving.enterprise_id, user__is_active=True)
    if stored.role == Role.OWNER and not owners.exclude(pk=leaving.pk).exists():
        raise LastOwner(_("An enterprise needs an owner. Please make somebody else an owner first."))


def _limit_invitations(enterprise: Enterprise, by: User) -> None:
    """Raise TooManyInvitations if enterprise and person together sent ``INVITATIONS_A_DAY`` in 24 hours.

    Both rows are locked, because many invitations may be sent at once.
    """
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    User.objects.select_for_update().get(pk=by.pk)
    yesterday = timezone.now() - timedelta(days=1)
    recent = EnterpriseEvent.objects.filter(
        Q(enterprise=enterprise) | Q(actor=by), kind=EventKind.INVITED, at__gte=yesterday
    )
    if recent.count() >= INVITATIONS_A_DAY:
        raise TooManyInvitations(_("That is enough invitations for today. Please go on tomorrow."))


def _close(invitation: Invitation) -> None:
    deleted, _rows = Invitation.objects.filter(pk=invitation.pk).delete()
    if not deleted:
        raise DomainError(_("This invitation is no longer open."))


def _record_of(membership: Membership, kind: EventKind, *, by: User, note: str = "") -> None:
    person, role = membership.user, membership.role
    told = note or _who(person.email, role)
    record(membership.enterprise, kind, by=by, note=told, person=person.pk, role=role)


def _who(email: str, role: str) -> str:
    return f"{email} ({role})"
