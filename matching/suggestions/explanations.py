"""Why the matcher suggests a pair: the terms that its two texts share."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from django.db import transaction

from matching.engine import Engine, Explanation, Index
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import Suggestion

TOP_TERMS = 5

BATCH = 200
"""Pairs per task."""


def explain(suggestion: Suggestion) -> Explanation:
    """Score, shared terms with their shares and spans, and terms of the demand that the offer lacks.

    The weights come from the index in use, or without one, from the two texts alone.
    """
    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    index = market_index.current()
    if index is None:
        index = Index.build(Engine.fit([offer], [demand]), [offer], [demand])
    return _explainer(index)(demand=demand, offer=offer)


def top_terms(suggestions: Iterable[Suggestion]) -> dict[int, list[str]]:
    """The heaviest shared terms of each suggestion, by primary key: what a row of the queue shows."""
    return {
        suggestion.pk: _terms(suggestion) if suggestion.terms is None else suggestion.terms
        for suggestion in suggestions
    }


def store_terms() -> int:
    """Store the terms of up to ``BATCH`` pairs that lack them, because a page of twenty explanations is slow.

    Returns how many; 0 without an index.
    """
    if market_index.current() is None:
        return 0
    lacking = Suggestion.objects.without_terms().select_related("offer", "demand")
    rows = list(lacking.prefetch_related("demand__requirements")[:BATCH])
    for row in rows:
        row.terms = _terms(row)
    return _store(rows)


def _store(rows: Sequence[Suggestion]) -> int:
    """Write the terms of pairs that were neither scored nor decided meanwhile: the others may be outdated."""
    with transaction.atomic():
        lacking = Suggestion.objects.without_terms().filter(pk__in=[row.pk for row in rows])
        locked = lacking.select_for_update().order_by("offer_id", "demand_id")
        scored_at = dict(locked.values_list("pk", "scored_at"))
        same = [row for row in rows if scored_at.get(row.pk) == row.scored_at]
        return Suggestion.objects.bulk_update(same, ["terms"], batch_size=100)


def _terms(suggestion: Suggestion) -> list[str]:
    return [shared.term for shared in explain(suggestion).terms[:TOP_TERMS]]


@lru_cache(maxsize=1)
def _explainer(index: Index) -> Callable[..., Explanation]:
    """``index.explain`` with a cache: an index never changes, and an edited text is another document.

    Only one index is kept, because its files may take gigabytes. The next version releases the old one.
    """
    return lru_cache(maxsize=2000)(index.explain)
