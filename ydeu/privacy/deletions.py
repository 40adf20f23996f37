"""Ask for a deletion, take it back, decide on it and carry it out. Only this module changes its state.

A deletion is carried out ``DELETION_GRACE_DAYS`` days after the request, or after an approval that it needs.
Until then it can be taken back.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import members
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.privacy import closing, erasing
from ydeu.privacy.enums import StopReason
from ydeu.privacy.models import Deletion
from ydeu.privacy.models.deletion import subject_of
from ydeu.privacy.states import DELETION_TRANSITIONS, DeletionState
from ydeu.transitions import DomainError, swap_state

logger = logging.getLogger(__name__)


class NotYours(DomainError):
    """Only the person, an owner of the enterprise, or an administrator may do this."""


class HandOverFirst(DomainError):
    """Somebody else must become owner or administrator first."""


class AskedAlready(DomainError):
    """The person or enterprise already has an open deletion."""


def ask(subject: User | Enterprise, *, by: User) -> Deletion:
    """Schedule the deletion for the end of the grace period.

    If an enterprise has open introductions, an administrator must approve first. Raises NotYours,
    HandOverFirst or AskedAlready.
    """
    _check_asker(subject, by)
    if isinstance(subject, User) and (obstacle := obstacle_of(subject)):
        raise HandOverFirst(obstacle.label)
    is_entangled = isinstance(subject, Enterprise) and closing.open_introductions(subject) > 0
    state = DeletionState.TO_APPROVE if is_entangled else DeletionState.SCHEDULED
    with transaction.atomic():
        deletion = _create(subject, state, by)
        log.record(Action.CREATED, by=by, on=deletion, new=state, subject=subject.pk)
        if is_entangled:
            _tell_administrators(deletion)
        else:
            _tell(NoticeKind.DELETION_SCHEDULED, deletion)
    return deletion


def obstacle_of(person: User) -> StopReason | None:
    """The reason why the person cannot be deleted yet, or None.

    An enterprise that is itself scheduled for deletion does not prevent it.
    """
    owned = Membership.objects.owners().filter(user=person).values("enterprise")
    others = Membership.objects.owners().filter(user__is_active=True).exclude(user=person)
    going = Deletion.objects.filter(state=DeletionState.SCHEDULED, enterprise__isnull=False)
    left = Enterprise.objects.filter(pk__in=owned).exclude(pk__in=others.values("enterprise"))
    if left.exclude(pk__in=going.values("enterprise")).exists():
        return StopReason.LAST_OWNER
    admins = User.objects.filter(is_superuser=True, is_active=True)
    if person.is_superuser and not admins.exclude(pk=person.pk).exists():
        return StopReason.LAST_ADMIN
    return None


def approve(deletion: Deletion, *, by: User) -> None:
    """Approve, as an administrator who has seen the open introductions. The grace period begins now."""
    with transaction.atomic():
        _move(deletion, DeletionState.SCHEDULED, by=by, due_at=_due(), approved_by=by)
        _tell(NoticeKind.DELETION_SCHEDULED, deletion)


def refuse(deletion: Deletion, *, by: User) -> None:
    with transaction.atomic():
        _stop(deletion, StopReason.REFUSED, by=by)


def cancel(deletion: Deletion, *, by: User) -> None:
    """Take the deletion back before it is carried out. Raises NotYours or TransitionRefused."""
    _check_asker(deletion.subject, by)
    _move(deletion, DeletionState.CANCELLED, by=by, ended_at=timezone.now())


def carry_out_due() -> int:
    """Carry out what is due, each in its own transaction. Returns how many.

    The oldest come first, so an enterprise is deleted before its last owner.
    """
    due = Deletion.objects.due(timezone.now()).order_by("due_at", "pk").values_list("pk", flat=True)
    done = 0
    for pk in list(due):
        try:
            done += carry_out(pk)
        except Exception:  # one that fails must not stop the next
            logger.exception("Deletion %s could not be carried out.", pk)
    return done


def carry_out(pk: int) -> bool:
    """Delete the data if the deletion is still due and nothing prevents it. A second call does nothing."""
    with transaction.atomic():
        due = Deletion.objects.select_for_update().due(timezone.now())
        deletion = due.filter(pk=pk).first()
        if deletion is None:
            return False
        if deletion.person and (obstacle := obstacle_of(deletion.person)):
            _stop(deletion, obstacle, by=None)
            return False
        if deletion.enterprise and not _may_close(deletion, deletion.enterprise):
            _move(deletion, DeletionState.TO_APPROVE, by=None, approved_by=None)
            _tell_administrators(deletion)
            return False
        _move(deletion, DeletionState.DONE, by=None, ended_at=timezone.now())
        log.record(Action.ERASED, by=None, on=deletion.subject)
        subject = f"{deletion.subject._meta.label_lower} {deletion.subject.pk}"
        _erase(deletion)
    logger.info("Deletion %s was carried out: %s.", pk, subject)  # still known after a backup is restored
    return True


def _may_close(deletion: Deletion, enterprise: Enterprise) -> bool:
    """True if no introduction is open, even a recent one, or if a current administrator has approved."""
    admin = deletion.approved_by
    has_consent = admin is not None and admin.is_active and admin.is_superuser
    return has_consent or closing.open_introductions(enterprise) == 0


def _erase(deletion: Deletion) -> None:
    if deletion.person:
        erasing.erase_person(deletion.person)
    elif deletion.enterprise:
        if deletion.approved_by:
            closing.end_introductions(deletion.enterprise, by=deletion.approved_by)
        closing.end_listings(deletion.enterprise, by=deletion.asked_by)
        erasing.erase_enterprise(deletion.enterprise, by=deletion.asked_by)


def _check_asker(subject: User | Enterprise, by: User) -> None:
    own = subject == by if isinstance(subject, User) else members.may_manage(subject, by)
    if not (own or by.is_superuser):
        raise NotYours(_("Only the person themselves or an owner of the enterprise can do this."))


def _create(subject: User | Enterprise, state: DeletionState, by: User) -> Deletion:
    try:
        with transaction.atomic():
            return Deletion.objects.create(**subject_of(subject), state=state, asked_by=by, due_at=_due())
    except IntegrityError as error:
        raise AskedAlready(_("The deletion has been asked for already.")) from error


def _due() -> Any:
    return timezone.now() + timedelta(days=settings.DELETION_GRACE_DAYS)


def _stop(deletion: Deletion, reason: StopReason, *, by: User | None) -> None:
    _move(deletion, DeletionState.STOPPED, by=by, ended_at=timezone.now(), stop_reason=reason)
    _tell(NoticeKind.DELETION_STOPPED, deletion, reason=reason.label)


def _move(deletion: Deletion, to: DeletionState, *, by: User | None, **changes: Any) -> None:
    """Change the state of a deletion: check the table, compare-and-swap, and write a line to the log."""
    was = deletion.state
    with transaction.atomic():
        swap_state(deletion, to=to, transitions=DELETION_TRANSITIONS, **changes)
        log.record(Action.MOVED, by=by, on=deletion, old=was, new=to, subject=deletion.subject.pk)


def _tell(kind: NoticeKind, deletion: Deletion, *, reason: Any = "") -> None:
    """Notify the people concerned. All owners are told, because any of them can take the deletion back."""
    context = {
        "title": str(deletion.subject),
        "day": timezone.localdate(deletion.due_at).isoformat(),
        "reason": reason,
    }
    for person in _concerned(deletion):
        notices.tell(kind, user=person, url=deletion.page, context=context)


def _concerned(deletion: Deletion) -> Iterable[User]:
    if deletion.person:
        return [deletion.person]
    owners = Membership.objects.owners().filter(enterprise=deletion.enterprise).values("user")
    either = Q(pk__in=owners) | Q(pk=deletion.asked_by_id)
    return User.objects.filter(either, is_active=True).order_by("pk")


def _tell_administrators(deletion: Deletion) -> None:
    for admin in User.objects.filter(is_superuser=True, is_active=True):
        notices.tell(
            NoticeKind.DELETION_ASKED,
            user=admin,
            url=reverse("admin:privacy_deletion_change", args=[deletion.pk]),
            context={"title": str(deletion.subject)},
        )
