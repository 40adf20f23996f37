"""From publication to suggestions, through a real broker and a real worker, in a market of some size.

``python -m tests.benchmarks posting``: an SQLite database with N listings in all, half offers and half
demands. Some listings are then published one by one, each after the previous one was matched.
"""

from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks import child, report, results, scale, site
from tests.benchmarks.options import Options
from tests.benchmarks.report import number
from tests.benchmarks.results import Results

NEW = 50
USUAL = (200_000,)


def run(options: Options) -> None:
    """Measure each size, and write the section with all sizes measured so far."""
    if not scale.GENERATOR.is_file():
        report.write("posting", scale.ABSENT)
        return

    def measure(size: int) -> dict[str, Any]:
        return child.run("posting:measured", size, options.cache)[0]

    report.write("posting", page(results.measured("posting", options, USUAL, measure)))


def measured(size: int, cache: str) -> dict[str, Any]:
    with site.with_broker() as (folder, server):
        from tests.benchmarks import posted

        return posted.measured(server, folder, size, NEW, Path(cache))


def page(found_at: Results) -> str:
    """The table of the section."""
    names = ("until published", "until matched")
    head = [
        "N in all",
        *(f"{name}, p50 / p95 / max" for name in names),
        "suggestions per listing",
        "first index, s",
    ]
    rows = []
    for size, found in found_at.items():
        spans = [np.percentile(found[name], [50, 95, 100]).tolist() for name in names]
        times = [" / ".join(map(number, span)) for span in spans]
        rows.append([f"{size:,}", *times, number(found["suggestions"]), number(found["index"])])
    return (
        f"Seconds from the call of `listings.publish` until the row says that it is matched, for {NEW} "
        "listings one after the other, demands and offers in turn. Redis and a Celery worker with one "
        "process run on the same machine. SQLite does not wait for the disk."
        f"\n\n{report.table(head, rows)}"
    )
