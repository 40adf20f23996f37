"""When to tell people of a problem: once when it lasts, once a day while it goes on, once when it is over.

What was told is kept in a file, not in the database or in Redis, because they may be what has failed.
"""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ydeu.health import messages
from ydeu.health.report import Result, State

logger = logging.getLogger(__name__)

REMIND_AFTER = timedelta(days=1)
CALM = timedelta(minutes=10)
"""A problem is over when its check has been fine for so long. One that comes and goes is told once."""


class Memory:
    """For each check: when its problem began, when people were told, and since when it is fine again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        kept = _read(path)
        self.since, self.told, self.calm = (_moments(kept, name) for name in ("since", "told", "calm"))

    def save(self) -> None:
        kept = {name: _texts(getattr(self, name)) for name in ("since", "told", "calm")}
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps(kept))
        draft.replace(self.path)


def watch(results: Sequence[Result], path: Path, now: datetime) -> None:
    """Compare with what was found before, and tell people what is new. Call it every minute."""
    memory = Memory(path)
    _note(memory, results, now)
    due = [each for each in results if _is_due(each, memory, now)]
    new = [each for each in due if each.check.name not in memory.told]
    old = [each for each in due if _is_forgotten(each.check.name, memory, now)]
    if (new or old) and messages.send_alarm(due):
        memory.told |= {each.check.name: now for each in due}
    _tell_what_is_over(memory, results, now)
    memory.save()


def _note(memory: Memory, results: Iterable[Result], now: datetime) -> None:
    for each in results:
        name = each.check.name
        if each.state == State.FINE:
            memory.since.pop(name, None)
            memory.calm.setdefault(name, now)
        elif each.state != State.UNKNOWN:
            memory.since.setdefault(name, now)
            memory.calm.pop(name, None)


def _is_due(result: Result, memory: Memory, now: datetime) -> bool:
    """True if the problem has lasted, and no other problem explains it."""
    check = result.check
    since = memory.since.get(check.name)
    if result.state in (State.FINE, State.UNKNOWN) or since is None or now - since < check.patience:
        return False
    explained = {name for name in (*check.needs, *check.causes) if name in memory.since}
    return not explained or check.name in memory.told


def _is_forgotten(name: str, memory: Memory, now: datetime) -> bool:
    return name in memory.told and now - memory.told[name] >= REMIND_AFTER


def _tell_what_is_over(memory: Memory, results: Sequence[Result], now: datetime) -> None:
    told = [each for each in results if each.check.name in memory.told]
    over = [each for each in told if _is_calm(memory.calm.get(each.check.name), now)]
    if over and messages.send_all_clear(over, ready=len(over) == len(memory.told)):
        for each in over:
            del memory.told[each.check.name]


def _is_calm(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since >= CALM


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _moments(kept: dict[str, Any], name: str) -> dict[str, datetime]:
    try:
        return {key: datetime.fromisoformat(text) for key, text in kept.get(name, {}).items()}
    except (AttributeError, TypeError, ValueError):
        return {}


def _texts(moments: dict[str, datetime]) -> dict[str, str]:
    return {name: moment.isoformat() for name, moment in moments.items()}
