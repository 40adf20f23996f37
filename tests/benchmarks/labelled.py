"""The labelled collections: their folders, what is ranked, and the measure of each."""

from dataclasses import dataclass

import numpy as np

from matching.engine import evaluation
from tests.benchmarks.bootstrap import Values
from tests.data import COLLECTIONS

BEST = 10


@dataclass(frozen=True, slots=True)
class Task:
    """A collection and its measure.

    ``judged_only``: a query ranks its judged documents only. ``english``: queries and documents are English.
    """

    name: str
    measure: str = "nDCG@10"
    judged_only: bool = False
    english: bool = False

    def read(self) -> evaluation.Collection:
        """The collection, as the engine reads it."""
        return evaluation.read(COLLECTIONS / self.name)

    def by_query(self, collection: evaluation.Collection, ranking: evaluation.Run) -> Values:
        """The measure of each judged query, float64 of shape (queries,), in the order of their names."""
        qrels = collection.qrels
        if self.measure == "nDCG@10":
            found = evaluation.ndcg_by_query(qrels, ranking)
            return np.array([found[query] for query in sorted(qrels)])
        return np.array([_reciprocal(qrels[query], ranking.get(query, [])) for query in sorted(qrels)])


def _reciprocal(judged: dict[str, int], names: list[str]) -> float:
    """1 / rank of the first relevant document, or 0 if there is none among the first ``BEST``."""
    return next((1 / at for at, name in enumerate(names[:BEST], 1) if judged.get(name, 0) > 0), 0.0)


TASKS = (
    Task("df359-dev", judged_only=True),
    Task("npl", english=True),
    Task("cranfield", english=True),
    Task("xquad-zh-en-dev", measure="MRR@10"),
)
