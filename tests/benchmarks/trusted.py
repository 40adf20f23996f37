"""What a score and a strength tell across demands, on labelled collections and in markets of some size."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from matching.engine import Document, Engine, Index, IndexStore, TopK, dictionary, evaluation
from matching.engine.confidence.strength import Parts
from matching.engine.evaluation import Queue
from tests.benchmarks import child, scale
from tests.benchmarks.bootstrap import Values
from tests.benchmarks.latency import NEW, SEED, K, milliseconds
from tests.data import COLLECTIONS


@dataclass(frozen=True, slots=True)
class Task:
    """A collection, the grade from which a pair is good, and the pairs of its queue, see ``queue_of``."""

    name: str
    good_from: int = 1
    both_sides: bool = False
    judged_only: bool = False


TASKS = (
    Task("df359-dev", good_from=2, both_sides=True, judged_only=True),
    Task("npl"),
    Task("cranfield"),
    Task("cacm"),
    Task("med"),
)


class Trusted:
    """A collection, its queue, and the strengths of the queue's pairs."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.collection = evaluation.read(COLLECTIONS / task.name)
        sides = self.collection.documents, self.collection.queries
        self.index = Index.build(Engine.fit(*sides, lexicon=dictionary()), *sides)
        self.queue = evaluation.queue_of(
            self.collection,
            self.index,
            good_from=task.good_from,
            both_sides=task.both_sides,
            judged_only=task.judged_only,
        )

    @cached_property
    def parts(self) -> Parts:
        """The factors of the strengths of the queue."""
        return self.parts_of(self.queue)

    def parts_of(self, queue: Queue) -> Parts:
        """The factors of the strengths of these pairs of the collection."""
        return self.index.confidence.parts(*_documents(self.collection, queue), queue.scores)

    @cached_property
    def strengths(self) -> Values:
        """The strengths of the queue."""
        return self.index.strengths(*_documents(self.collection, self.queue), self.queue.scores)

    def likeness(self, offers: Sequence[int], others: Sequence[int]) -> Values:
        """The likeness of some offers, by their rows."""
        documents = self.collection.documents
        return self.index.likeness([documents[at] for at in offers], [documents[at] for at in others])


def _documents(collection: evaluation.Collection, queue: Queue) -> tuple[list[Document], list[Document]]:
    return (
        [collection.queries[row] for row in queue.demands.tolist()],
        [collection.documents[row] for row in queue.offers.tolist()],
    )


def costs(size: int, cache: str) -> dict[str, Any]:
    """Milliseconds of a match and of the strengths of its pairs, by case: median and 95th percentile."""
    with TemporaryDirectory(prefix="ydeu-index-") as root:
        child.run("latency:built", size, cache, root)
        whole, new = scale.market(size, Path(cache)), scale.market(NEW, Path(cache), SEED)
        index = IndexStore(root).current()
        assert index is not None
        gc.freeze()
        demand = _Case(index, new.demands, whole.offers, index.best_offers, are_demands=True)
        offer = _Case(index, new.offers, whole.demands, index.best_demands, are_demands=False)
        return {"a new demand": demand.measured(), "a new offer": offer.measured()}


@dataclass(frozen=True, slots=True)
class _Case:
    """New listings of one side, the listings of the other side, and the search for partners."""

    index: Index
    listings: Sequence[Document]
    partners: Sequence[Document]
    search: Callable[[Sequence[Document], int], TopK]
    are_demands: bool

    def measured(self) -> dict[str, list[float]]:
        """The times of one listing at a time, and the time for each listing of a batch of all."""
        self._strengths(self.listings[:2], self.search(self.listings[:2], K))  # maps the pages
        matches, strengths = [], []
        for each in self.listings:
            matches.append(milliseconds(self.search, [each], K))
            strengths.append(milliseconds(self._strengths, [each], self.search([each], K)))
        found = self.search(self.listings, K)
        batch = [
            milliseconds(work) / len(self.listings)
            for work in (
                partial(self.search, self.listings, K),
                partial(self._strengths, self.listings, found),
            )
        ]
        return {
            "match": np.percentile(matches, [50, 95]).tolist(),
            "strengths": np.percentile(strengths, [50, 95]).tolist(),
            "batch": batch,
        }

    def _strengths(self, listings: Sequence[Document], found: TopK) -> Values:
        pairs = [
            (each, self.partners[partner], score)
            for row, each in enumerate(listings)
            for partner, score in found.pairs(row)
        ]
        own, others = [each for each, _, _ in pairs], [each for _, each, _ in pairs]
        sides = (own, others) if self.are_demands else (others, own)
        return self.index.strengths(*sides, [score for _, _, score in pairs])
