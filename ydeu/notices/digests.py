"""The daily digest: one e-mail per person with all notices that waited for it.

A digest is itself a notice, of a kind that the inbox does not show, so it goes out like every other e-mail.
One UPDATE moves its notices into it, in the transaction that creates it, so no notice is in two digests.
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
    """The last time it was ``hour`` o'clock in the site's time zone."""
    local = timezone.localtime(now)
    moment = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return moment if moment <= local else moment - timedelta(days=1)


def collect_due() -> int:
    """Create the digests that are due, for at most ``BATCH`` people. Returns how many."""
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
