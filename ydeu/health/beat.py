"""The scheduler of beat. It tells that it is alive, and a clock that was once ahead does not silence it.

Celery keeps in a file when it last started each task. If the clock was ahead then, the next start would be
due when the clock gets there again: after hours or years, also after a restart.
"""

import logging
import time
from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler
from django.db import DatabaseError, connections

from ydeu.health import heartbeats

logger = logging.getLogger(__name__)

SLACK = timedelta(seconds=60)
"""A clock that is set back by less than this delays a task by less than this."""
A_DAY = 86_400.0  # the pause of a schedule that names hours, such as that of Celery's own clean-up
SIGN_OF_LIFE = 30.0
"""Seconds between two signs of life."""


class Scheduler(PersistentScheduler):
    _last_sign: float | None = None

    def setup_schedule(self) -> None:
        super().setup_schedule()
        self.make_due_what_ran_in_the_future()
        self.sync()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        if self.make_due_what_ran_in_the_future():
            self._heap = None
        self._give_sign_of_life()
        return min(super().tick(*args, **kwargs), SIGN_OF_LIFE)

    def make_due_what_ran_in_the_future(self) -> int:
        """Make each task due that seems to have been started in the future. Returns how many there were."""
        repaired = 0
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at and entry.last_run_at - now > SLACK:
                logger.warning(
                    "%s was started at %s, which is in the future: the clock was ahead. It is due now.",
                    entry.name,
                    entry.last_run_at,
                )
                entry.last_run_at = now - timedelta(seconds=getattr(entry.schedule, "seconds", A_DAY))
                repaired += 1
        return repaired

    def _give_sign_of_life(self) -> None:
        if self._last_sign is not None and time.monotonic() - self._last_sign < SIGN_OF_LIFE:
            return
        self._last_sign = time.monotonic()
        try:
            heartbeats.record(heartbeats.BEAT)
        except DatabaseError as error:
            logger.warning("The sign of life of beat is not written: %s", error)
        finally:
            connections.close_all()
