"""Builds of the index under way: one at a time, and each of their steps taken by one process at a time.

What is locked (flock) the system lets go if its holder dies.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from matching.engine import IndexBuilder
from matching.index.store import store

LEASE_SECONDS = 900
"""A build of which no step was begun for so long is dead: a step is ended after ten minutes."""

ATTEMPTS = 3
"""Starts of one step before it is called impossible: it must not take one worker after the other along."""

DONE = b"done"


class StepFailed(Exception):
    """A step has failed, or has taken its process along, time and again."""


@contextmanager
def exclusive(*, wait: bool) -> Iterator[bool]:
    """Held by who begins a build or makes a whole one. Without ``wait`` it may not be ours: then False."""
    root = store().root
    root.mkdir(parents=True, exist_ok=True)
    with (root / "BUILD").open("ab") as file:
        yield _locked(file, wait=wait)


@contextmanager
def step(build: str, name: str) -> Iterator[tuple[IndexBuilder, bool]]:
    """The workshop, and whether the step was done before; it counts as done when the block ends well.

    Raises FileNotFoundError if the build was given up or is finished, Impossible after too many attempts.
    """
    builder = store().builder(build)
    os.utime(builder.directory)
    with (builder.directory / f"{name}.step").open("ab+") as file:
        _locked(file, wait=True)
        file.seek(0)
        tried = file.read()
        is_done = tried.endswith(DONE)
        if not is_done:
            _note(file, b".")
            if len(tried) >= ATTEMPTS:
                raise StepFailed(f"{name} of {build} was begun {ATTEMPTS} times and never ended")
        yield builder, is_done
        if not is_done:
            _note(file, DONE)


def unfinished_builds() -> list[IndexBuilder]:
    """What was begun and is not finished, whether or not anybody still works on it."""
    return store().unfinished()


def abandon(builder: IndexBuilder) -> None:
    """Take it away, at once as a whole: a step under way must not take what is left for all there is."""
    store().discard(builder)


def is_under_way() -> bool:
    """Whether a build has moved of late."""
    moved = (_moved_at(builder) for builder in unfinished_builds())
    return any(time.time() - at < LEASE_SECONDS for at in moved)


def _moved_at(builder: IndexBuilder) -> float:
    try:
        return builder.directory.stat().st_mtime
    except FileNotFoundError:  # finished meanwhile
        return 0.0


def _locked(file: IO[bytes], *, wait: bool) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _note(file: IO[bytes], said: bytes) -> None:
    file.write(said)
    file.flush()
