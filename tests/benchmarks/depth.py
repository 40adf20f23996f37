"""The cost of pruning in large markets: a labelled collection inside a generated market."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from matching.engine import DEFAULT, Document, IndexBuilder, TopK, evaluation, top_k
from matching.engine.expansion.feedback import Feedback
from matching.engine.model import Engine
from matching.engine.text.counting import Matrix
from tests.benchmarks import child, report, scale
from tests.benchmarks.bootstrap import interval
from tests.benchmarks.labelled import TASKS
from tests.benchmarks.options import Options
from tests.benchmarks.peers import UNPRUNED

TASK = TASKS[0]
USUAL = (10_000, 100_000)
SIZES = (*USUAL, 1_000_000)
BEST = 10
CONFIGS = {"default": DEFAULT, "without pruning": UNPRUNED}


def run(options: Options) -> None:
    """Measure, and write the section."""
    if not scale.GENERATOR.is_file():
        report.write("depth", scale.ABSENT)
        return
    collection = TASK.read()
    values = {
        name: TASK.by_query(collection, evaluation.rank(collection, judged_only=True, config=config))
        for name, config in CONFIGS.items()
    }
    rows = [["none", *_cells(values), "-"]]
    for size in options.sizes or USUAL:
        found, _ = child.run("depth:measured", size, options.cache)
        values = {name: np.array(each) for name, each in found["values"].items()}
        rows.append([f"{size:,}", *_cells(values), f"{found['shared']:.2f}"])
    head = ["generated listings on each side", *CONFIGS, "cost of pruning", "ten best found"]
    report.write("depth", f"{_preface()}\n\n{report.table(head, rows)}")


def measured(size: int, cache: str) -> dict[str, Any]:
    """The measure of every demand by configuration, and the share of the best offers that both find."""
    collection = TASK.read()
    with scale.counted(among(collection, scale.market(size, Path(cache)))) as counted:
        found = {name: searched(collection, counted.weighed(config)) for name, config in CONFIGS.items()}
    values = {name: TASK.by_query(collection, ranking).tolist() for name, (ranking, _) in found.items()}
    return {"values": values, "shared": _shared(*(best for _, best in found.values()))}


def among(collection: evaluation.Collection, market: scale.Market) -> scale.Market:
    """The collection followed by the market, with new ids from 0 on, each listing in its own group."""
    sides = ((collection.documents, market.offers), (collection.queries, market.demands))
    offers, demands = ([*_numbered([*first, *rest])] for first, rest in sides)
    return scale.Market(offers, demands, [*range(len(offers))], [*range(len(demands))])


def searched(collection: evaluation.Collection, builder: IndexBuilder) -> tuple[evaluation.Run, TopK]:
    """The run over the judged offers by the weights of the whole market, and the best of all offers."""
    engine = Engine.load(builder.directory)
    document_weights = builder.weights("offers", "document_weights")
    query_weights = builder.weights("demands", "query_weights")[: len(collection.queries)]
    are_word_based = builder.are_word_based()[: len(collection.queries)]
    postings = document_weights.tocsc()
    extended: Matrix = Feedback.of(engine, postings).extend(query_weights, are_word_based)
    own = document_weights[: len(collection.documents)]
    ranking = evaluation.ranked(collection, extended, own, judged_only=TASK.judged_only)
    return ranking, top_k(extended, postings, np.arange(postings.shape[0]), BEST)


def _numbered(documents: list[Document]) -> Iterator[Document]:
    for number, document in enumerate(documents):
        yield replace(document, id=number)


def _cells(values: dict[str, np.ndarray]) -> list[str]:
    default, unpruned = values.values()
    return [
        str(interval([default], [0])),
        str(interval([unpruned], [0])),
        interval([unpruned - default], [0]).signed(),
    ]


def _shared(some: TopK, all_of_them: TopK) -> float:
    """The mean share of the second result that is in the first."""
    shares = [
        len(np.intersect1d(found[found >= 0], best[best >= 0])) / np.count_nonzero(best >= 0)
        for found, best in zip(some.ids, all_of_them.ids, strict=True)
        if np.any(best >= 0)
    ]
    return float(np.mean(shares))


def _preface() -> str:
    bounds = ", ".join(f"{DEFAULT.max_postings_per_demand(size):,} at {size:,}" for size in SIZES)
    return (
        f"{TASK.measure} of {TASK.name}, judged offers only, when its demands and offers are part of a "
        "generated market. The engine is fitted on the whole market. A demand keeps its heaviest terms, at "
        f"most {DEFAULT.max_terms}, that fit within a bound of postings: {bounds} listings a side. *Ten best "
        "found* is the share of the ten best offers of the whole market without pruning that are among the "
        "ten best with pruning, as a mean over the demands."
    )
