"""What one search of the matcher has seen, as rows to insert or to compare with those that are stored."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matching.index.documents import MODELS
from matching.suggestions.insertion import NewPair
from matching.suggestions.partners import ScoredPair
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing

RANK_FIELD = {ListingKind.DEMAND: "offer_rank", ListingKind.OFFER: "demand_rank"}
"""The column with the rank of the partner among the best of a listing of this kind, from 1.

``offer_rank`` is the place of the offer among the best offers of the demand.
"""


class Party(NamedTuple):
    """A published listing: the revision that was read, and the folded name of its owner."""

    revision: int
    owner: str


def pairs_seen(
    kind: ListingKind, listings: Sequence[Listing], found: Sequence[ScoredPair], version: str
) -> dict[tuple[int, int], NewPair]:
    """The pairs with what the matcher stores, by (offer, demand), in the order in which workers lock them.

    Pairs of listings that were withdrawn or deleted since the search are left out, and pairs of one
    organisation: the index knows its owners as they were called when it was built.
    """
    read = {listing.pk: listing.revision for listing in listings}
    of_others: dict[int, int] = {}
    offer_revisions, demand_revisions = (read, of_others) if kind == ListingKind.OFFER else (of_others, read)
    offers = _parties(ListingKind.OFFER, {each.offer for each in found}, offer_revisions)
    demands = _parties(ListingKind.DEMAND, {each.demand for each in found}, demand_revisions)
    seen = {}
    for each in sorted(found, key=lambda each: (each.offer, each.demand)):
        offer, demand = offers.get(each.offer), demands.get(each.demand)
        if offer and demand and offer.owner != demand.owner:
            seen[each.offer, each.demand] = _new_pair(each, offer, demand, version, RANK_FIELD[kind])
    return seen


def _parties(kind: ListingKind, pks: set[int], read: Mapping[int, int]) -> dict[int, Party]:
    """Those of the listings that are published now. ``read`` are revisions that the search has read."""
    rows = MODELS[kind].objects.published().filter(pk__in=pks).order_by()
    found = rows.values_list("pk", "revision", "enterprise__folded_name")
    return {pk: Party(read.get(pk, revision), owner) for pk, revision, owner in found}


def _new_pair(found: ScoredPair, offer: Party, demand: Party, version: str, rank_of: str) -> NewPair:
    return NewPair(
        offer_id=found.offer,
        demand_id=found.demand,
        score=found.score,
        base_strength=found.strength,
        index_version=version,
        offer_revision=offer.revision,
        demand_revision=demand.revision,
        **{rank_of: found.rank},
    )
