"""Why the matcher suggests a pair: words and phrases of both texts, and what the offer lacks."""

from collections.abc import Callable, Iterable, Sequence, Set
from functools import lru_cache

from django.db import transaction

from matching.confidence import generic
from matching.confidence.generic import Granted
from matching.engine import Engine, Index, Reasons
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import Suggestion
from ydeu.marketplace.models import Demand

MAX_REASONS = 5
"""Reasons that a row of the queue shows."""

BATCH = 200
"""Pairs per task."""


def reasons(suggestion: Suggestion, granted: Granted | None = None) -> Reasons:
    """The reasons of a pair, and what the offer does not mention, with the weights of the index in use.

    Without an index, the weights come from the two texts alone. Phrases that are generic in the alliance of
    the pair are left out. ``granted`` are those of all alliances; None reads them.
    """
    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    index, names = _index_for(suggestion), requirement_names(suggestion.demand)
    found = _reasoner(index)(demand=demand, offer=offer, properties=names)
    phrases = generic.granted() if granted is None else granted
    asked_by_name = {word.casefold() for word in (*demand.keywords, *names)}
    return _without(found, phrases.get(suggestion.measuring_alliance or 0, frozenset()), asked_by_name)


def _without(found: Reasons, generic_phrases: Set[str], asked_by_name: Set[str]) -> Reasons:
    """The reasons without generic phrases. A keyword or a requirement is missing, even if it is generic."""
    silent = generic_phrases - asked_by_name
    return Reasons(
        tuple(
            reason
            for reason in found.reasons
            if generic_phrases.isdisjoint((reason.text.casefold(), reason.translation.casefold()))
        ),
        tuple(missing for missing in found.missing if missing.text.casefold() not in silent),
    )


def requirement_names(demand: Demand) -> tuple[str, ...]:
    """The names of the requirements of a demand, as its document holds them."""
    return tuple(row.name for row in demand.requirements.all())


def shared_keywords(suggestion: Suggestion) -> list[str]:
    """The technology keywords that both listings name, as the demand writes them.

    Those that are generic in the alliance of the pair are left out.
    """
    generic_phrases = generic.granted().get(suggestion.measuring_alliance or 0, frozenset())
    named = {word.casefold() for word in suggestion.offer.technology_keywords} - generic_phrases
    return [word for word in suggestion.demand.technology_keywords if word.casefold() in named]


def top_reasons(suggestions: Iterable[Suggestion]) -> dict[int, list[str]]:
    """The heaviest reasons of each suggestion, by primary key: what a row of the queue shows."""
    rows = list(suggestions)
    granted = generic.granted() if any(row.terms is None for row in rows) else {}
    return {row.pk: _terms(row, granted) if row.terms is None else row.terms for row in rows}


def store_terms() -> int:
    """Store the reasons of up to ``BATCH`` pairs that lack them: a page of twenty would be slow otherwise.

    Pairs of one demand follow one another, because the demand is read once for all of them. Returns how many
    were stored; 0 without an index.
    """
    if market_index.current() is None:
        return 0
    lacking = Suggestion.objects.without_terms().select_related("offer", "demand")
    rows = list(lacking.prefetch_related("demand__requirements")[:BATCH])
    granted = generic.granted()
    for row in sorted(rows, key=lambda each: each.demand_id):
        row.terms = _terms(row, granted)
    return _store(rows, granted)


def _store(rows: Sequence[Suggestion], granted: Granted) -> int:
    """Write the terms of pairs that were neither scored nor decided in between: the others may be outdated.

    If a phrase was granted in between, all of them may be.
    """
    with transaction.atomic():
        lacking = Suggestion.objects.without_terms().filter(pk__in=[row.pk for row in rows])
        locked = lacking.select_for_update().order_by("offer_id", "demand_id")
        scored_at = dict(locked.values_list("pk", "scored_at"))
        if generic.granted() != granted:
            return 0
        same = [row for row in rows if scored_at.get(row.pk) == row.scored_at]
        return Suggestion.objects.bulk_update(same, ["terms"], batch_size=100)


def _terms(suggestion: Suggestion, granted: Granted) -> list[str]:
    return [str(reason) for reason in reasons(suggestion, granted).reasons[:MAX_REASONS]]


def _index_for(suggestion: Suggestion) -> Index:
    """The index in use; without one, an index of the two texts alone."""
    index = market_index.current()
    if index is not None:
        return index
    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    return Index.build(Engine.fit([offer], [demand]), [offer], [demand])


@lru_cache(maxsize=1)
def _reasoner(index: Index) -> Callable[..., Reasons]:
    """``index.reasons`` with a cache: an index never changes, and an edited text is another document.

    Only one index is kept, because its files may take gigabytes. The next version releases the old one.
    """
    return lru_cache(maxsize=2000)(index.reasons)
