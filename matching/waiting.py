"""Which listings wait for matching, and which worker takes which.

The rows are the record: a listing waits while it is published in a revision that was not matched. A worker
takes some by marking them; the mark of one that died runs out.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from matching.documents import MODELS, texts_of
from matching.models import MatchingFailure
from ydeu.marketplace.enums import Kind
from ydeu.marketplace.models import Listing, ListingQuerySet

BATCH = 100
PATIENCE = timedelta(seconds=60)
"""How long a taken listing is left to its worker."""


def count() -> int:
    """All that wait, but for those that an administrator has to look at."""
    return sum(_hopeful(kind).count() for kind in Kind)


def count_free() -> int:
    """Those that no worker has taken."""
    return sum(_free(kind).count() for kind in Kind)


def take(limit: int = BATCH) -> tuple[Kind, Sequence[Listing]] | None:
    """Mark up to ``limit`` free listings of one kind as ours and return them; None when nothing is free.

    Demands come first: somebody waits for an answer.
    """
    for kind in (Kind.DEMAND, Kind.OFFER):
        taken = _take(kind, limit)
        if taken:
            return kind, taken
    return None


def all_over_again() -> int:
    """Let every published listing wait, also those that were given up; returns how many."""
    MatchingFailure.objects.all().delete()
    return sum(
        MODELS[kind].objects.published().update(matched_revision=0, matching_since=None) for kind in Kind
    )


def _take(kind: Kind, limit: int) -> list[Listing]:
    pks = list(_free(kind).order_by("pk").values_list("pk", flat=True)[:limit])
    if not pks:
        return []
    now = timezone.now()
    _free(kind).filter(pk__in=pks).update(matching_since=now)
    return list(texts_of(kind).filter(pk__in=pks, matching_since=now))


def _free(kind: Kind) -> ListingQuerySet:
    abandoned = Q(matching_since__isnull=True) | Q(matching_since__lt=timezone.now() - PATIENCE)
    return _hopeful(kind).filter(abandoned)


def _hopeful(kind: Kind) -> ListingQuerySet:
    given_up = MatchingFailure.objects.given_up().filter(kind=kind).values("listing_id")
    return MODELS[kind].objects.awaiting_matching().exclude(pk__in=given_up)
