"""React to signals: write a notice, or send one without waiting for the sweeper."""

import logging
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from ydeu.accounts.models import Enterprise, IdentityRequest, Invitation, User
from ydeu.accounts.signals import (
    enterprise_revoked,
    enterprise_verified,
    identity_answered,
    identity_asked,
    member_invited,
)
from ydeu.accounts.states import RequestState
from ydeu.notices import notices, tasks
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice
from ydeu.notices.signals import notice_written

logger = logging.getLogger(__name__)


@receiver(enterprise_verified)
def tell_verified(enterprise: Enterprise, **_kwargs: Any) -> None:
    _tell_owner(NoticeKind.ENTERPRISE_VERIFIED, enterprise)


@receiver(enterprise_revoked)
def tell_revoked(enterprise: Enterprise, note: str, **_kwargs: Any) -> None:
    _tell_owner(NoticeKind.ENTERPRISE_REVOKED, enterprise, note=note)


@receiver(identity_asked)
def tell_asked(request: IdentityRequest, **_kwargs: Any) -> None:
    """Tell every administrator. The notice names the enterprise as it is verified."""
    for admin in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        notices.tell(
            NoticeKind.ENTERPRISE_ASKED,
            user=admin,
            url=reverse("admin:accounts_identityrequest_change", args=[request.pk]),
            context={"title": request.old_name, "change": request.difference},
        )


@receiver(identity_answered)
def tell_answered(request: IdentityRequest, note: str, **_kwargs: Any) -> None:
    """Tell the person who asked, or the owner if that person no longer acts for the enterprise."""
    notices.tell(
        NoticeKind.ENTERPRISE_ANSWERED,
        user=request.asked_by,
        enterprise=request.enterprise,
        url=request.enterprise.get_absolute_url(),
        context={
            "title": request.old_name,
            "state": RequestState(request.state).label,
            "change": request.difference,
            "note": note,
        },
    )


@receiver(member_invited)
def tell_invited(invitation: Invitation, **_kwargs: Any) -> None:
    """Send the invited person a notice. The e-mail is the same with and without an account."""
    notices.tell(
        NoticeKind.MEMBER_INVITED,
        user=User.objects.filter(email__iexact=invitation.email, is_active=True).first(),
        address=invitation.email,
        url=reverse("accounts:enterprise_list"),
        context={"title": invitation.enterprise.name, "by": str(invitation.invited_by)},
    )


@receiver(notice_written)
def deliver_soon(notice: Notice, **_kwargs: Any) -> None:
    """Hand a due notice to the worker at once. If the broker is down, the sweeper finds the row."""
    if notice.state != Delivery.WAITING or notice.not_before > timezone.now():
        return
    try:
        tasks.deliver.delay(notice.pk)
    except OperationalError:
        logger.warning("Notice %s waits for the sweeper: the broker cannot be reached.", notice.pk)


def _tell_owner(kind: NoticeKind, enterprise: Enterprise, *, note: str = "") -> None:
    notices.tell(
        kind,
        enterprise=enterprise,
        url=enterprise.get_absolute_url(),
        context={"title": enterprise.name, "note": note},
    )
