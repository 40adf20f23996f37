"""Work in a process of its own, whose memory is watched: with all its children, shared pages counted once."""

import importlib
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

EVERY = 0.5
"""Seconds between two looks at the memory."""


def run(task: str, *arguments: object) -> tuple[dict[str, Any], int]:
    """The answer of ``module:function`` of this package, and the peak of memory in MiB.

    What was written before is on the disk by then: nobody's time is taken for it.
    """
    os.sync()
    command = [sys.executable, "-m", "tests.benchmarks.child", task, json.dumps(arguments, default=str)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        peak = _watch(process)
        answer = process.communicate()[0]
    if process.returncode:
        raise RuntimeError(f"{task} ended with status {process.returncode}")
    found = json.loads(answer)
    return found, max(peak, found.pop("own_peak_kib")) // 1024


def proportional(process: psutil.Process) -> int:
    """KiB that a process holds, where shared pages count in parts (PSS)."""
    return int(process.memory_full_info().pss) // 1024


def _watch(process: subprocess.Popen[str]) -> int:
    """The highest sum over a process and its children, in KiB, until it ends."""
    parent, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        held = 0
        with suppress(psutil.Error):
            for each in (parent, *parent.children(recursive=True)):
                with suppress(psutil.Error):
                    held += proportional(each)
        peak = max(peak, held)
        time.sleep(EVERY)
    return peak


def main(task: str, arguments: str) -> None:
    """What the process does: the last line of its output is the answer."""
    module, _, function = task.partition(":")
    answer = getattr(importlib.import_module(f"tests.benchmarks.{module}"), function)(*json.loads(arguments))
    print(json.dumps({**answer, "own_peak_kib": own_peak()}))


def own_peak() -> int:
    """KiB that this process held at most; what ``getrusage`` says begins with the peak of its parent."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
