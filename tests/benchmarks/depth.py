"""What pruning costs at size: a labelled collection whose offers sit among many others."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matching.engine import DEFAULT, Config, Document, beir
from matching.engine.counting import Matrix
from matching.engine.feedback import Feedback
from matching.engine.model import Engine
from tests.benchmarks import report, scale
from tests.benchmarks.bootstrap import interval
from tests.benchmarks.labelled import TASKS
from tests.benchmarks.options import Options
from tests.benchmarks.peers import UNPRUNED

TASK = TASKS[0]
USUAL = (10_000, 100_000)
CONFIGS = {"default": DEFAULT, "without pruning": UNPRUNED}


def run(options: Options) -> None:
    """Measures and writes the section."""
    if not scale.GENERATOR.is_file():
        report.write("depth", scale.ABSENT)
        return
    collection = TASK.read()
    values = {
        name: TASK.by_query(collection, beir.rank(collection, judged_only=True, config=config))
        for name, config in CONFIGS.items()
    }
    rows = [["none", *_cells(values)]]
    for size in options.sizes or USUAL:
        market = among(collection, scale.market(size, options.cache))
        values = {
            name: TASK.by_query(collection, rank(collection, market, config))
            for name, config in CONFIGS.items()
        }
        rows.append([f"{size:,}", *_cells(values)])
    head = ["generated offers and demands beside them", *CONFIGS, "pruning costs"]
    report.write("depth", f"{_preface()}\n\n{report.table(head, rows)}")


def among(collection: beir.Collection, market: scale.Market) -> scale.Market:
    """The market with the collection in front of it; ids start anew."""
    sides = ((collection.documents, market.offers), (collection.queries, market.demands))
    offers, demands = ([*_numbered([*first, *rest])] for first, rest in sides)
    return scale.Market(offers, demands, [*range(len(offers))], [*range(len(demands))])


def rank(collection: beir.Collection, market: scale.Market, config: Config) -> beir.Ranking:
    """The judged offers of each demand, weighed as the whole market has it."""
    with scale.weighed(market, config) as workshop:
        engine = Engine.load(workshop.directory)
        spoken = workshop.weights("offers", "spoken")
        asked = workshop.weights("demands", "asked")[: len(collection.queries)]
        of_words = workshop.of_words()[: len(collection.queries)]
        extended: Matrix = Feedback.of(engine, spoken.tocsc()).extend(asked, of_words)
    own = spoken[: len(collection.documents)]
    return beir.ranked(collection, extended, own, judged_only=TASK.judged_only)


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


def _preface() -> str:
    return (
        f"{TASK.measure} of {TASK.name}, judged offers only, when its demands and offers are part of a "
        "market of generated ones, from which all rarities are learnt. A demand follows its heaviest "
        f"{DEFAULT.most_terms} terms, as far as they hold {DEFAULT.most_postings:,} postings together; more "
        f"while all demands together stay within {DEFAULT.market_postings:,}."
    )
