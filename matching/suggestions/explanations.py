"""Why the matcher suggests a pair, in words that stand in the texts."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from django.db import transaction

from matching.engine import Document, Engine, Explanation, Index
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import Suggestion
from ydeu.marketplace.models import Listing

TOP_TERMS = 5

BATCH = 200
"""Pairs of one task."""


def explain(suggestion: Suggestion) -> Explanation:
    """Score, shared terms with their shares and places, and what the demand asks and the offer is silent on.

    The weights are those of the index in use; without one, of the two texts alone.
    """
    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    index = market_index.current()
    if index is None:
        index = Index.build(Engine.fit([offer], [demand]), [offer], [demand])
    return _explainer(index)(demand, offer)


def score_of(offer: Listing, demand: Listing) -> float:
    """What the matcher would give the pair now; 0 without an index, for two texts alone measure nothing."""
    index = market_index.current()
    return 0.0 if index is None else index.explain(document_of(offer), document_of(demand)).score


def top_terms(suggestions: Iterable[Suggestion]) -> dict[int, list[str]]:
    """The heaviest shared terms of each suggestion, by its number: what a row of the queue shows."""
    return {
        suggestion.pk: _terms(suggestion) if suggestion.terms is None else suggestion.terms
        for suggestion in suggestions
    }


def store_terms() -> int:
    """Note the terms of some pairs that lack them, for a page of twenty explanations takes its time.

    Returns how many; none without an index.
    """
    if market_index.current() is None:
        return 0
    lacking = Suggestion.objects.without_terms().select_related("offer", "demand")
    rows = list(lacking.prefetch_related("demand__requirements")[:BATCH])
    for row in rows:
        row.terms = _terms(row)
    return _store(rows)


def _store(rows: Sequence[Suggestion]) -> int:
    """Write the terms of those that nobody has scored or decided meanwhile: the others have other texts."""
    with transaction.atomic():
        lacking = Suggestion.objects.without_terms().filter(pk__in=[row.pk for row in rows])
        locked = lacking.select_for_update().order_by("offer_id", "demand_id")
        scored_at = dict(locked.values_list("pk", "scored_at"))
        same = [row for row in rows if scored_at.get(row.pk) == row.scored_at]
        return Suggestion.objects.bulk_update(same, ["terms"], batch_size=100)


def _terms(suggestion: Suggestion) -> list[str]:
    return [shared.term for shared in explain(suggestion).terms[:TOP_TERMS]]


@lru_cache(maxsize=1)
def _explainer(index: Index) -> Callable[[Document, Document], Explanation]:
    """Explains and remembers: an index never changes, and an edited text is another document.

    One index only, for its files may be gigabytes: the next version lets the old one go.
    """
    return lru_cache(maxsize=2000)(index.explain)
