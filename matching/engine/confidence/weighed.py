"""Weighed demands: their query weights with feedback.

A search weighs the demands whose partners it looks for, and the strengths of the pairs found need the same
weights again. So the last batch is remembered: reading and weighing a demand takes longer than its strengths.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..expansion.feedback import Feedback
from ..expansion.reading import Reading
from ..model import Engine
from ..text.arrays import taken
from ..text.counting import N_FIELDS, Matrix
from ..text.documents import Document
from ..text.reader import Reader

REMEMBERED = 256
"""The most demands of a batch that is remembered: a demand takes some kilobytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Demands with their query weights with feedback, csr float32 of shape (demands, columns)."""

    rows: dict[Document, int]
    query_weights: Matrix

    def taken(self, demands: Sequence[Document]) -> "Weighed":
        """Those of some of these demands, which are distinct, in their order."""
        if list(demands) == list(self.rows):
            return self
        rows = np.array([self.rows[each] for each in demands], dtype=np.int64)
        return Weighed(
            {document: row for row, document in enumerate(demands)}, taken(self.query_weights, rows)
        )


class DemandWeigher:
    """Weighs demands in one market, and remembers some of them. Threads may share it."""

    def __init__(self, engine: Engine, feedback: Feedback, reader: Reader) -> None:
        self._engine, self._feedback, self._reader = engine, feedback, reader
        self._last: Weighed | None = None

    def weigh(self, demands: Sequence[Document]) -> Matrix:
        """The query weights of demands with feedback, csr float32 of shape (demands, columns)."""
        found = self._weighed(demands)
        if len(found.rows) == len(demands) <= REMEMBERED:
            self._last = found
        return found.query_weights

    def weighed(self, demands: Sequence[Document]) -> Weighed:
        """The same for distinct demands. Those of the last batch are not weighed again."""
        last = self._last
        if last is not None and all(each in last.rows for each in demands):
            return last.taken(demands)
        return self._weighed(demands)

    def _weighed(self, demands: Sequence[Document]) -> Weighed:
        lexicon, found = self._engine.lexicon, self._reader.tokens(demands)
        reading = Reading.of(found, lexicon.sources_in(found, len(demands) * N_FIELDS))
        query_weights = self._feedback.extend(
            self._engine.weigh_read_demands(reading), reading.are_word_based()
        )
        return Weighed({each: row for row, each in enumerate(demands)}, query_weights)
