"""Explanations of pairs, with a cache of demands: users look at the offers of a demand one after another."""

from functools import lru_cache, partial
from typing import NamedTuple

from ..expansion.feedback import Feedback
from ..expansion.reading import Reading
from ..model import Engine
from ..query_matrices import QueryMatrices
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
    parts = QueryMatrices.of(engine, feedback, reading, without_feedback=without_feedback).parts_of(0)
    return _Query(text, QueryParts(parts.own, parts.origins, parts.feedback_terms, matches.spans_of))


def by_column(row: Matrix) -> dict[int, float]:
    """The values of a csr matrix with one row, by column."""
    return dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
