"""Which listings wait for matching, and which worker takes which.

The rows are the record: a listing waits while it is published in a revision that was not matched. A worker
takes some by marking them; the mark of one that died runs out.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from matching.index.documents import MODELS, texts_of
from matching.models import MatchingFailure
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing, ListingQuerySet

BATCH = 100
PATIENCE = timedelta(seconds=60)
"""How long a taken listing is left to its worker."""


def count() -> int:
    """All that wait, but for those that an administrator has to look at."""
    return sum(_hopeful(kind).count() for kind in ListingKind)


def count_unmatched() -> int:
    """All that wait, whether or not anybody will still try them."""
    return sum(MODELS[kind].objects.awaiting_matching().count() for kind in ListingKind)


def count_unclaimed() -> int:
    """Those that no worker has taken."""
    return sum(_unclaimed(kind).count() + _abandoned(kind).count() for kind in ListingKind)


def claim(limit: int = BATCH) -> tuple[ListingKind, Sequence[Listing]] | None:
    """Mark up to ``limit`` free listings of one kind as ours and return them; None when nothing is free.

    Demands come first: somebody waits for an answer. What another worker took and did not finish comes last
    and alone, for it may be what that worker died of.
    """
    for rows_of, most in ((_unclaimed, limit), (_abandoned, 1)):
        for kind in (ListingKind.DEMAND, ListingKind.OFFER):
            taken = _claim(kind, rows_of(kind), most)
            if taken:
                return kind, taken
    return None


def requeue_all() -> int:
    """Let every published listing wait, also those that were given up; returns how many."""
    MatchingFailure.objects.all().delete()
    return sum(
        MODELS[kind].objects.published().update(matched_revision=0, matching_since=None)
        for kind in ListingKind
    )


def requeue(kind: ListingKind, listings: Sequence[Listing]) -> None:
    """Let these wait although they were matched."""
    pks = [listing.pk for listing in listings]
    MODELS[kind].objects.published().filter(pk__in=pks).update(matched_revision=0)


def _claim(kind: ListingKind, free: ListingQuerySet, limit: int) -> list[Listing]:
    """Rows that another worker is about to take are passed over (SQLite has no two at a time)."""
    with transaction.atomic():
        rows = free.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk")
        pks = list(rows.values_list("pk", flat=True)[:limit])
        MODELS[kind].objects.filter(pk__in=pks).update(matching_since=timezone.now())
    return list(texts_of(kind).filter(pk__in=pks).order_by("pk")) if pks else []


def _unclaimed(kind: ListingKind) -> ListingQuerySet:
    return _hopeful(kind).filter(matching_since__isnull=True)


def _abandoned(kind: ListingKind) -> ListingQuerySet:
    return _hopeful(kind).filter(matching_since__lt=timezone.now() - PATIENCE)


def _hopeful(kind: ListingKind) -> ListingQuerySet:
    given_up = MatchingFailure.objects.given_up().filter(kind=kind).values("listing_id")
    return MODELS[kind].objects.awaiting_matching().exclude(pk__in=given_up)
