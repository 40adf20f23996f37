"""React to signals of the rooms below and of this one, in their transaction."""

import logging
from typing import Any

from django.dispatch import receiver
from kombu.exceptions import OperationalError

from ydeu.accounts.models import Enterprise, User
from ydeu.accounts.signals import enterprise_revoked
from ydeu.marketplace import listings
from ydeu.marketplace.models import CheckedFile, Demand, Offer
from ydeu.marketplace.signals import file_received
from ydeu.marketplace.tasks import check_file

logger = logging.getLogger(__name__)


@receiver(enterprise_revoked)
def pause_listings(enterprise: Enterprise, by: User, **_kwargs: Any) -> None:
    """Pause what the enterprise has published. Its people publish it again once it is verified."""
    for model in (Offer, Demand):
        for listing in model.objects.published().filter(enterprise=enterprise).select_for_update():
            listings.pause(listing, by=by)


@receiver(file_received)
def check_soon(file: CheckedFile, **_: Any) -> None:
    """Enqueue the check of the file. If the broker is down, the sweeper finds the waiting row."""
    try:
        check_file.delay(file._meta.label, file.pk)
    except OperationalError as error:
        logger.warning("%s %s waits for the sweeper: %s", file._meta.label, file.pk, error)
