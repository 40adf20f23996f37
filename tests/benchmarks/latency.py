"""One new listing and an index of some size: search on both sides, explanation, loading, memory."""

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import psutil

from matching.engine import Document, Index, IndexStore
from tests.benchmarks import child, report, results, scale
from tests.benchmarks.options import Options
from tests.benchmarks.report import number
from tests.benchmarks.results import Results

K = 10
USUAL = (10_000, 100_000)
NEW = 200
"""New listings of each side, generated with another seed."""
EXPLAINED = 25
"""The number of these, on each side, whose best partners are explained."""
SEED = 2
LOADS = 5
READERS = 2

Samples = list[float]


def run(options: Options) -> None:
    """Measure each size, and write the section with all sizes measured so far."""
    if not scale.GENERATOR.is_file():
        report.write("latency", scale.ABSENT)
        return

    def measure(size: int) -> dict[str, Any]:
        return child.run("latency:measured", size, options.cache)[0]

    report.write("latency", page(results.measured("latency", options, USUAL, measure)))


def measured(size: int, cache: str) -> dict[str, Any]:
    """Have an index built and published by a child process, then measure it as a reader."""
    with TemporaryDirectory(prefix="ydeu-index-") as root:
        child.run("latency:built", size, cache, root)
        whole, new = scale.market(size, Path(cache)), scale.market(NEW, Path(cache), SEED)
        loads = [milliseconds(IndexStore(root).current) for _ in range(LOADS)]
        index = IndexStore(root).current()
        assert index is not None
        samples = _searches(index, whole, new)
        on_disk = sum(path.stat().st_size for path in Path(root).rglob("*") if path.is_file())
        return {
            "load": median(loads),
            "percentiles": {name: np.percentile(each, [50, 95]).tolist() for name, each in samples.items()},
            "pss_mib": _readers(root, cache),
            "disk_mib": on_disk >> 20,
        }


def built(size: int, cache: str, root: str) -> dict[str, Any]:
    """Publish an index. It runs in its own process, whose memory is free again before the measuring."""
    with scale.weighed(scale.market(size, Path(cache))) as builder:
        IndexStore(root).publish(builder.assemble())
    return {}


def _searches(index: Index, whole: scale.Market, new: scale.Market) -> dict[str, Samples]:
    sides = (
        ("offers for a new demand", new.demands, index.best_offers, whole.offers, False),
        ("demands for a new offer", new.offers, index.best_demands, whole.demands, True),
    )
    samples: dict[str, Samples] = {}
    pairs: list[tuple[Document, Document]] = []
    gc.freeze()  # spare the collector the texts of both sides, which a worker does not have
    for name, listings, search, partners, reverse in sides:
        search(listings[:2], K)  # the first search maps the pages
        samples[name] = [milliseconds(search, [each], K) for each in listings]
        for listing in listings[:EXPLAINED]:
            found = [partners[partner] for partner, _ in search([listing], K).pairs(0)]
            pairs += [(partner, listing) if reverse else (listing, partner) for partner in found]
    return samples | _explained(index, pairs)


def _explained(index: Index, pairs: Sequence[tuple[Document, Document]]) -> dict[str, Samples]:
    """Milliseconds of explanations, by two cases: the demand is new, or it is the last one explained.

    A demand that was explained earlier, but not last, is in neither.
    """
    first: Samples = []
    further: Samples = []
    seen, last = set(), None
    for demand, offer in pairs:
        taken = milliseconds(partial(index.explain, demand=demand, offer=offer))
        if demand == last:
            further.append(taken)
        elif demand not in seen:
            first.append(taken)
        seen.add(demand)
        last = demand
    return {
        "explanation for a new demand": first,
        "explanation for the same demand as before": further,
    }


def milliseconds(work: Callable[..., object], *arguments: object) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - began) * 1000


def _readers(root: str, cache: str) -> list[int]:
    """The memory (PSS, in MiB) of each of ``READERS`` processes that have searched the same index."""
    command = [sys.executable, "-m", "tests.benchmarks.latency", root, cache]
    readers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout is not None
        reader.stdout.readline()
    held = [child.proportional(psutil.Process(reader.pid)) // 1024 for reader in readers]
    for reader in readers:
        reader.communicate()
    return held


def read_on(root: str, cache: str) -> None:
    """Act as a reader: load the index, search both sides, report, and wait to be measured."""
    index, new = IndexStore(root).current(), scale.market(NEW, Path(cache), SEED)
    assert index is not None
    index.best_offers(new.demands, K)
    index.best_demands(new.offers, K)
    print("ready", flush=True)
    sys.stdin.read()


def page(found_at: Results) -> str:
    """The tables of the section."""
    names = list(next(iter(found_at.values()))["percentiles"])
    head = ["N of each side", *(f"{name}, p50 / p95" for name in names)]
    times = [
        [f"{size:,}", *(" / ".join(map(number, found["percentiles"][name])) for name in names)]
        for size, found in found_at.items()
    ]
    rest = [
        [f"{size:,}", number(found["load"]), f"{found['disk_mib']:,}", *found["pss_mib"]]
        for size, found in found_at.items()
    ]
    readers = [f"PSS of reader {at}, MiB" for at in range(1, READERS + 1)]
    about = (
        f"Milliseconds of the engine alone, for {NEW} new listings of each side that are not in the index: "
        f"reading, weighing, and searching for the {K} best partners. The partners of {EXPLAINED} listings "
        "of each side are explained."
    )
    memory = (
        "A reader is a process that has searched both sides. PSS attributes half of a shared page to each "
        "reader. Loading is the median of several runs with the files in the page cache."
    )
    loading = report.table(["N of each side", "load, ms", "on disk, MiB", *readers], rest)
    return "\n\n".join([about, report.table(head, times), loading, memory])


if __name__ == "__main__":
    read_on(*sys.argv[1:])
