"""How the clock works through many rows: some at a time, and none that fails stops the others."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from ydeu.transitions import DomainError

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 500
"""Rows of one round; the next round takes the next ones."""


def for_each(rows: Iterable[Any], act: Callable[[Any], object]) -> int:
    """Do ``act`` with each row, in a transaction of its own that ``act`` opens; returns how many it did.

    A row that somebody moved since is theirs; one that raises goes to the log and is left to the next round.
    ``act`` may answer False: there was nothing to do. What ends a worker, its time or memory, ends the round.
    """
    done = 0
    for row in rows:
        try:
            done += act(row) is not False
        except DomainError:
            continue
        except (SoftTimeLimitExceeded, MemoryError):
            raise
        except Exception:
            logger.exception("%s %s is left to the next round.", type(row).__name__, getattr(row, "pk", row))
    return done
