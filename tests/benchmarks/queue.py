"""A coordinator's queue of some size: pages, a pair, and 500 rejections at once.

``python -m tests.benchmarks queue``: an SQLite database with N pairs that wait for one coordinator, and as
many again that do not.
"""

from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks import child, report, results, scale, site
from tests.benchmarks.options import Options
from tests.benchmarks.report import number
from tests.benchmarks.results import Results

USUAL = (10_000,)


def run(options: Options) -> None:
    """Measure each size, and write the section with all sizes measured so far."""
    if not scale.GENERATOR.is_file():
        report.write("queue", scale.ABSENT)
        return

    def measure(size: int) -> dict[str, Any]:
        return child.run("queue:measured", size, options.cache)[0]

    report.write("queue", page(results.measured("queue", options, USUAL, measure)))


def measured(size: int, cache: str) -> dict[str, Any]:
    with site.alone():
        from tests.benchmarks import queued

        return queued.measured(size, Path(cache))


def page(found_at: Results) -> str:
    """The tables of the section."""
    names = list(next(iter(found_at.values()))["pages"])
    head = [
        "pairs in the queue",
        *(f"{name}, p50 / p95" for name in names),
        "500 rejections at once",
        "a page before its terms are noted, p50 / p95",
    ]
    rows = []
    for size, found in found_at.items():
        spans = [np.percentile(found["pages"][name], [50, 95]).tolist() for name in names]
        times = [" / ".join(map(number, span)) for span in spans]
        rows.append([f"{size:,}", *times, number(found["bulk"])])
        spans = np.percentile(found["unnoted"], [50, 95]).tolist()
        rows[-1].append(" / ".join(map(number, spans)))
    queries = next(iter(found_at.values()))["queries"]
    counted = "; ".join(f"{name}: {count}" for name, count in queries.items())
    return (
        "Milliseconds of whole requests through the views, middleware and templates, in one process with "
        "SQLite. Each page is requested for the first time. The table also has as many pairs again that are "
        f"decided or that the coordinator may not see.\n\n{report.table(head, rows)}\n\n"
        f"Database queries per request, at any size: {counted}."
    )
