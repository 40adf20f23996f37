"""Does the work get on: listings that wait for matching, e-mails that wait to be sent, the index."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from matching.index import market_index, match_queue, rebuild
from matching.index.store import Label
from ydeu.health import heartbeats
from ydeu.notices.enums import Delivery
from ydeu.notices.models import Notice

TOO_MANY_FAILED = 3
"""So many e-mails that failed for good since the last one that went out are more than wrong addresses."""
NOT_AT_ALL = timedelta(0)
DAY = timedelta(days=1)


class Post(NamedTuple):
    number: int
    stalled_for: timedelta
    failed_in_a_row: int


class Version(NamedTuple):
    age: timedelta
    is_due: bool


def matching() -> tuple[int, timedelta]:
    """How many listings wait for matching, and for how long none has been matched while they waited."""
    count, oldest = match_queue.waiting()
    if oldest is None:
        return 0, NOT_AT_ALL
    waited = timezone.now() - oldest
    last = heartbeats.age(heartbeats.MATCHING)
    return count, max(NOT_AT_ALL, waited if last is None else min(waited, last))


def post(stall: timedelta) -> Post:
    """The e-mails that are due.

    One that was tried and refused counts as stalled only if no other went out within ``stall`` either: a full
    mailbox is not a stalled mail server.
    """
    now = timezone.now()
    tried, untried = Q(attempts__gt=0), Q(attempts=0, not_before__lte=now)
    waiting = Notice.objects.filter(tried | untried, state=Delivery.WAITING).aggregate(
        count=Count("pk"),
        untried=Min("not_before", filter=untried),
        tried=Min("created_at", filter=tried),
    )
    last = Notice.objects.filter(state=Delivery.SENT).aggregate(at=Max("sent_at"))["at"]
    works = last is not None and last > now - stall
    since = [waiting["untried"], None if works else waiting["tried"]]
    stalled = max((now - moment for moment in since if moment), default=NOT_AT_ALL)
    return Post(waiting["count"], stalled, _failed_since(last or now - DAY, now))


def _failed_since(moment: datetime, now: datetime) -> int:
    failed = Notice.objects.filter(state=Delivery.FAILED, claimed_at__gt=max(moment, now - DAY))
    return failed.count()


def index() -> Version | None:
    """The version of the index in use on this host. Raises what reading it raises."""
    version = market_index.store().current()
    if version is None:
        return None
    read_at = Label.of(version).read_at
    age = timezone.now() - read_at if read_at else NOT_AT_ALL
    return Version(age, rebuild.is_due())
