"""The listings that wait for matching, and how workers claim them.

The rows are the record: a listing waits while it is published in a revision that was not matched. A worker
claims listings by marking them. The mark of a worker that died expires.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from matching.index.documents import MODELS, texts_of
from matching.models import MatchingFailure
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing, ListingQuerySet

BATCH = 100
CLAIM_EXPIRES_AFTER = timedelta(seconds=60)
"""How long a claimed listing is left to its worker."""


def count() -> int:
    """How many listings wait, without those that an administrator has to look at."""
    return sum(_matchable(kind).count() for kind in ListingKind)


def waiting() -> tuple[int, datetime | None]:
    """How many listings wait, and when the first of them began to. Matching all again counts as no change."""
    found = [_matchable(kind).aggregate(count=Count("pk"), since=Min("changed_at")) for kind in ListingKind]
    since = [one["since"] for one in found if one["since"]]
    return sum(one["count"] for one in found), min(since, default=None)


def count_unmatched() -> int:
    """How many listings wait, including those that no worker tries any more."""
    return sum(MODELS[kind].objects.awaiting_matching().count() for kind in ListingKind)


def count_unclaimed() -> int:
    """How many listings are free: no worker has claimed them, or the claim has expired."""
    return sum(_unclaimed(kind).count() + _expired(kind).count() for kind in ListingKind)


def is_any_unclaimed() -> bool:
    """True if a listing is free. It takes less time than to count all of them."""
    return any(rows_of(kind).exists() for rows_of in (_unclaimed, _expired) for kind in ListingKind)


def claim(limit: int = BATCH) -> tuple[ListingKind, Sequence[Listing]] | None:
    """Claim up to ``limit`` free listings of one kind and return them. Returns None if none is free.

    Demands come first, because somebody waits for an answer. Listings whose claim has expired come last and
    one at a time: one of them may have killed its worker.
    """
    for rows_of, most in ((_unclaimed, limit), (_expired, 1)):
        for kind in (ListingKind.DEMAND, ListingKind.OFFER):
            claimed = _claim(kind, rows_of(kind), most)
            if claimed:
                return kind, claimed
    return None


def requeue_all() -> int:
    """Make every published listing wait, including those left to an administrator. Returns how many."""
    MatchingFailure.objects.all().delete()
    return sum(
        MODELS[kind].objects.published().update(matched_revision=0, matching_since=None)
        for kind in ListingKind
    )


def requeue(kind: ListingKind, listings: Sequence[Listing]) -> None:
    """Make these listings wait again although they were matched, if they are still published."""
    pks = [listing.pk for listing in listings]
    MODELS[kind].objects.published().filter(pk__in=pks).update(matched_revision=0)


def _claim(kind: ListingKind, free: ListingQuerySet, limit: int) -> list[Listing]:
    """Claim rows. Skips those that another worker is claiming (SQLite has only one writer at a time)."""
    with transaction.atomic():
        rows = free.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk")
        pks = list(rows.values_list("pk", flat=True)[:limit])
        MODELS[kind].objects.filter(pk__in=pks).update(matching_since=timezone.now())
    return list(texts_of(kind).filter(pk__in=pks).order_by("pk")) if pks else []


def _unclaimed(kind: ListingKind) -> ListingQuerySet:
    return _matchable(kind).filter(matching_since__isnull=True)


def _expired(kind: ListingKind) -> ListingQuerySet:
    return _matchable(kind).filter(matching_since__lt=timezone.now() - CLAIM_EXPIRES_AFTER)


def _matchable(kind: ListingKind) -> ListingQuerySet:
    given_up = MatchingFailure.objects.given_up().filter(kind=kind).values("listing_id")
    return MODELS[kind].objects.awaiting_matching().exclude(pk__in=given_up)
