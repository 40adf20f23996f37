"""The best partners of listings: from the index and from the listings that are newer than it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matching.engine import Index, TopK
from matching.index import market_index
from matching.index.documents import document_of, texts_of
from matching.index.owners import owners_of
from matching.suggestions.strengths import strengths_of
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing

PER_LISTING = 10
"""Partners suggested to each listing."""


@dataclass(frozen=True)
class ScoredPair:
    """A pair as the matcher sees it from one side: ``rank`` counts from 1."""

    offer: int
    demand: int
    score: float
    rank: int
    strength: float = 0.0

    def partner_of(self, kind: ListingKind) -> int:
        return self.demand if kind == ListingKind.OFFER else self.offer

    def own(self, kind: ListingKind) -> int:
        return self.partner_of(kind.opposite)


def find(index: Index, kind: ListingKind, listings: Sequence[Listing]) -> list[ScoredPair]:
    """The best partners of each listing with their strengths.

    A partner that was withdrawn since the search is left out: its text is no longer read.
    """
    found = _search(index, kind, listings)
    own = {listing.pk: listing for listing in listings}
    wanted = {each.partner_of(kind) for each in found}
    partners = {listing.pk: listing for listing in texts_of(kind.opposite).filter(pk__in=wanted)}
    live = [each for each in found if each.partner_of(kind) in partners]
    sides: list[tuple[Any, Any, float]] = [
        (own[each.own(kind)], partners[each.partner_of(kind)], each.score) for each in live
    ]
    if kind == ListingKind.OFFER:
        sides = [(partner, listing, score) for listing, partner, score in sides]
    strengths = strengths_of(index, sides)
    return [replace(each, strength=strength) for each, strength in zip(live, strengths, strict=True)]


def _search(index: Index, kind: ListingKind, listings: Sequence[Listing]) -> list[ScoredPair]:
    changed = market_index.changes(index, kind.opposite)
    best = index.best_offers if kind == ListingKind.DEMAND else index.best_demands
    answer: TopK = best(
        [document_of(listing) for listing in listings],
        PER_LISTING,
        groups=owners_of(listings),
        withdrawn=changed.withdrawn,
        delta=market_index.delta_of(kind.opposite, changed.newer),
    )
    return [
        _found(kind, listing.pk, partner, score, rank)
        for row, listing in enumerate(listings)
        for rank, (partner, score) in enumerate(answer.pairs(row), start=1)
    ]


def _found(kind: ListingKind, own: int, partner: int, score: float, rank: int) -> ScoredPair:
    offer, demand = (own, partner) if kind == ListingKind.OFFER else (partner, own)
    return ScoredPair(offer, demand, score, rank)
