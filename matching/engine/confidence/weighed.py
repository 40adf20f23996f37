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
from ..query_matrices import QueryMatrices
from ..text.arrays import taken
from ..text.counting import N_FIELDS, Matrix
from ..text.documents import Document
from ..text.reader import Reader

REMEMBERED = 256
"""The most demands of a batch that is remembered: a demand takes some kilobytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Demands, and their query weights with feedback: csr float32 of shape (demands, columns), and parts."""

    rows: dict[Document, int]
    parts: QueryMatrices
    query_weights: Matrix

    def taken(self, demands: Sequence[Document]) -> Matrix:
        """The query weights of some of these demands, which are distinct, in their order."""
        if list(demands) == list(self.rows):
            return self.query_weights
        return taken(self.query_weights, np.array([self.rows[each] for each in demands], dtype=np.int64))


class DemandWeigher:
    """Weighs demands in one market, and remembers some of them. Threads may share it."""

    def __init__(self, engine: Engine, feedback: Feedback, reader: Reader) -> None:
        self._engine, self._feedback, self._reader = engine, feedback, reader
        self._last: Weighed | None = None

    def weigh(self, demands: Sequence[Document]) -> Matrix:
        """The query weights of demands with feedback, csr float32 of shape (demands, columns)."""
        if len(demands) > REMEMBERED:
            weights = self._engine.weigh_read_demands(reading := self._read(demands))
            return self._feedback.extend(weights, reading.are_word_based())
        found = self._weighed(demands)
        if len(found.rows) == len(demands):
            self._last = found
        return found.query_weights

    def weights_of(self, demands: Sequence[Document]) -> Matrix:
        """The same for distinct demands. Those of the last batch are not weighed again."""
        last = self.remembered(demands)
        return last.taken(demands) if last else self.weigh(demands)

    def remembered(self, demands: Sequence[Document]) -> Weighed | None:
        """The last batch, if it holds all of these demands."""
        last = self._last
        return last if last is not None and all(each in last.rows for each in demands) else None

    def _weighed(self, demands: Sequence[Document]) -> Weighed:
        parts = QueryMatrices.of(self._engine, self._feedback, self._read(demands))
        return Weighed({each: row for row, each in enumerate(demands)}, parts, parts.query_weights())

    def _read(self, demands: Sequence[Document]) -> Reading:
        found = self._reader.tokens(demands)
        return Reading.of(found, self._engine.lexicon.sources_in(found, len(demands) * N_FIELDS))
