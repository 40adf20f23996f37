"""Locks for builds of the index: one build at a time, and one process at a time for each step.

The locks are ``flock``: the operating system releases a lock if its holder dies.
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
"""A build is dead if no step was started for this long. The worker stops a step after ten minutes."""

ATTEMPTS = 3
"""Starts of one step before it fails for good: it must not kill one worker after the other."""

DONE = b"done"


class StepFailed(Exception):
    """A step was started ``ATTEMPTS`` times and never ended."""


@contextmanager
def exclusive(*, wait: bool) -> Iterator[bool]:
    """Hold the lock for starting a build, or for making a whole one in this process. Yields True.

    Without ``wait``, yields False if another process holds the lock.
    """
    root = store().root
    root.mkdir(parents=True, exist_ok=True)
    with (root / "BUILD").open("ab") as file:
        yield _locked(file, wait=wait)


@contextmanager
def step(build: str, name: str) -> Iterator[tuple[IndexBuilder, bool]]:
    """Lock a step of a build. Yields the builder, and True if the step was done before.

    The step counts as done when the block ends without an error. Raises FileNotFoundError if the build was
    abandoned or is finished, and StepFailed after ``ATTEMPTS`` starts without an end.
    """
    builder = store().builder(build)
    os.utime(builder.directory)
    with (builder.directory / f"{name}.step").open("ab+") as file:
        _locked(file, wait=True)
        file.seek(0)
        tried = file.read()
        is_done = tried.endswith(DONE)
        if not is_done:
            _append(file, b".")
            if len(tried) >= ATTEMPTS:
                raise StepFailed(f"{name} of {build} was begun {ATTEMPTS} times and never ended")
        yield builder, is_done
        if not is_done:
            _append(file, DONE)


def unfinished_builds() -> list[IndexBuilder]:
    """Builds that were started and are not finished, dead ones included."""
    return store().unfinished()


def abandon(builder: IndexBuilder) -> None:
    """Remove a build by one rename, so that a step that still runs finds nothing rather than half of it."""
    store().discard(builder)


def is_under_way() -> bool:
    """True if a step of a build was started within the last ``LEASE_SECONDS``."""
    moved = (_moved_at(builder) for builder in unfinished_builds())
    return any(time.time() - at < LEASE_SECONDS for at in moved)


def _moved_at(builder: IndexBuilder) -> float:
    try:
        return builder.directory.stat().st_mtime
    except FileNotFoundError:  # finished in the meantime
        return 0.0


def _locked(file: IO[bytes], *, wait: bool) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _append(file: IO[bytes], mark: bytes) -> None:
    file.write(mark)
    file.flush()
