"""`python -m deploy.again COMMAND...` runs COMMAND, and runs it again if it ends with an error.

A worker may end when Redis restarts while it has a task in hand (decision 44). systemd and containers start
it again by themselves; `make demo` and the Procfile do it with this. SIGTERM, SIGINT and SIGHUP go to COMMAND
and end both.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
HEALTHY = 60.0
"""Seconds after which a run counts as a good one: the pauses start again from the shortest."""
QUICK_ENDS = 6
"""So many runs that end quickly, one after another, are no accident: give up with the last status."""
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Keeper:
    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.ending = threading.Event()

    def keep(self) -> int:
        """Run the command until it ends well, is told to end, or fails too often. Returns its status."""
        quick_ends = 0
        while True:
            started = time.monotonic()
            status = self.run()
            if self.ending.is_set() or not status:
                return status
            was_good = time.monotonic() - started > HEALTHY
            quick_ends = 1 if was_good else quick_ends + 1
            if quick_ends == QUICK_ENDS:
                print(f"{self.command[0]} ended {QUICK_ENDS} times in a row. It stays down.", file=sys.stderr)
                return status
            pause = min(FIRST_PAUSE * 2 ** (quick_ends - 1), LONGEST_PAUSE)
            print(
                f"It ended with status {status}. Started again in {pause:g} s.", file=sys.stderr, flush=True
            )
            if self.ending.wait(pause):
                return status

    def run(self) -> int:
        self.process = subprocess.Popen(self.command)
        if self.ending.is_set():
            self.process.terminate()
        status = self.process.wait()
        return status if status >= 0 else 128 - status

    def end(self, number: int, frame: FrameType | None) -> None:
        self.ending.set()
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)


def main() -> int:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    keeper = Keeper(sys.argv[1:])
    for number in ENDINGS:
        signal.signal(number, keeper.end)
    return keeper.keep()


if __name__ == "__main__":
    sys.exit(main())
