"""Delete what has been kept long enough. Each rule has a setting; docs/operations.md gives the reasons."""

import contextlib
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ydeu.audit import log
from ydeu.audit.enums import AT_THE_DOOR, REFUSED_AT_THE_DOOR, Action
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice
from ydeu.privacy import copies
from ydeu.transitions import DomainError

ON_THE_WAY = (Delivery.WAITING, Delivery.SENDING, Delivery.FOR_DIGEST)
BATCH = 1000
LETTERS_DAYS = 7
"""Days for which the site remembers that a letter went out, also to a stranger's address."""


def prune() -> dict[str, int]:
    """Delete everything whose time is over, once a day. Returns the number of rows of each sort."""
    return {
        "notices": prune_notices(_days_ago(settings.RETENTION_NOTICES_DAYS)),
        "drafts": prune_drafts(_days_ago(settings.RETENTION_DRAFTS_DAYS)),
        "copies": copies.remove_old(),
        "sessions": Session.objects.filter(expire_date__lt=timezone.now()).delete()[0],
        "log": prune_log(),
    }


def prune_notices(before: datetime) -> int:
    """Delete old notices, except those that are still to be sent. Returns how many."""
    old_letters = Q(kind=NoticeKind.LETTER, created_at__lt=_days_ago(LETTERS_DAYS))
    old = Notice.objects.filter(Q(created_at__lt=before) | old_letters).exclude(state__in=ON_THE_WAY)
    gone = old.delete()[1].get(Notice._meta.label, 0)
    if gone:
        log.record(Action.PRUNED, by=None, rows=gone, kind=Notice._meta.label_lower)
    return gone


def prune_drafts(before: datetime) -> int:
    """Delete at most ``BATCH`` drafts a kind that are unchanged since ``before``. Returns how many."""
    gone = 0
    for model in (Offer, Demand):
        for draft in model.objects.filter(state=State.DRAFT, updated_at__lt=before)[:BATCH]:
            with contextlib.suppress(DomainError), transaction.atomic():  # submitted at this moment
                log.record(Action.PRUNED, by=None, on=draft)
                listings.discard(draft)
                gone += 1
    return gone


def prune_log() -> int:
    return (
        log.prune(_days_ago(settings.RETENTION_FAILED_LOGINS_DAYS), only=REFUSED_AT_THE_DOOR)
        + log.prune(_days_ago(settings.RETENTION_LOGINS_DAYS), only=AT_THE_DOOR)
        + log.prune(_days_ago(settings.RETENTION_AUDIT_DAYS), but=REFUSED_AT_THE_DOOR | AT_THE_DOOR)
    )


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
