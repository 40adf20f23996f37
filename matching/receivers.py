"""Receivers of the signals of the rooms below. A poster must not notice that the broker is down."""

import logging
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from matching.introductions import revocations, withdrawals
from matching.models import MessageFile
from matching.review import second_opinions
from matching.suggestions import failures, refresh
from matching.tasks import match_listing
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
