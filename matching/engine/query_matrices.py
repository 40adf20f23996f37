"""The query weights of demands in parts: their own terms, translations, and feedback terms."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .expansion.feedback import Feedback, interpolated
from .expansion.reading import Reading
from .expansion.translations import Origins, Translation
from .model import SEARCH_DEPTH, Engine
from .text.arrays import row_of
from .text.counting import Matrix


@dataclass(frozen=True, eq=False)
class WeightParts:
    """The query weights of one demand in parts, by column. They sum to its query weights."""

    own: dict[int, float]
    translations: dict[int, float]
    feedback_terms: dict[int, float]
    find_origins: Callable[[], Origins]

    @cached_property
    def origins(self) -> Origins:
        """How much each source of the lexicon adds to a translation, by column and source."""
        return self.find_origins()


@dataclass(frozen=True, slots=True, eq=False)
class QueryMatrices:
    """The query weights of some demands in parts.

    ``own`` is csr float32 of shape (demands, columns), ``feedback_terms`` csr float64 of the same shape;
    ``translation`` has the shapes of ``Translation``.
    """

    engine: Engine
    own: Matrix
    translation: Translation
    feedback_terms: Matrix

    @classmethod
    def of(
        cls, engine: Engine, feedback: Feedback, reading: Reading, *, without_feedback: bool = False
    ) -> "QueryMatrices":
        """The parts of the weights of ``Index.weigh_demands``, or, ``without_feedback``, of searches."""
        depth = SEARCH_DEPTH if without_feedback else 1
        own, translation = engine.query_parts_with_translation(reading, depth=depth)
        if without_feedback:
            return cls(engine, own, translation, sparse.csr_matrix(own.shape))
        terms = feedback.feedback_terms(_sum(own, translation.weights), reading.are_word_based())
        return cls(engine, own, translation, terms)

    def query_weights(self) -> Matrix:
        """Their sum: the weights of ``Index.weigh_demands``, csr float32 of shape (demands, columns)."""
        total, terms = _sum(self.own, self.translation.weights), self.feedback_terms
        return interpolated(total, terms, self._share) if terms.nnz else total

    def parts_of(self, row: int) -> WeightParts:
        """The parts of the demand of a row."""
        terms = row_of(self.feedback_terms, row)
        share = self._share if terms[0].size else 0.0
        return WeightParts(
            _by_column(*row_of(self.own, row), 1 / (1 + share)),
            _by_column(*row_of(self.translation.weights, row), 1 / (1 + share)),
            _by_column(*terms, share / (1 + share)),
            partial(self._origins_of, row, 1 / (1 + share)),
        )

    @property
    def _share(self) -> float:
        return self.engine.config.fb_weight

    def _origins_of(self, row: int, factor: float) -> Origins:
        found = self.engine.expansion.origins(self.translation, row)
        return {
            column: {source: weight * factor for source, weight in by_source.items()}
            for column, by_source in found.items()
        }


def _sum(own: Matrix, extra: Matrix) -> Matrix:
    return (own + extra).tocsr() if extra.nnz else own


def _by_column(columns: npt.NDArray[np.int32], values: npt.NDArray[Any], factor: float) -> dict[int, float]:
    weights = values.astype(np.float64) * factor
    return dict(zip(columns.tolist(), weights.tolist(), strict=True))
