"""Telling somebody something: one row, which is a line in the inbox and one e-mail."""

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
    """Write down that ``user``, else ``address``, else whoever speaks for ``enterprise`` is to be told.

    With an ``enterprise``, ``user`` is told only while they act for it: what concerns it is no longer theirs.
    ``url`` is a path of this site. A lazily translated value of ``context`` is kept in every language.
    The worker sends an e-mail after ``delay``, or with the daily digest, or none: the reader chooses.
    Where nobody can be reached the row says so.
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
    """Unsay those of the notices that nobody was told or has read; no worker can claim them afterwards.

    Returns how many: when that is fewer than asked for, somebody knows already.
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
    """What concerns an enterprise is for those who act for it, and only while they do."""
    if user is None or not user.is_active:
        return False
    return enterprise is None or Membership.objects.filter(user=user, enterprise=enterprise).exists()


def mark_read(notice: Notice) -> None:
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(user: User) -> int:
    """Returns how many were unread."""
    return Notice.objects.inbox_of(user).unread().update(read_at=timezone.now())


def announce(notice: Notice) -> None:
    """After the commit, whoever hurries the mail along hears of it; their failure is theirs."""

    def send() -> None:
        notice_written.send_robust(sender=Notice, notice=notice)

    transaction.on_commit(send)
