"""Weighed demands: their term counts and their query weights with feedback.

A search weighs the demands whose partners it looks for, and the strengths of the pairs found need the same
weights again. So the last batch is remembered: reading and weighing a demand takes longer than its strengths.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..expansion.feedback import Feedback
from ..model import Engine
from ..text.counting import Counts, Matrix, count
from ..text.documents import Document

REMEMBERED = 256
"""The most demands of a batch that is remembered: a demand takes some 10 kilobytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Demands with their counts and query weights with feedback, csr float32 of shape (demands, columns)."""

    rows: dict[Document, int]
    counts: Counts
    query_weights: Matrix

    def taken(self, demands: Sequence[Document]) -> "Weighed":
        """Those of some of these demands, which are distinct, in their order."""
        if list(demands) == list(self.rows):
            return self
        rows = np.array([self.rows[each] for each in demands], dtype=np.int64)
        return Weighed(
            {document: row for row, document in enumerate(demands)},
            self.counts.taken(rows),
            self.query_weights[rows],
        )


class DemandWeigher:
    """Weighs demands in one market, and remembers the last batch. Threads may share it."""

    def __init__(self, engine: Engine, feedback: Feedback) -> None:
        self._engine, self._feedback = engine, feedback
        self._last: Weighed | None = None

    def __reduce__(self) -> tuple[type["DemandWeigher"], tuple[Engine, Feedback]]:
        """Pickle the weigher without what it remembers."""
        return DemandWeigher, (self._engine, self._feedback)

    def weigh(self, demands: Sequence[Document]) -> Matrix:
        """The query weights of demands with feedback, csr float32 of shape (demands, columns)."""
        found = self._weighed(demands)
        if len(found.rows) == len(demands) <= REMEMBERED:
            self._last = found
        return found.query_weights

    def weighed(self, demands: Sequence[Document]) -> Weighed:
        """The same with the counts, for distinct demands. Those of the last batch are not weighed again."""
        last = self._last
        if last is not None and all(each in last.rows for each in demands):
            return last.taken(demands)
        return self._weighed(demands)

    def counts(self, demands: Sequence[Document]) -> Counts:
        """The term counts of distinct demands."""
        last = self._last
        if last is not None and all(each in last.rows for each in demands):
            return last.taken(demands).counts
        return count(demands, self._engine.lexicon.fold)

    def _weighed(self, demands: Sequence[Document]) -> Weighed:
        reading = self._engine.read(demands)
        query_weights = self._feedback.extend(
            self._engine.weigh_read_demands(reading), reading.are_word_based()
        )
        return Weighed({each: row for row, each in enumerate(demands)}, reading.counts, query_weights)
