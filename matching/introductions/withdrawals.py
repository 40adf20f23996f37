"""When a listing is taken back for good, an introduction that waits for an answer ends, and says why."""

from django.db import transaction

from matching.enums import CloseReason
from matching.introductions import pipeline
from matching.introductions.history import held
from matching.models import Introduction
from matching.models.introduction import IntroductionQuerySet
from ydeu.marketplace.models import Listing
from ydeu.sweeping import MOST_AT_ONCE, for_each


def end_of(listing: Listing) -> int:
    """End those of one listing. Returns how many."""
    return _end(Introduction.objects.filter(**{listing.kind: listing.pk}))


def end_all() -> int:
    """End all that is left: what was archived while nobody could see it, or what a lost signal missed."""
    return _end(Introduction.objects.all())


def _end(found: IntroductionQuerySet) -> int:
    waiting = found.waiting_in_vain().order_by("pk").values_list("pk", flat=True)
    return for_each(waiting[:MOST_AT_ONCE], _end_one)


def _end_one(pk: int) -> bool:
    with transaction.atomic():
        introduction = held(Introduction.objects.waiting_in_vain(), pk)
        if introduction is None:
            return False
        pipeline.end(introduction, by=None, reason=CloseReason.WITHDRAWN)
    return True
