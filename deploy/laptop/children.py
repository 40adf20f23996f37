"""Processes that start and end together. Each has its own process group and its own log file."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

PATIENCE = 8.0  # seconds in which a child may end by itself
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ChildDied(Exception):
    def __init__(self, child: "Child") -> None:
        super().__init__(f"{child.name} ended with status {child.process.returncode}.\n{log_tail(child.log)}")


class Child:
    def __init__(self, name: str, command: Sequence[str], env: dict[str, str], log_dir: Path) -> None:
        self.name = name
        self.log = log_dir / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def check(self) -> None:
        if self.process.poll() is not None:
            raise ChildDied(self)

    def stop(self, patience: float = PATIENCE) -> None:
        """Terminate the group's leader, wait, then kill what is left of the group."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.kill()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Children:
    """Child processes. They are started one by one, watched together and stopped in reverse order."""

    def __init__(self, env: dict[str, str], log_dir: Path) -> None:
        log_dir.mkdir(parents=True, exist_ok=True)
        self.env = env
        self.log_dir = log_dir
        self.running: list[Child] = []

    def start(self, name: str, command: Sequence[str]) -> Child:
        child = Child(name, command, self.env, self.log_dir)
        self.running.append(child)
        return child

    def log_tail(self, name: str) -> str:
        return log_tail(self.log_dir / f"{name}.log")

    def check(self) -> None:
        for child in self.running:
            child.check()

    def watch(self) -> None:
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Terminate all but the first at once. The first (the broker) outlives those that need it."""
        for child in self.running[1:]:
            with suppress(ProcessLookupError):
                child.process.terminate()
        deadline = time.monotonic() + PATIENCE
        while self.running:
            self.running.pop().stop(max(0.1, deadline - time.monotonic()))


@contextmanager
def together(env: dict[str, str], log_dir: Path) -> Iterator[Children]:
    """Children for the block. Ctrl-C, SIGTERM and SIGHUP end it cleanly; no child outlives it."""
    children = Children(env, log_dir)
    for number in ENDINGS:
        signal.signal(number, leave)
    try:
        yield children
    finally:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        children.stop()


def leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def log_tail(log: Path, lines: int = 15) -> str:
    end = log.read_text(errors="replace").splitlines()[-lines:] if log.exists() else []
    return "\n".join([f"The end of {log}:", *(f"  {line}" for line in end)])
