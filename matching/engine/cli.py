"""Pair two tables: ``python -m matching.engine OFFERS.xlsx DEMANDS.csv -k 10 -o pairs.csv``."""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from tqdm import tqdm

from .explanation.top_terms import top_terms
from .index.pairing import Pairs, pair
from .lexicon.lexicon import dictionary
from .spreadsheets import COLUMNS, BadSpreadsheet, Listings, atomic_writer, read, write

AT_ONCE = 5000
"""Demands whose pairs are written together."""
SMALL = 20_000
"""Up to so many listings, a second process costs more time than it saves."""
KILLED = (
    "A process that read listings was killed, probably because the memory did not suffice. "
    "Nothing was written. Start again with fewer processes (--processes 1), or on a machine with more memory."
)


class Clock:
    """A stopwatch: the seconds of each step, with a progress bar for each unless ``quiet``."""

    def __init__(self, *, quiet: bool) -> None:
        self.seconds: dict[str, float] = {}
        self._quiet = quiet
        self._began = time.perf_counter()
        self._step = ""
        self._bar: Any = None

    def told(self, step: str, done: int, total: int) -> None:
        """Note that ``done`` of the ``total`` parts of a step are done."""
        if step != self._step:
            self.close()
            self._step = step
            self._bar = tqdm(desc=step, total=total, file=sys.stderr, disable=self._quiet, leave=False)
        self._bar.update(done - self._bar.n)
        if done == total:
            now = time.perf_counter()
            self.seconds[step] = round(now - self._began, 3)
            self._began = now

    def close(self) -> None:
        """Remove the progress bar."""
        if self._bar is not None:
            self._bar.close()


def main(arguments: Sequence[str] | None = None, program: str | None = None) -> int:
    """Run the command and return its exit code: 0, or 2 with the reason on standard error.

    The reason is a file that cannot be read or written, or a reading process that was killed. ``program`` is
    the name of the command in its help; without it, that is the name of the script.
    """
    options = _options(program).parse_args(arguments)
    clock = Clock(quiet=options.json or not sys.stderr.isatty())
    try:
        with atomic_writer(options.output, (options.offers, options.demands)) as file:
            report = _paired(options, file, clock)
    except (OSError, BadSpreadsheet) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenProcessPool:
        print(KILLED, file=sys.stderr)
        return 2
    finally:
        clock.close()
    print(json.dumps(report, indent=None if options.json else 2))
    return 0


def _paired(options: argparse.Namespace, file: TextIO, clock: Clock) -> dict[str, object]:
    """Write the pairs and return the report."""
    offers, demands = read(options.offers), read(options.demands)
    clock.told("load", 1, 1)
    for note in (*offers.notes, *demands.notes):
        print(note, file=sys.stderr)
    pairs = pair(
        offers.documents,
        demands.documents,
        options.k,
        lexicon=dictionary(),
        processes=options.processes if len(offers.names) + len(demands.names) > SMALL else 1,
        progress=clock.told,
    )
    count = write(file, _rows(offers, demands, pairs, options.terms))
    clock.told("write", 1, 1)
    return _report(offers, demands, count, clock)


def _options(program: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program,
        description="Find the best offers of every demand in two tables, each a CSV or XLSX file.",
        epilog=(
            f"Columns that are read: {', '.join(COLUMNS)}, by these names or by the Chinese or English "
            "headings of an export of the site; only title is needed. Needs Linux; on Windows that is WSL."
        ),
    )
    parser.add_argument("offers", type=Path, metavar="OFFERS")
    parser.add_argument("demands", type=Path, metavar="DEMANDS")
    parser.add_argument("-k", type=_positive, default=10, help="offers for each demand (10)")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("pairs.csv"), help="file to write (pairs.csv)"
    )
    parser.add_argument("--terms", type=int, default=5, help="terms named for each pair (5; 0: none)")
    parser.add_argument("--processes", type=_positive, default=os.cpu_count() or 1, help="readers")
    parser.add_argument("--json", action="store_true", help="print one line of JSON and no progress bar")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _rows(offers: Listings, demands: Listings, pairs: Pairs, most: int) -> Iterator[tuple[object, ...]]:
    found = pairs.offers
    for start in range(0, len(demands.names), AT_ONCE):
        rows, positions = np.nonzero(found.scores[start : start + AT_ONCE] > 0)
        rows += start
        partners = found.ids[rows, positions]
        together = [
            (demands.documents[row], offers.documents[partner])
            for row, partner in zip(rows.tolist(), partners.tolist(), strict=True)
        ]
        terms = (
            top_terms(
                together, pairs.query_weights[rows], pairs.document_weights[partners], pairs.engine, most
            )
            if most > 0
            else iter([[]] * len(together))
        )
        for row, place, partner in zip(rows.tolist(), positions.tolist(), partners.tolist(), strict=True):
            score = f"{found.scores[row, place]:.6f}"
            yield demands.names[row], offers.names[partner], score, place + 1, "; ".join(next(terms))


def _report(offers: Listings, demands: Listings, count: int, clock: Clock) -> dict[str, object]:
    """Rows, seconds, memory in MiB, and speed. ``ru_maxrss`` counts in KiB on Linux."""
    seconds = sum(clock.seconds.values())
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    compared = len(offers.names) * len(demands.names)
    return {
        "offers": len(offers.names),
        "demands": len(demands.names),
        "pairs_written": count,
        "seconds": {**clock.seconds, "total": round(seconds, 3)},
        "peak_memory_mib": {"main": usage[0] // 1024, "largest_reader": usage[1] // 1024},
        "pairs_compared_per_second": round(compared / seconds) if seconds else 0,
    }
