"""What a score and a strength tell across demands, on labelled collections."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.engine import Document, Engine, Index, dictionary, evaluation
from matching.engine.confidence.strength import Parts
from matching.engine.evaluation import Queue
from tests.benchmarks.bootstrap import Values
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
