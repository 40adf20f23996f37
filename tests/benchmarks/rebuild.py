"""A new version of the index, made in one process and by workers with one and with two processes.

``python -m tests.benchmarks rebuild``: N listings in all, half offers and half demands. A worker counts,
fits, weighs and publishes, as it does when the market has changed.
"""

from pathlib import Path
from typing import Any

from tests.benchmarks import child, report, results, scale, site
from tests.benchmarks.options import Options
from tests.benchmarks.report import number
from tests.benchmarks.results import Results

PROCESSES = (1, 2)
USUAL = (100_000,)


def run(options: Options) -> None:
    """Measure each size, and write the section with all sizes measured so far."""
    if not scale.GENERATOR.is_file():
        report.write("rebuild", scale.ABSENT)
        return

    def measure(size: int) -> dict[str, Any]:
        return child.run("rebuild:measured", size, options.cache)[0]

    report.write("rebuild", page(results.measured("rebuild", options, USUAL, measure)))


def measured(size: int, cache: str) -> dict[str, Any]:
    with site.with_broker() as (folder, server):
        from tests.benchmarks import rebuilt

        return rebuilt.measured(server, folder, size, PROCESSES, Path(cache))


def page(found_at: Results) -> str:
    """The table of the section."""
    head = [
        "N in all",
        "in one process, s",
        *(f"worker processes: {count}, s" for count in PROCESSES),
        "speed-up from 1 to 2",
        "identical files",
    ]
    rows = []
    for size, found in found_at.items():
        by_workers = [found["workers"][str(count)] for count in PROCESSES]
        same = f"{found['same']} of {found['files']}"
        seconds = map(number, (found["alone"], *by_workers))
        rows.append([f"{size:,}", *seconds, number(by_workers[0] / by_workers[-1]), same])
    return (
        "Seconds from the request until the new version is in use and the directory of the build is removed. "
        "Redis and a Celery worker with as many processes run on the same machine, with SQLite. Publishing "
        "is one step, which a second process does not shorten. A file counts as identical if all "
        f"{1 + len(PROCESSES)} builds made it equal, except for the time in the label."
        f"\n\n{report.table(head, rows)}"
    )
