"""Telling somebody something: one row, which is a line in the inbox and one e-mail."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.notices.enums import Delivery, Kind
from ydeu.notices.models import Notice


def tell(
    kind: Kind,
    *,
    user: User | None = None,
    enterprise: Enterprise | None = None,
    url: str,
    context: dict[str, Any],
    delay: timedelta = timedelta(0),
) -> Notice:
    """Write down that ``user``, or else whoever speaks for ``enterprise``, is to be told.

    The e-mail goes out after ``delay``, by the worker. Where nobody can be reached the row says so.
    """
    recipient = user if user and user.is_active else speaker_of(enterprise)
    address = recipient.email if recipient else enterprise.contact_email if enterprise else ""
    return Notice.objects.create(
        kind=kind,
        recipient=recipient,
        enterprise=enterprise,
        address=address,
        url=url,
        context=context,
        state=Delivery.WAITING if address else Delivery.UNDELIVERABLE,
        not_before=timezone.now() + delay,
    )


def speaker_of(enterprise: Enterprise | None) -> User | None:
    """The first active owner of the enterprise, if it has one."""
    if enterprise is None:
        return None
    owners = Membership.objects.owners().filter(enterprise=enterprise, user__is_active=True)
    membership = owners.select_related("user").first()
    return membership.user if membership else None


def mark_read(notice: Notice) -> None:
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(user: User) -> int:
    """Returns how many were unread."""
    return Notice.objects.inbox_of(user).unread().update(read_at=timezone.now())
