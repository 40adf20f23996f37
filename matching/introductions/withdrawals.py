"""When a listing is withdrawn for good, an introduction that waits for an answer ends, with that reason."""

from matching.enums import CloseReason
from matching.introductions import pipeline
from matching.introductions.history import for_each_held
from matching.models import Introduction
from matching.models.introduction import IntroductionQuerySet
from ydeu.marketplace.models import Listing


def end_of(listing: Listing) -> int:
    """End the introductions of one listing. Returns how many."""
    return _end(Introduction.objects.filter(**{listing.kind: listing.pk}))


def end_all() -> int:
    """End all that is left: listings archived in the meantime, and those whose signal was lost."""
    return _end(Introduction.objects.all())


def _end(found: IntroductionQuerySet) -> int:
    return for_each_held(
        found.waiting_in_vain(),
        lambda introduction: pipeline.end(introduction, by=None, reason=CloseReason.WITHDRAWN),
    )
