"""Why the matcher suggests a pair: words and phrases of both texts, and what the offer lacks."""

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from django.db import transaction

from matching.confidence import generic
from matching.confidence.generic import Granted
from matching.engine import Document, Engine, Index, Missing, Reason, Reasons
from matching.engine.text.memory import Memory
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import Suggestion
from matching.suggestions.whole_keywords import with_whole_keywords
from ydeu.marketplace.models import Demand

MAX_REASONS = 5
"""Reasons that a row of the queue shows."""

BATCH = 200
"""Pairs per task."""

REMEMBERED = 2000
"""Pairs whose reasons a process remembers."""


def reasons(suggestion: Suggestion, granted: Granted | None = None) -> Reasons:
    """The reasons of a pair, with the weights of the index in use.

    Without an index, the weights come from the two texts alone. A piece of a keyword of both is named as the
    whole keyword. Phrases that are generic in the alliance of the pair are left out. ``granted`` are those of
    all alliances; None reads them.
    """
    pair = _pair_of(suggestion)
    (found,) = _found(_index_for(*pair), [pair])
    phrases = generic.granted() if granted is None else granted
    found = with_whole_keywords(found, *pair, shared_keywords(suggestion, phrases))
    silent = _generic_in(suggestion, phrases)
    return Reasons(_without(silent, found.reasons), _without(silent, found.mentions))


def missing(suggestion: Suggestion, granted: Granted) -> list[Missing]:
    """What the demand asks for and the offer does not mention, with the weights of the index in use.

    Generic phrases are left out, unless they are keywords or requirements of the demand.
    """
    demand, offer = _pair_of(suggestion)
    names = requirement_names(suggestion.demand)
    found = _index_for(demand, offer).missing(demand=demand, offer=offer, properties=names)
    asked_by_name = {word.casefold() for word in (*demand.keywords, *names)}
    silent = _generic_in(suggestion, granted) - asked_by_name
    return [each for each in found if each.text.casefold() not in silent]


def _without(generic_phrases: Set[str], reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons that are not generic phrases, nor translated by one."""
    return tuple(
        reason
        for reason in reasons
        if generic_phrases.isdisjoint((reason.text.casefold(), reason.translation.casefold()))
    )


def _generic_in(suggestion: Suggestion, granted: Granted) -> Set[str]:
    """The phrases that are generic in the alliance of a pair."""
    return granted.get(suggestion.measuring_alliance or 0, frozenset())


def requirement_names(demand: Demand) -> tuple[str, ...]:
    """The names of the requirements of a demand, as its document holds them."""
    return tuple(row.name for row in demand.requirements.all())


def shared_keywords(suggestion: Suggestion, granted: Granted | None = None) -> list[str]:
    """The technology keywords that both listings name, as the demand writes them.

    Those that are generic in the alliance of the pair are left out; ``granted`` as in ``reasons``.
    """
    silent = _generic_in(suggestion, generic.granted() if granted is None else granted)
    named = {word.casefold() for word in suggestion.offer.technology_keywords} - silent
    return [word for word in suggestion.demand.technology_keywords if word.casefold() in named]


def top_reasons(suggestions: Iterable[Suggestion]) -> dict[int, list[str]]:
    """The heaviest reasons of each suggestion, by primary key: what a row of the queue shows."""
    rows = list(suggestions)
    found = {row.pk: row.terms for row in rows if row.terms is not None}
    lacking = [row for row in rows if row.terms is None]
    return found | _terms_of(lacking, generic.granted()) if lacking else found


def store_terms() -> int:
    """Store the reasons of up to ``BATCH`` pairs that lack them: a page of twenty would be slow otherwise.

    They are read together, and a demand once for all of its pairs, which follow one another. Returns how many
    were stored; 0 without an index.
    """
    if market_index.current() is None:
        return 0
    lacking = Suggestion.objects.without_terms().select_related("offer", "demand")
    rows = list(lacking.prefetch_related("demand__requirements")[:BATCH])
    rows.sort(key=lambda each: each.demand_id)
    granted = generic.granted()
    terms = _terms_of(rows, granted)
    for row in rows:
        row.terms = terms[row.pk]
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


def _terms_of(rows: Sequence[Suggestion], granted: Granted) -> dict[int, list[str]]:
    """The heaviest reasons of each row, by primary key. They are read together if there is an index."""
    index = market_index.current()
    if index is not None:
        _found(index, [_pair_of(row) for row in rows])
    return {row.pk: _terms(row, granted) for row in rows}


def _terms(suggestion: Suggestion, granted: Granted) -> list[str]:
    """The heaviest reasons as words, with the translation of those that are translated."""
    return [str(reason) for reason in reasons(suggestion, granted).reasons[:MAX_REASONS]]


Pair = tuple[Document, Document]
"""A demand and an offer."""


def _pair_of(suggestion: Suggestion) -> Pair:
    return document_of(suggestion.demand), document_of(suggestion.offer)


def _index_for(demand: Document, offer: Document) -> Index:
    """The index in use; without one, an index of two texts alone."""
    return market_index.current() or _index_of(demand, offer)


@lru_cache(maxsize=1)
def _index_of(demand: Document, offer: Document) -> Index:
    return Index.build(Engine.fit([offer], [demand]), [offer], [demand])


def _found(index: Index, pairs: Sequence[Pair]) -> list[Reasons]:
    """The reasons of pairs by the weights of an index. Those that are not remembered are read together."""
    return _memory(index).each(pairs, index.reasons_of_pairs, lambda _pair, _reasons: 1)


@lru_cache(maxsize=1)
def _memory(_index: Index) -> Memory[Pair, Reasons]:
    """The reasons that were found last: an index never changes, and an edited text is another document.

    Only one index is kept, because its files may take gigabytes. The next version releases the old one.
    """
    return Memory(REMEMBERED)
