"""Cleans one file in a process of its own: ``python -m ydeu.marketplace.metadata TYPE SECONDS MEGABYTES``.

It reads standard input and writes standard output. Its exit code is the outcome.
"""

import resource
import sys
from contextlib import suppress

from ydeu.marketplace.metadata import TooLarge, Uncleanable, without_metadata
from ydeu.marketplace.metadata.outcomes import CODES, MAX_RESULT


def main(content_type: str, seconds: int, megabytes: int) -> int:
    """Clean the file within the limits. Returns the exit code."""
    _limit(seconds, megabytes << 20)
    try:
        clean = without_metadata(sys.stdin.buffer.read(), content_type)
        sys.stdout.buffer.write(clean)
        sys.stdout.buffer.flush()
    except Uncleanable as refusal:
        return CODES[type(refusal)]
    except (MemoryError, OSError):
        return CODES[TooLarge]
    return 0


def _limit(seconds: int, size: int) -> None:
    """Have the operating system end this process beyond the limits. Not every system knows every limit."""
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_DATA: size,
        resource.RLIMIT_AS: 2 * size,
        resource.RLIMIT_FSIZE: MAX_RESULT,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
