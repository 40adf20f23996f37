"""Write notices. A notice is one row: a line in the inbox and one e-mail."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice
from ydeu.notices.preferences import first_state
from ydeu.notices.signals import notice_written
from ydeu.notices.wording import in_every_language


def tell(
    kind: NoticeKind,
    *,
    user: User | None = None,
    enterprise: Enterprise | None = None,
    address: str = "",
    url: str,
    context: dict[str, Any],
    delay: timedelta = timedelta(0),
) -> Notice:
    """Write a notice to ``user``, otherwise to ``address``, otherwise to the owner of ``enterprise``.

    With an ``enterprise``, ``user`` is told only if they act for it now. ``url`` is a path of this site;
    anything else raises ValueError. A lazily translated value of ``context`` is stored in every language. The
    worker sends the e-mail after ``delay``, with the daily digest or not at all, as the reader has chosen. If
    nobody can be reached, the state of the row is UNDELIVERABLE.
    """
    if not url.startswith("/") or not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        raise ValueError(f"A notice points to a path of this site, not to {url!r}.")
    recipient = user if may_hear(user, enterprise) else None if address else speaker_of(enterprise)
    reached_at = recipient.email if recipient else address or (enterprise.contact_email if enterprise else "")
    notice = Notice.objects.create(
        kind=kind,
        recipient=recipient,
        enterprise=enterprise,
        address=reached_at,
        url=url,
        context=in_every_language(context),
        state=first_state(recipient, kind) if reached_at else Delivery.UNDELIVERABLE,
        not_before=timezone.now() + delay,
    )
    announce(notice)
    return notice


def withdraw(pks: Iterable[int]) -> int:
    """Withdraw those of the notices that were neither sent nor read. No worker can claim them afterwards.

    Returns how many. If that is fewer than requested, somebody already knows.
    """
    return Notice.objects.unread().filter(pk__in=list(pks)).move(Delivery.WITHDRAWN)


def speaker_of(enterprise: Enterprise | None) -> User | None:
    """The first active owner of the enterprise, if it has one."""
    if enterprise is None:
        return None
    owners = Membership.objects.owners().filter(enterprise=enterprise, user__is_active=True)
    membership = owners.select_related("user").order_by("pk").first()
    return membership.user if membership else None


def may_hear(user: User | None, enterprise: Enterprise | None) -> bool:
    """True if ``user`` is active and, if there is an ``enterprise``, acts for it now."""
    if user is None or not user.is_active:
        return False
    return enterprise is None or Membership.objects.filter(user=user, enterprise=enterprise).exists()


def mark_read(notice: Notice) -> None:
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(user: User) -> int:
    """Mark all notices in the inbox as read. Returns how many were unread."""
    return Notice.objects.inbox_of(user).unread().update(read_at=timezone.now())


def announce(notice: Notice) -> None:
    """Send ``notice_written`` after the commit. An error of a receiver does not reach the caller."""

    def send() -> None:
        notice_written.send_robust(sender=Notice, notice=notice)

    transaction.on_commit(send)
