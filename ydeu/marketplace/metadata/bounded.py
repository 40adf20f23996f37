"""Cleans a file of a stranger in a process with limits on time and memory, and without our secrets."""

import logging
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from ydeu.marketplace.metadata.damage import Damaged, TooLarge
from ydeu.marketplace.metadata.outcomes import CODES

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 5
"""How many times longer than its processor time the process may take, on a busy host."""

OVER_LIMIT = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGXFSZ}
REFUSALS = {code: refusal for refusal, code in CODES.items()}


def clean(source: IO[bytes], content_type: str, *, seconds: int, megabytes: int) -> bytes:
    """The file without metadata and scripts. Raises a subclass of Uncleanable.

    ``seconds`` of processor time and ``megabytes`` of memory are the most that it may take.
    """
    with tempfile.TemporaryFile() as result, tempfile.TemporaryFile() as complaint:
        code = _run([content_type, str(seconds), str(megabytes)], source, result, complaint, seconds)
        if code == 0:
            result.seek(0)
            return result.read()
        if code in REFUSALS:
            raise REFUSALS[code]
        if code in OVER_LIMIT:
            raise TooLarge
        complaint.seek(0)
        logger.warning("A file could not be checked, exit code %s: %s", code, complaint.read()[-2000:])
        raise Damaged


def _run(said: list[str], source: IO[bytes], result: IO[bytes], complaint: IO[bytes], seconds: int) -> int:
    """The exit code of the process. A process that waits instead of working is ended too."""
    command = [sys.executable, "-m", "ydeu.marketplace.metadata", *said]
    with tempfile.TemporaryFile() as given:
        while chunk := source.read(1 << 16):
            given.write(chunk)
        given.seek(0)
        try:
            return subprocess.run(  # noqa: S603  # our own module, with arguments of our own
                command,
                cwd=ROOT,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                stdin=given,
                stdout=result,
                stderr=complaint,
                timeout=seconds * PATIENCE,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL
