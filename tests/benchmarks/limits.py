"""How much one member at all limits slows the pages of another.

``python -m tests.on_postgres python -m tests.benchmarks limits``: the site as ``make demo`` starts it, with
the sample market. One member stores as much as fits, and submits and uploads without a pause. Another reads
pages. Short slices with and without the first alternate, so that other work on the machine disturbs both.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from tests.benchmarks import child, report
from tests.benchmarks.options import Options
from tests.benchmarks.report import number

SLICES = 10
"""Slices of each kind. ``--rounds`` changes it."""


def run(options: Options) -> None:
    report.write("limits", page(child.run("limits:measured", options.rounds or SLICES)[0]))


def measured(slices: int) -> dict[str, Any]:
    """The seconds of each page of the other member, with and without the first."""
    with TemporaryDirectory(prefix="ydeu-benchmark-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "ydeu.settings.development",
            "VAR_DIR": folder,
            "REDIS_URL": "memory://",
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/site.sqlite3",
        }
        import django

        django.setup()
        from tests.benchmarks import limited

        return limited.measured(Path(folder), slices)


def page(found: dict[str, Any]) -> str:
    """The table of the section."""
    alone, together = (np.percentile(found[name], [50, 95]) * 1000 for name in ("alone", "together"))
    rows: list[list[object]] = [
        ["alone", len(found["alone"]), *map(number, alone)],
        ["with the member at the limits", len(found["together"]), *map(number, together)],
        ["ratio", "", *map(number, together / alone)],
    ]
    answered = ", ".join(f"{count:,} x {status}" for status, count in sorted(found["answers"].items()))
    return (
        f"Milliseconds of a page of one member. Another member, with {found['drafts']:,} drafts as long as "
        f"drafts may be, sends submissions and uploads one after the other ({answered}). Web server: two "
        f"processes with four threads; database: {found['database']}.\n\n"
        + report.table(["the other member", "pages", "p50", "p95"], rows)
    )
