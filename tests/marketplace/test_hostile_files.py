"""A file that was made to harm is refused or read right, within the limits on time and memory."""

import subprocess
import sys
import tempfile
from typing import Any

import pytest

from tests.marketplace.hostile_files import CLEAN, FILES
from ydeu.marketplace import attachments
from ydeu.marketplace.metadata import Uncleanable, bounded

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_english")]

MOST_SECONDS, MOST_MEGABYTES = 5, 300


COUNTED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, file=sys.stderr)
"""
"""A small process that starts the one to be measured: a large one would count its own memory too."""


class Cost:
    """Measures the process of each check, as the operating system counts it."""

    seconds = megabytes = 0.0

    def __init__(self) -> None:
        self.start = subprocess.run

    def run(self, command: list[str], **options: Any) -> "subprocess.CompletedProcess[bytes]":
        self.start([sys.executable, "-c", COUNTED, *command], **options)
        options["stderr"].seek(0)
        code, seconds, megabytes = options["stderr"].read().splitlines()[-1].split()
        self.seconds, self.megabytes = float(seconds), int(megabytes)
        return subprocess.CompletedProcess(command, int(code))


def outcome(content: bytes, content_type: str) -> str:
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        try:
            result = bounded.clean(source, content_type, seconds=4, megabytes=256)
        except Uncleanable as refusal:
            return type(refusal).__name__
    assert b"<script>" not in result
    return CLEAN


@pytest.mark.parametrize("name", FILES)
def test_each_is_refused_or_read_right(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content_type, make, expected = FILES[name]
    content, cost = make(), Cost()
    assert len(content) <= attachments.LARGEST
    monkeypatch.setattr(subprocess, "run", cost.run)

    found = outcome(content, content_type)

    print(f"{name}: {found}, {cost.seconds:.1f} s, {cost.megabytes:.0f} MB")
    assert expected in (found, "any")
    assert (cost.seconds < MOST_SECONDS, cost.megabytes < MOST_MEGABYTES) == (True, True)
