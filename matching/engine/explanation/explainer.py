"""Explains pairs; what a demand asks for is remembered, since its offers are looked at one after another."""

from functools import lru_cache, partial
from typing import NamedTuple

from matching.engine.expansion.feedback import Feedback
from matching.engine.expansion.reading import Reading
from matching.engine.explanation.explanation import Asked, Explanation, explained
from matching.engine.explanation.places import PlacedText
from matching.engine.model import DEEPER, Engine
from matching.engine.text.counting import WIDTH, Matrix, counted
from matching.engine.text.documents import FIELDS, Document

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

    def explain(self, demand: Document, offer: Document, unmatched: int, *, plainly: bool) -> Explanation:
        """See ``Index.explain``."""
        is_long = sum(len(demand.text(name)) for name in FIELDS) > LONGEST
        known = partial(_known, self._engine, self._feedback) if is_long else self._remembered
        text, asked = known(demand, plainly)
        offer_text = PlacedText.of(offer, self._engine.lexicon.fold)
        return explained(
            text,
            offer_text,
            asked=asked,
            spoken=by_column(self._engine.weigh_counted_offers(counted(offer_text.tokens, 1))),
            vocabulary=self._engine.vocabulary,
            unmatched=unmatched,
        )


class _Known(NamedTuple):
    text: PlacedText
    asked: Asked


def _known(engine: Engine, feedback: Feedback, demand: Document, plainly: bool) -> _Known:
    """What ``Index.weigh_demands`` adds up, apart; ``plainly``, what ``Index.most_like`` does."""
    text = PlacedText.of(demand, engine.lexicon.fold)
    matches = engine.lexicon.matches(text.tokens)
    reading = Reading.of(text.tokens, matches.by_text(WIDTH, engine.lexicon.keys.size))
    own, extra, origins = engine.asked_by_one(reading, depth=DEEPER if plainly else 1)
    lent = own[:0] if plainly else feedback.lent((own + extra).tocsr(), reading.of_words())
    share = engine.config.feedback if lent.nnz else 0.0
    gifts = {
        column: {source: gift / (1 + share) for source, gift in origins[column].items()}
        for column in extra.indices.tolist()
    }
    own, lent = own / (1 + share), lent * (share / (1 + share))
    return _Known(text, Asked(by_column(own), gifts, by_column(lent), matches.spans_of))


def by_column(row: Matrix) -> dict[int, float]:
    """The values of a csr matrix of one row, by their columns."""
    return dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
