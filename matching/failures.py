"""When a listing cannot be matched: it is tried again, then left to an administrator with the error."""

import logging
from collections.abc import Sequence

from django.db.models import F

from matching import suggestions
from matching.models import MatchingFailure
from ydeu.marketplace.enums import Kind
from ydeu.marketplace.models import Listing

logger = logging.getLogger(__name__)


def match(kind: Kind, listings: Sequence[Listing]) -> None:
    """Match together; if that fails one by one, so that a single bad listing holds up nobody else."""
    try:
        suggestions.refresh_many(kind, listings)
    except Exception:
        logger.exception("%d listings failed together, matching them one by one", len(listings))
        for listing in listings:
            _match_alone(kind, listing)
    else:
        _forget(kind, listings)


def forget(kind: Kind, pks: Sequence[int]) -> int:
    """Give the listings another series of attempts; returns how many had failed."""
    return MatchingFailure.objects.filter(kind=kind, listing_id__in=pks).delete()[0]


def _match_alone(kind: Kind, listing: Listing) -> None:
    try:
        suggestions.refresh_many(kind, [listing])
    except Exception as error:
        logger.exception("%s %s could not be matched", kind, listing.pk)
        _remember(kind, listing, error)
    else:
        _forget(kind, [listing])


def _remember(kind: Kind, listing: Listing, error: Exception) -> None:
    key = {"kind": kind, "listing_id": listing.pk}
    MatchingFailure.objects.get_or_create(**key)
    text = f"{type(error).__name__}: {error}"
    MatchingFailure.objects.filter(**key).update(attempts=F("attempts") + 1, error=text)


def _forget(kind: Kind, listings: Sequence[Listing]) -> None:
    forget(kind, [listing.pk for listing in listings])
