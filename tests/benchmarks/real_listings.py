"""Seconds by step on real listings: ``python -m tests.benchmarks.real_listings [DATA]``.

Reads every file of ``DATA/listings``, fits an engine, builds, publishes and loads an index, searches it from
both sides and explains the best pair of each demand. Prints one line of JSON.
"""

import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matching.engine import Document, Engine, Index, IndexStore
from tests.data import DATA

K = 10


def listings(folder: Path, kind: str) -> list[Document]:
    """The rows of all files of a kind, numbered from 0."""
    rows = []
    for path in sorted(folder.glob(f"*_{kind}*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += list(csv.DictReader(file))
    return [
        Document(
            number, row["title"], tuple(filter(None, row["keywords"].split(";"))), "", row["description"]
        )
        for number, row in enumerate(rows)
    ]


@contextmanager
def timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[step] = round(time.perf_counter() - began, 4)


def main(data: Path) -> None:
    offers, demands = (listings(data / "listings", kind) for kind in ("offers", "demands"))
    seconds: dict[str, float] = {}
    with timed(seconds, "fit"):
        engine = Engine.fit(offers, demands)
    with timed(seconds, "build"):
        index = Index.build(engine, offers, demands)
    with tempfile.TemporaryDirectory() as root:
        with timed(seconds, "publish"):
            IndexStore(root).publish(index)
        with timed(seconds, "load"):
            loaded = IndexStore(root).current()
    assert loaded is not None
    with timed(seconds, "offers_of_all_demands"):
        found = loaded.best_offers(demands, K)
    with timed(seconds, "demands_of_all_offers"):
        loaded.best_demands(offers, K)
    with timed(seconds, "offers_of_one_demand"):
        loaded.best_offers(demands[:1], K)
    pairs = [
        (demand, offers[found.pairs(row)[0][0]]) for row, demand in enumerate(demands) if found.pairs(row)
    ]
    with timed(seconds, "explain_all"):
        for demand, offer in pairs:
            loaded.engine.explain(demand, offer)
    seconds["explain_one"] = round(seconds["explain_all"] / len(pairs), 5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"offers": len(offers), "demands": len(demands), "peak_mib": peak, "seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
