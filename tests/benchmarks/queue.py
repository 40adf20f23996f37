"""A coordinator's queue of some size: pages, a pair, and 500 rejections at once.

``python -m tests.benchmarks queue``: a database of its own (SQLite), with N pairs that wait for
one coordinator among as many again that do not.
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
    """Measures each size and writes the section of all that were measured."""
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
        "a page whose terms no worker has noted yet",
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
        "Milliseconds of whole requests through the views, middleware and templates, in one process, SQLite: "
        "every page for the first time. As many pairs again are in the table that the coordinator may not "
        f"see or that are decided.\n\n{report.table(head, rows)}\n\n"
        f"Queries of a request, whatever the size: {counted}."
    )
