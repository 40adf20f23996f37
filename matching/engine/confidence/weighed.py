"""Weighed demands: their term counts and their query weights with feedback.

A search weighs the demands whose partners it looks for, and the strengths of the pairs found need the same
weights again. So the last batch is remembered: reading and weighing a demand takes longer than its strengths.
A search for offers finds the same demands again and again. What these say is remembered for more of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ..expansion.feedback import Feedback
from ..model import Engine
from ..text.counting import Counts, Matrix, count
from ..text.documents import Document

REMEMBERED = 256
"""The most demands of a batch that is remembered: a demand takes some 10 kilobytes."""
SAID = 1024
"""The most demands whose document weights are remembered: some 5 kilobytes each, with their texts."""
LONGEST = 1 << 22
"""The most code points of all their texts together."""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What demands say: their document weights, csr float32 of shape (demands, columns)."""

    rows: dict[Document, int]
    weights: Matrix

    @classmethod
    def of(cls, demands: Iterable[Document], weights: Matrix) -> "Said":
        """That of distinct demands with these weights."""
        return cls({document: row for row, document in enumerate(demands)}, weights)

    def is_small(self) -> bool:
        """True if they may be remembered."""
        return len(self.rows) <= SAID and sum(each.size for each in self.rows) <= LONGEST

    def joined(self, others: "Said") -> "Said":
        """Both. No demand is in both."""
        weights = sparse.vstack([self.weights, others.weights], format="csr")
        return Said.of([*self.rows, *others.rows], weights)

    def taken(self, demands: Sequence[Document]) -> "Said":
        """Those of some of these demands, which are distinct, in their order."""
        rows = np.array([self.rows[each] for each in demands], dtype=np.int64)
        return Said.of(demands, self.weights[rows])


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
    """Weighs demands in one market, and remembers some of them. Threads may share it."""

    def __init__(self, engine: Engine, feedback: Feedback) -> None:
        self._engine, self._feedback = engine, feedback
        self._last: Weighed | None = None
        self._said: Said | None = None

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

    def said(self, demands: Sequence[Document]) -> Matrix:
        """The document weights of distinct demands, csr float32 of shape (demands, columns)."""
        known = self._said
        new = [each for each in demands if known is None or each not in known.rows]
        if known is None or new:
            added = Said.of(new, self._engine.weigh_counted_offers(self._counts(new)))
            known = added if known is None else known.joined(added)
            self._said = next((each for each in (known, added) if each.is_small()), None)
        return known.taken(demands).weights

    def _counts(self, demands: Sequence[Document]) -> Counts:
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
