"""The daily digest: one e-mail a person with everything that has waited for it.

A digest is a notice itself, of a kind that the inbox does not show, so it goes out as every other mail does.
What it holds moves into it by one UPDATE in the transaction that makes it: nothing is in two digests.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ydeu.accounts.models import User
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice
from ydeu.notices.notices import announce

BATCH = 500


def last_stroke(hour: int, now: datetime) -> datetime:
    """When the clock of the site last struck ``hour``."""
    local = timezone.localtime(now)
    moment = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return moment if moment <= local else moment - timedelta(days=1)


def collect_due() -> int:
    """Make the digests that are due, a batch of them. Returns how many."""
    moment = last_stroke(settings.DIGEST_HOUR, timezone.now())
    waiting = Notice.objects.for_digest(moment)
    waiting.of_who_left().move(Delivery.WAITING)
    had_one = Notice.objects.filter(kind=NoticeKind.DIGEST, created_at__gte=moment)
    readers = User.objects.filter(pk__in=waiting.values("recipient")).exclude(
        pk__in=had_one.values("recipient")
    )
    return sum(_collect(reader, moment) for reader in readers[:BATCH])


def _collect(reader: User, moment: datetime) -> bool:
    with transaction.atomic():
        digest = Notice.objects.create(
            kind=NoticeKind.DIGEST, recipient=reader, address=reader.email, url=reverse("notices:list")
        )
        count = (
            Notice.objects.for_digest(moment).filter(recipient=reader).move(Delivery.IN_DIGEST, digest=digest)
        )
        if not count:  # another worker was faster
            transaction.set_rollback(True)
            return False
        digest.context = {"count": count}
        digest.save(update_fields=["context"])
        announce(digest)
    return True
