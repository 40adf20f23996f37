"""Receivers of the signals of the rooms below. A poster must not notice that the broker is down."""

import logging
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from matching.confidence import lessons
from matching.confidence.signals import scale_changed
from matching.introductions import revocations, withdrawals
from matching.models import MessageFile
from matching.review import second_opinions
from matching.review.signals import pairs_decided
from matching.suggestions import banding, failures, refresh
from matching.tasks import match_listing, restate, teach
from ydeu.accounts.models import Enterprise, User
from ydeu.accounts.signals import enterprise_renamed, enterprise_revoked
from ydeu.marketplace.attachments import discard_files
from ydeu.marketplace.models import Listing
from ydeu.marketplace.signals import listing_left, listing_published

logger = logging.getLogger(__name__)


@receiver(listing_published)
def enqueue_matching(listing: Listing, **_: Any) -> None:
    """Enqueue the matching of the listing. If the broker is down, the sweeper finds the waiting row."""
    failures.clear(listing.kind, [listing.pk])
    second_opinions.reopen(listing)
    try:
        match_listing.delay(listing.kind, listing.pk)
    except OperationalError as error:
        logger.warning("%s %s waits for the sweeper: %s", listing.kind, listing.pk, error)


@receiver(listing_left)
def take_back_suggestions(listing: Listing, **_: Any) -> None:
    refresh.supersede_listing(listing)
    withdrawals.end_introductions_of(listing)


@receiver(pairs_decided)
def learn_from_decisions(demands: list[int], **_: Any) -> None:
    """Let a decision reorder the rest of its demand: now if that takes no time, else in a worker.

    If the broker is down, the nightly task does it.
    """
    if len(demands) == 1 and lessons.is_cheap(demands[0]):
        banding.restate(demands)
        return
    try:
        for demand in demands:
            teach.delay(demand)
    except OperationalError as error:
        logger.warning("The decisions on %s demands wait for the nightly task: %s", len(demands), error)


@receiver(scale_changed)
def state_the_bands_again(alliance: int | None, **_: Any) -> None:
    """Let a worker state the bands that the scale measures. If the broker is down, it is done here."""
    try:
        restate.delay(alliance)
    except OperationalError as error:
        logger.warning("The broker is down, the bands are stated here: %s", error)
        banding.restate_of(alliance)


@receiver(enterprise_revoked)
def warn_those_in_talks(enterprise: Enterprise, by: User, **_: Any) -> None:
    revocations.tell_those_in_talks(enterprise, by=by)


@receiver(enterprise_renamed)
def take_back_pairs_with_itself(enterprise: Enterprise, **_: Any) -> None:
    refresh.supersede_pairs_with_itself(enterprise)


@receiver(post_delete, sender=MessageFile)
def take_the_file_along(instance: MessageFile, **_: Any) -> None:
    """Delete the file of a deleted row: with its message, its introduction, or the data of an enterprise."""
    discard_files(instance)
