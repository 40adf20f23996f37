"""Work in a child process whose memory is sampled, with that of its children. Shared pages count once."""

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
"""Seconds between two samples of the memory."""


def run(task: str, *arguments: object) -> tuple[dict[str, Any], int]:
    """Call ``module:function`` of this package; return its result and the peak of memory in MiB.

    All earlier writes are flushed to disk first, so that they cost the task no time.
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
    """The memory of a process in KiB, with its part of each shared page (PSS)."""
    return int(process.memory_full_info().pss) // 1024


def _watch(process: subprocess.Popen[str]) -> int:
    """The highest sum over a process and its children until it ends, in KiB."""
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
    """Run the task in the child process. The last line of its output is the result."""
    module, _, function = task.partition(":")
    answer = getattr(importlib.import_module(f"tests.benchmarks.{module}"), function)(*json.loads(arguments))
    print(json.dumps({**answer, "own_peak_kib": own_peak()}))


def own_peak() -> int:
    """The peak memory of this process in KiB. ``getrusage`` would include the peak of its parent."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
