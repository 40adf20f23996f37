"""Run the checks and say what they found."""

import logging
import threading
import time
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _
from health_check.exceptions import HealthCheckException, ServiceWarning

from ydeu.health.checks import CHECKS, Check
from ydeu.lists import listed

logger = logging.getLogger(__name__)

FRESH_FOR = 5.0
"""Seconds for which a stranger gets the last answer: asking often must not cost the site much."""


class State(StrEnum):
    FINE = "fine"
    WARNING = "warning"
    FAILING = "failing"
    UNKNOWN = "unknown"


class Result(NamedTuple):
    check: Check
    state: State
    says: str

    @property
    def is_ready(self) -> bool:
        return self.state in (State.FINE, State.WARNING)


NAMES = tuple(check.name for check in CHECKS)


def examine(names: Collection[str] = NAMES) -> list[Result]:
    """Run the checks with these names, and those that they need."""
    results: dict[str, Result] = {}
    wanted = {need for check in CHECKS if check.name in names for need in (check.name, *check.needs)}
    for kind in CHECKS:
        if kind.name in wanted:
            results[kind.name] = _examine_one(kind(), results)
    return [result for name, result in results.items() if name in names]


def is_ready(results: Sequence[Result]) -> bool:
    return all(result.is_ready for result in results)


def _examine_one(check: Check, earlier: dict[str, Result]) -> Result:
    missing = [str(earlier[name].check.title) for name in check.needs if not earlier[name].is_ready]
    if missing:
        return Result(check, State.UNKNOWN, _("Unknown without %(what)s.") % {"what": listed(missing)})
    try:
        return Result(check, State.FINE, check.look())
    except HealthCheckException as error:
        state = State.WARNING if isinstance(error, ServiceWarning) else State.FAILING
        return Result(check, state, str(error.message))
    except Exception:
        logger.exception("The check %s failed.", check.name)
        return Result(check, State.FAILING, _("The check itself failed; the log says why."))


class LastAnswer:
    """Whether the site was ready a moment ago. One thread looks, the others wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: dict[frozenset[str], tuple[float, bool]] = {}

    def is_ready(self, names: Collection[str]) -> bool:
        key = frozenset(names)
        with self.lock:
            looked_at, answer = self.known.get(key, (None, False))
            if looked_at is None or time.monotonic() - looked_at > FRESH_FOR:
                answer = is_ready(examine(names))
                self.known[key] = (time.monotonic(), answer)
            return answer

    def forget(self) -> None:
        self.known.clear()


last_answer = LastAnswer()
