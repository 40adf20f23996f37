"""React to the end of a task: matching has got on."""

import logging
from typing import Any

from celery.signals import task_success
from django.db import DatabaseError

from ydeu.health import heartbeats

logger = logging.getLogger(__name__)

MATCHING_TASKS = frozenset({"matching.match_listing", "matching.match_waiting"})


@task_success.connect
def note_matching(sender: Any = None, **_: Any) -> None:
    if sender is not None and sender.name in MATCHING_TASKS:
        try:
            heartbeats.record(heartbeats.MATCHING)
        except DatabaseError:
            logger.warning("The sign of life of the matching is not written.", exc_info=True)
