"""Seconds by step and memory from texts to all pairs, at several sizes, compared with peers."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from matching.engine import Document, Pairs, TopK, pair, top_k
from matching.engine.expansion.feedback import Feedback
from matching.engine.lexicon.lexicon import dictionary
from tests.benchmarks import child, peers, report, results, scale
from tests.benchmarks.options import Options
from tests.benchmarks.report import number
from tests.benchmarks.results import Results

K = 10
USUAL = (10_000, 100_000)
STEPS = {
    "dictionary": "dictionary",
    "read": "read",
    "fit": "fit",
    "weigh": "weigh",
    "multiply 1": "feedback",
    "multiply 2": "offers for demands",
    "multiply 3": "demands for offers",
}
MULTIPLY = ("multiply 2", "multiply 3")
SINGLE, WARM = 220, 20
"""Listings that are searched for one by one, and how many of them are only for warming up."""
ROUNDS = {10_000: 3}
"""Rounds by size; other sizes have one."""
PEERS_UP_TO = 100_000
IN_LARGE_BLOCKS = f"linear_kernel, {peers.LARGE_BLOCK:,} rows at a time"
BARS = {"whole run": 20, "linear_kernel": 40, "sparse_dot_topn": 12}


def run(options: Options) -> None:
    """Measure each size, and write the section with all sizes measured so far."""
    if not scale.GENERATOR.is_file():
        report.write("speed", scale.ABSENT)
        return

    def measure(size: int) -> dict[str, Any]:
        return measured(size, options.cache, options.rounds or ROUNDS.get(size, 1))

    report.write("speed", page(results.measured("speed", options, USUAL, measure)))


def measured(size: int, cache: Path, rounds: int) -> dict[str, Any]:
    """The medians of some rounds of the engine. The peers are measured once, by a part of their rows."""
    answers = [child.run("speed:engine", size, cache) for _ in range(rounds)]
    seconds = {step: median(answer["seconds"][step] for answer, _ in answers) for step in STEPS}
    found = {
        "one_ms": answers[-1][0]["one_ms"],
        "rounds": rounds,
        "seconds": seconds,
        "peak_mib": max(peak for _, peak in answers),
    }
    if size <= PEERS_UP_TO:
        found["plain"], found["plain_peak_mib"] = child.run("peers:plain", size, cache)
        found["topn"] = child.run("peers:topn", size, cache)[0]
    return found


def engine(size: int, cache: str) -> dict[str, Any]:
    """One run, from texts in memory to the ten best of both sides."""
    whole = scale.market(size, Path(cache))
    began = time.perf_counter()
    lexicon = dictionary()
    seconds = {"dictionary": time.perf_counter() - began}
    pairs = pair(
        whole.offers,
        whole.demands,
        K,
        offer_groups=whole.offer_groups,
        demand_groups=whole.demand_groups,
        lexicon=lexicon,
        processes=whole.processes,
        progress=_stopwatch(seconds),
    )
    return {"seconds": seconds, "one_ms": one_listing(whole, pairs)}


def one_listing(whole: scale.Market, pairs: Pairs) -> dict[str, list[float]]:
    """Milliseconds, median and 95th percentile, from the text of one listing to its ten best partners."""
    postings, query_weights = pairs.document_weights.tocsc(), pairs.query_weights.tocsc()
    feedback = Feedback.of(pairs.engine, postings)
    ids = np.arange(len(whole.offers))

    def of_demand(row: Document) -> TopK:
        reading = pairs.engine.read([row])
        weights = feedback.extend(pairs.engine.weigh_read_demands(reading), reading.are_word_based())
        return top_k(weights, postings, ids, K)

    def of_offer(row: Document) -> TopK:
        return top_k(pairs.engine.weigh_offers([row]), query_weights, ids, K)

    return {"demand": _timed(whole.demands, of_demand), "offer": _timed(whole.offers, of_offer)}


def _timed(documents: Sequence[Document], work: Callable[[Document], object]) -> list[float]:
    taken = []
    for document in documents[:SINGLE]:
        began = time.perf_counter()
        work(document)
        taken.append(1000 * (time.perf_counter() - began))
    return [float(each) for each in np.percentile(taken[WARM:], [50, 95])]


def _stopwatch(seconds: dict[str, float]) -> Callable[[str, int, int], None]:
    """A progress function that adds the seconds since its last call to the step that it is called with."""
    last = time.perf_counter()

    def progress(step: str, done: int, total: int) -> None:
        nonlocal last
        now = time.perf_counter()
        name = f"{step} {max(done, 1)}" if step == "multiply" else step
        seconds[name] = seconds.get(name, 0.0) + now - last
        last = now

    return progress


def page(found_at: Results) -> str:
    """The tables of the section."""
    parts = (_preface(found_at), _steps(found_at), _one(found_at), _peers(found_at), _growth(found_at))
    return "\n\n".join(parts)


def _preface(found_at: Results) -> str:
    rounds = ", ".join(f"{found['rounds']} at {size:,}" for size, found in found_at.items())
    return (
        f"A run goes from texts in memory to the {K} best offers for every demand and the {K} best demands "
        "for every offer. Listings are generated, N on each side, four in five Chinese; two listings of one "
        f"organisation are never a pair. Seconds are medians over rounds: {rounds}. Memory is the peak of "
        "the process and its readers together, including the texts; shared pages count once."
    )


def _steps(found_at: Results) -> str:
    head = ["N", *STEPS.values(), "total", "pairs compared per second", "peak memory, MiB"]
    rows = []
    for size, found in found_at.items():
        total = sum(found["seconds"].values())
        steps = [number(found["seconds"][step]) for step in STEPS]
        rows.append(
            [f"{size:,}", *steps, number(total), f"{round(size * size / total):,}", f"{found['peak_mib']:,}"]
        )
    return report.table(head, rows)


def _one(found_at: Results) -> str:
    """The engine's part of the waiting time of a new listing, with N listings on the other side."""
    head = ["N", "new demand, ms (median, p95)", "new offer, ms (median, p95)"]
    rows = [
        [f"{size:,}", *(" / ".join(map(number, found["one_ms"][kind])) for kind in ("demand", "offer"))]
        for size, found in found_at.items()
        if "one_ms" in found
    ]
    return report.table(head, rows) if rows else "One listing: not measured."


def _peers(found_at: Results) -> str:
    head = ["N", "peer", "peer, s", "this engine, s", "ratio", "bar at 100,000"]
    rows = []
    for size, found in found_at.items():
        if "plain" in found:
            multiply = sum(found["seconds"][step] for step in MULTIPLY)
            pairs = {
                "whole run": (
                    sum(found["plain"][step] for step in peers.PIPELINE),
                    sum(found["seconds"].values()),
                ),
                "linear_kernel": (found["plain"]["kernel"], multiply),
                IN_LARGE_BLOCKS: (found["plain"][peers.LARGER], multiply),
                "sparse_dot_topn": (found["topn"]["multiply"], multiply),
            }
            for name, (theirs, ours) in pairs.items():
                ratio = number(theirs / ours)
                rows.append([f"{size:,}", name, number(theirs), number(ours), ratio, BARS.get(name, "-")])
    return f"{report.table(head, rows)}\n\n{_about_peers()}"


def _about_peers() -> str:
    few, many = peers.BLOCK, peers.LARGE_BLOCK
    return (
        "*Whole run* is the same terms in a Python analyzer, `TfidfVectorizer`, blockwise `linear_kernel` "
        "and `argpartition` in both directions. *linear_kernel* and *sparse_dot_topn* are the multiplication "
        f"alone, the latter with this engine's weights without pruning and {peers.THREADS} threads. They are "
        "compared with the columns *offers for demands* and *demands for offers*, without the smaller "
        "product for feedback. The peers' vectors are made of all listings. Of the products, "
        f"{peers.BLOCKS} blocks of rows in each direction are measured against all N candidates, and the "
        f"median block is scaled to N rows. A block has {few:,} rows for `linear_kernel`, which transposes "
        f"the candidates again for each block, and {many:,} for sparse_dot_topn. One row of the table shows "
        f"`linear_kernel` with {many:,} rows at a time, which needs as much more memory for the scores."
    )


def _growth(found_at: Results) -> str:
    if len(found_at) < 2:
        return "Growth: needs two sizes."
    sizes = np.log(list(found_at))
    series = {title: [found["seconds"][step] for found in found_at.values()] for step, title in STEPS.items()}
    series["total"] = [sum(found["seconds"].values()) for found in found_at.values()]
    series["memory"] = [found["peak_mib"] for found in found_at.values()]
    head = ["seconds or memory ~ N^x", *series]
    ways = {f"over all {len(found_at)} sizes": slice(None), "over the last two": slice(-2, None)}
    rows = [
        [name, *(f"{np.polyfit(sizes[part], np.log(each[part]), 1)[0]:.2f}" for each in series.values())]
        for name, part in ways.items()
    ]
    return report.table(head, rows)
