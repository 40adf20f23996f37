"""Hand a new file to a worker. The uploader must not notice that the broker is down."""

import logging
from typing import Any

from django.dispatch import receiver
from kombu.exceptions import OperationalError

from ydeu.marketplace.models import CheckedFile
from ydeu.marketplace.signals import file_received
from ydeu.marketplace.tasks import check_file

logger = logging.getLogger(__name__)


@receiver(file_received)
def check_soon(file: CheckedFile, **_: Any) -> None:
    """Enqueue the check of the file. If the broker is down, the sweeper finds the waiting row."""
    try:
        check_file.delay(file._meta.label, file.pk)
    except OperationalError as error:
        logger.warning("%s %s waits for the sweeper: %s", file._meta.label, file.pk, error)
