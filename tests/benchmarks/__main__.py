"""``python -m tests.benchmarks [SECTION ...]``: measure, print, and write docs/benchmarks.md."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import (
    depth,
    latency,
    limits,
    posting,
    quality,
    queue,
    rebuild,
    report,
    speed,
    trust,
    tune,
)
from tests.benchmarks.options import Options
from tests.data import ABSENT, DATA

RUNS = {
    "quality": quality.run,
    "depth": depth.run,
    "trust": trust.run,
    "speed": speed.run,
    "latency": latency.run,
    "posting": posting.run,
    "rebuild": rebuild.run,
    "queue": queue.run,
    "limits": limits.run,
    "tune": tune.run,
}
USUAL = ("quality", "depth", "trust", "speed", "latency")
"""The sections that run by default. Name the others on the command line."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(report.SECTIONS))
    parser.add_argument("--sizes", type=int, nargs="+", default=[], help="listings of a side")
    parser.add_argument("--rounds", type=int, default=0, help="runs; the median is shown")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "ydeu-benchmarks")
    found = parser.parse_args()
    unknown = set(found.sections) - set(RUNS)
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}: there are {', '.join(RUNS)}")
    if not DATA.is_dir():
        sys.exit(ABSENT)
    options = Options(found.cache, tuple(sorted(set(found.sizes))), found.rounds)
    for name in found.sections or USUAL:
        RUNS[name](options)


if __name__ == "__main__":
    main()
