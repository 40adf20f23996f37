"""If a listing is withdrawn or archived, its introductions that wait for an answer are closed."""

from matching.enums import CloseReason
from matching.introductions import pipeline
from matching.introductions.history import for_each_locked
from matching.models import Introduction
from matching.models.introduction import IntroductionQuerySet
from ydeu.marketplace.models import Listing


def end_introductions_of(listing: Listing) -> int:
    """Close the waiting introductions of one listing. Returns how many."""
    return _end(Introduction.objects.filter(**{listing.kind: listing.pk}))


def end_all() -> int:
    """Close the introductions that were missed: a listing was archived later, or its signal was lost."""
    return _end(Introduction.objects.all())


def _end(found: IntroductionQuerySet) -> int:
    return for_each_locked(
        found.waiting_in_vain(),
        lambda introduction: pipeline.end(introduction, by=None, reason=CloseReason.WITHDRAWN),
    )
