"""Process many rows in a timed task: a batch at a time, and a row that fails does not stop the others."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from ydeu.transitions import DomainError

logger = logging.getLogger(__name__)

MAX_AT_ONCE = 500
"""Most rows of one round. The next round takes the rest."""


def for_each(rows: Iterable[Any], act: Callable[[Any], object]) -> int:
    """Call ``act`` with each row. Returns for how many it did something; False means that it did nothing.

    ``act`` opens its own transaction. A DomainError skips the row: somebody has moved it in the meantime. Any
    other error is logged, and the next round tries the row again. SoftTimeLimitExceeded and MemoryError end
    the round.
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
