"""Explanations of pairs, with a cache of demands: users look at the offers of a demand one after another."""

from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..expansion.feedback import Feedback
from ..expansion.reading import Reading
from ..model import SEARCH_DEPTH, Engine
from ..text.counting import N_FIELDS, Matrix, count_tokens
from ..text.documents import Document
from .explanation import Explanation, QueryParts, explain_pair
from .positions import PositionedText

REMEMBERED = 8
"""Demands in the cache."""
LONGEST = 10_000
"""The most code points of a demand in the cache: each of its occurrences of terms takes half a kilobyte."""


class Explainer:
    """Explains the scores of pairs. Threads may share an explainer."""

    def __init__(self, engine: Engine, feedback: Feedback) -> None:
        self._engine, self._feedback = engine, feedback
        self._cached = lru_cache(REMEMBERED)(partial(_query, engine, feedback))

    def __reduce__(self) -> tuple[type["Explainer"], tuple[Engine, Feedback]]:
        """Pickle the explainer without its cache."""
        return Explainer, (self._engine, self._feedback)

    def explain(
        self, *, demand: Document, offer: Document, max_missing: int, without_feedback: bool
    ) -> Explanation:
        """The explanation of a pair, see ``Index.explain``."""
        is_long = demand.size > LONGEST
        query = partial(_query, self._engine, self._feedback) if is_long else self._cached
        text, query_weights = query(demand, without_feedback)
        offer_text = PositionedText.of(offer, self._engine.lexicon.fold)
        return explain_pair(
            text,
            offer_text,
            query_weights=query_weights,
            document_weights=by_column(self._engine.weigh_counted_offers(count_tokens(offer_text.tokens, 1))),
            vocabulary=self._engine.vocabulary,
            max_missing=max_missing,
        )


class _Query(NamedTuple):
    text: PositionedText
    query_weights: QueryParts


def _query(engine: Engine, feedback: Feedback, demand: Document, without_feedback: bool) -> _Query:
    text = PositionedText.of(demand, engine.lexicon.fold)
    matches = engine.lexicon.matches(text.tokens)
    reading = Reading.of(text.tokens, matches.by_text(N_FIELDS, engine.lexicon.keys.size))
    parts = query_parts(engine, feedback, reading, without_feedback)[0]
    return _Query(text, QueryParts(*parts, matches.spans_of))


class WeightParts(NamedTuple):
    """The weights of one demand in parts, see ``QueryParts``."""

    own: dict[int, float]
    origins: dict[int, dict[int, float]]
    feedback_terms: dict[int, float]


def query_parts(
    engine: Engine, feedback: Feedback, reading: Reading, without_feedback: bool
) -> list[WeightParts]:
    """The query weights of each demand in parts.

    The parts sum to the weights of ``Index.weigh_demands`` or, ``without_feedback``, of ``more_like_this``.
    """
    own, extra, origins = engine.query_parts_with_origins(
        reading, depth=SEARCH_DEPTH if without_feedback else 1
    )
    terms = (
        sparse.csr_matrix(own.shape)
        if without_feedback
        else feedback.feedback_terms((own + extra).tocsr(), reading.are_word_based())
    )
    return [
        _parts_of(row, (own, extra, terms), each, engine.config.fb_weight) for row, each in enumerate(origins)
    ]


def _parts_of(
    row: int,
    weights: tuple[Matrix, Matrix, Matrix],
    origins: dict[int, dict[int, float]],
    feedback_weight: float,
) -> WeightParts:
    """The parts of the demand of a row, from the matrices of its own terms, translations and feedback."""
    own, extra, terms = (_row(each, row) for each in weights)
    share = feedback_weight if terms[0].size else 0.0
    translated = {
        column: {source: weight / (1 + share) for source, weight in origins[column].items()}
        for column in extra[0].tolist()
    }
    return WeightParts(
        _by_column(own[0], own[1].astype(np.float64) * (1 / (1 + share))),
        translated,
        _by_column(terms[0], terms[1] * (share / (1 + share))),
    )


def _row(matrix: Matrix, row: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[Any]]:
    """The columns and values of a row."""
    part = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return matrix.indices[part], matrix.data[part]


def _by_column(columns: npt.NDArray[np.int32], values: npt.NDArray[Any]) -> dict[int, float]:
    return dict(zip(columns.tolist(), values.tolist(), strict=True))


def by_column(row: Matrix) -> dict[int, float]:
    """The values of a csr matrix with one row, by column."""
    return _by_column(row.indices, row.data)
