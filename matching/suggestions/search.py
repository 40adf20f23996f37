"""Answers the marketplace's search from the index: by words, similar listings, and copies.

A search sees the market as it is now: listings that were published or edited since the index was built are
weighed in an index of their own, and withdrawn ones are masked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from django.db.models import prefetch_related_objects

from matching.engine import Document, Index, Span
from matching.index import market_index
from matching.index.documents import DEMAND_RELATIONS, MODELS, document_of
from matching.suggestions import vagueness
from matching.suggestions.highlighting import marked, marked_keywords
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.marketplace.search import Hit, Marked, connect

MAX_WORDS = 4
"""Words and phrases that a similar listing is shown with."""


class IndexSearch:
    """Implements the ``SearchPort`` of the marketplace."""

    def ranked(self, kind: ListingKind, words: str, limit: int) -> list[Hit] | None:
        index = market_index.current()
        return None if index is None else _most_like(index, kind, Document(0, title=words), limit)

    def alike(self, listing: Listing, limit: int) -> list[Hit] | None:
        index = market_index.current()
        if index is None:
            return None
        document = document_of(listing)
        whole = _shares(index, [document])[0].get(0, 0.0)
        hits = _most_like(index, listing.kind, document, limit, excluded=[listing.pk]) if whole else []
        return [Hit(pk, min(score / whole, 1.0)) for pk, score in hits]

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> list[float] | None:
        index = market_index.current()
        if index is None:
            return None
        if listing.kind == ListingKind.DEMAND:
            prefetch_related_objects(list(others), *DEMAND_RELATIONS)
        shares = _shares(index, [document_of(each) for each in (listing, *others)])
        return [_both_ways(shares, number) for number in range(1, len(shares))]

    def common_words(self, listing: Listing, others: Sequence[Listing]) -> list[list[str]] | None:
        index = market_index.current()
        if index is None:
            return None
        if listing.kind == ListingKind.DEMAND:
            prefetch_related_objects(list(others), *DEMAND_RELATIONS)
        document = document_of(listing)
        return [_common(index, document, document_of(other)) for other in others]

    def marked(self, words: str, listings: Sequence[Listing]) -> list[Marked] | None:
        index = market_index.current()
        if index is None:
            return None
        cards = [_parts(listing) for listing in listings]
        spans = iter(index.marks(Document(0, title=words), list(chain.from_iterable(cards))))
        return [
            _marked(listing, [next(spans) for _part in card])
            for listing, card in zip(listings, cards, strict=True)
        ]

    def specific_words(self, listing: Listing) -> list[str] | None:
        return vagueness.specific_words_of(listing)


def register() -> None:
    """Connect the marketplace's search to the index."""
    connect(IndexSearch())


def _most_like(
    index: Index, kind: ListingKind, document: Document, limit: int, excluded: Iterable[int] = ()
) -> list[Hit]:
    side, changed = kind.plural, market_index.changes(index, kind)
    masked = [*changed.withdrawn, *changed.newer, *excluded]
    hits = index.more_like_this(side, [document], limit, withdrawn=masked).pairs(0)
    if changed.newer:
        delta = _delta_index(index, kind, _revisions(kind, changed.newer))
        hits += delta.more_like_this(side, [document], limit, withdrawn=excluded).pairs(0)
    return [Hit(pk, score) for pk, score in sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]]


def _revisions(kind: ListingKind, pks: list[int]) -> tuple[tuple[int, int], ...]:
    rows = MODELS[kind].objects.filter(pk__in=pks).order_by("pk")
    return tuple(rows.values_list("pk", "revision"))


@lru_cache(maxsize=len(ListingKind))
def _delta_index(index: Index, kind: ListingKind, revisions: tuple[tuple[int, int], ...]) -> Index:
    """An index of the listings that ``index`` lacks, weighed in the same way.

    Cached: up to two thousand listings take a second or two, and each search would have to wait for that.
    """
    documents = market_index.delta_of(kind, [pk for pk, _revision in revisions]).documents
    offers, demands = (documents, ()) if kind == ListingKind.OFFER else ((), documents)
    return Index.build(index.engine, offers, demands)


def _shares(index: Index, documents: Sequence[Document]) -> list[dict[int, float]]:
    """For each document, how much of it each document covers, by position. No document is left out."""
    numbered = [replace(document, id=number) for number, document in enumerate(documents)]
    found = Index.build(index.engine, numbered, ()).more_like_this("offers", numbered, len(numbered))
    return [dict(found.pairs(row)) for row in range(len(numbered))]


def _both_ways(shares: list[dict[int, float]], number: int) -> float:
    """How alike document 0 and document ``number`` are: the smaller share that one covers of the other.

    Each share is relative to what a document covers of itself.
    """
    there, back = (
        shares[covered].get(covering, 0.0) / shares[covered].get(covered, float("inf"))
        for covered, covering in ((0, number), (number, 0))
    )
    return min(there, back)


def _common(index: Index, document: Document, other: Document) -> list[str]:
    """The words and phrases that two listings of one side share, heaviest first."""
    found = index.reasons(demand=document, offer=other, without_feedback=True)
    return [str(reason) for reason in found.reasons[:MAX_WORDS]]


def _parts(listing: Listing) -> list[Document]:
    """The texts of a listing's card, each read by itself: title, summary and keywords."""
    return [
        Document(0, title=listing.title),
        Document(0, title=listing.summary),
        Document(0, keywords=tuple(listing.technology_keywords)),
    ]


def _marked(listing: Listing, spans: Sequence[Sequence[Span]]) -> Marked:
    """The texts of a listing's card with the words marked that were found in its parts."""
    title, summary, named = ([(start, end) for _field, start, end in each] for each in spans)
    keywords = list(marked_keywords(listing.technology_keywords, named))
    return Marked(marked(listing.title, title), marked(listing.summary, summary), keywords)
