"""Explains pairs; what a demand asks for is remembered, since its offers are looked at one after another."""

from functools import lru_cache, partial
from typing import NamedTuple

from ..expansion.feedback import Feedback
from ..expansion.reading import Reading
from ..model import SEARCH_DEPTH, Engine
from ..text.counting import WIDTH, Matrix, counted
from ..text.documents import FIELDS, Document
from .explanation import Explanation, QueryParts, explain_pair
from .positions import PositionedText

REMEMBERED = 8
"""Demands that are remembered."""
LONGEST = 10_000
"""Code points of one that is: every term of it in its place takes half a kilobyte."""


class Explainer:
    """Tells why a demand and an offer have their score. Threads may share one."""

    def __init__(self, engine: Engine, feedback: Feedback) -> None:
        self._engine, self._feedback = engine, feedback
        self._remembered = lru_cache(REMEMBERED)(partial(_known, engine, feedback))

    def __reduce__(self) -> tuple[type["Explainer"], tuple[Engine, Feedback]]:
        """What is remembered stays here."""
        return Explainer, (self._engine, self._feedback)

    def explain(
        self, demand: Document, offer: Document, max_missing: int, *, without_feedback: bool
    ) -> Explanation:
        """See ``Index.explain``."""
        is_long = sum(len(demand.text(name)) for name in FIELDS) > LONGEST
        known = partial(_known, self._engine, self._feedback) if is_long else self._remembered
        text, query_weights = known(demand, without_feedback)
        offer_text = PositionedText.of(offer, self._engine.lexicon.fold)
        return explain_pair(
            text,
            offer_text,
            query_weights=query_weights,
            document_weights=by_column(self._engine.weigh_counted_offers(counted(offer_text.tokens, 1))),
            vocabulary=self._engine.vocabulary,
            max_missing=max_missing,
        )


class _Known(NamedTuple):
    text: PositionedText
    query_weights: QueryParts


def _known(engine: Engine, feedback: Feedback, demand: Document, without_feedback: bool) -> _Known:
    """The parts that ``Index.weigh_demands`` or, ``without_feedback``, ``more_like_this`` adds up."""
    text = PositionedText.of(demand, engine.lexicon.fold)
    matches = engine.lexicon.matches(text.tokens)
    reading = Reading.of(text.tokens, matches.by_text(WIDTH, engine.lexicon.keys.size))
    own, extra, origins = engine.query_parts_with_origins(
        reading, depth=SEARCH_DEPTH if without_feedback else 1
    )
    feedback_terms = (
        own[:0] if without_feedback else feedback.feedback_terms((own + extra).tocsr(), reading.of_words())
    )
    share = engine.config.fb_weight if feedback_terms.nnz else 0.0
    gifts = {
        column: {source: gift / (1 + share) for source, gift in origins[column].items()}
        for column in extra.indices.tolist()
    }
    own, feedback_terms = own / (1 + share), feedback_terms * (share / (1 + share))
    return _Known(text, QueryParts(by_column(own), gifts, by_column(feedback_terms), matches.spans_of))


def by_column(row: Matrix) -> dict[int, float]:
    """The values of a csr matrix of one row, by their columns."""
    return dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
