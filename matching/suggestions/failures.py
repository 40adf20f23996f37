"""A listing that cannot be matched is tried again, then left to an administrator with the error."""

import logging
from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from matching.engine import Index
from matching.index import market_index
from matching.models import MatchingFailure
from matching.suggestions import refresh
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing

logger = logging.getLogger(__name__)


def match_or_record(kind: ListingKind, listings: Sequence[Listing], index: Index | None = None) -> None:
    """Match the listings together, or if that fails, one by one: a bad listing must not hold up the others.

    Raises the error if there is no index and none can be built: that is no listing's fault, and all of them
    continue to wait.
    """
    index = index or market_index.current_or_build()
    if len(listings) == 1 or not _match_together(kind, listings, index):
        for listing in listings:
            _match_alone(kind, listing, index)


def clear(kind: ListingKind, pks: Sequence[int]) -> int:
    """Give the listings another series of attempts. Returns how many had failed."""
    return MatchingFailure.objects.filter(kind=kind, listing_id__in=pks).delete()[0]


def _match_together(kind: ListingKind, listings: Sequence[Listing], index: Index) -> bool:
    try:
        refresh.refresh_many(kind, listings, index)
    except Exception:
        logger.exception("%d listings failed together, matching them one by one", len(listings))
        return False
    clear(kind, [listing.pk for listing in listings])
    return True


def _match_alone(kind: ListingKind, listing: Listing, index: Index) -> None:
    """Count the attempt before it is made: a listing that kills its worker must not be tried for ever."""
    failure, _ = MatchingFailure.objects.get_or_create(kind=kind, listing_id=listing.pk)
    row = MatchingFailure.objects.filter(pk=failure.pk)
    row.update(attempts=F("attempts") + 1, last_at=timezone.now())
    try:
        refresh.refresh_many(kind, [listing], index)
    except Exception as error:
        logger.exception("%s %s could not be matched", kind, listing.pk)
        row.update(error=f"{type(error).__name__}: {error}")
    else:
        clear(kind, [listing.pk])
