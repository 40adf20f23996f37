"""From listings to suggested pairs: the only module that writes what the matcher thinks.

A pair is suggested while either side counts it among its best. The matcher scores, adds and supersedes; what
a coordinator has decided it never touches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from matching import index as indexes
from matching.documents import MODELS, document_of
from matching.engine import Index, TopK
from matching.models import Suggestion, SuggestionEvent
from matching.models.suggestion import SuggestionQuerySet
from matching.states import SuggestionState
from ydeu.marketplace.enums import Kind
from ydeu.marketplace.models import Listing

BEST = 10
"""Partners suggested to each listing."""

RANK_OF = {Kind.DEMAND: "offer_rank", Kind.OFFER: "demand_rank"}
"""Where the pair keeps the place that a listing of this kind gave its partner."""

SCORED = ("score", "index_version", "offer_revision", "demand_revision", "scored_at")


@dataclass(frozen=True)
class Found:
    """A pair as the matcher sees it from one side: ``rank`` counts from 1."""

    offer: int
    demand: int
    score: float
    rank: int


def refresh(listing: Listing) -> None:
    """Find the partners of one published listing and write them down."""
    refresh_many(listing.kind, [listing])


def refresh_many(kind: Kind, listings: Sequence[Listing]) -> int:
    """Match published listings of one kind; returns how many pairs they were given.

    The rows must be as read from the database: a listing that has moved on meanwhile stays waiting.
    """
    index = indexes.fresh()
    found = _search(index, kind, listings)
    with transaction.atomic():
        _write(kind, listings, found, index.version)
        _mark_matched(kind, listings)
    return len(found)


def supersede_of(listing: Listing) -> int:
    """Take back the open suggestions of a listing that is no longer published; returns how many."""
    with transaction.atomic():
        rows = Suggestion.objects.pending().filter(**{listing.kind: listing}).select_for_update()
        return _move(list(rows.order_by("offer_id", "demand_id")), SuggestionState.SUPERSEDED)


def _search(index: Index, kind: Kind, listings: Sequence[Listing]) -> list[Found]:
    """The best partners of each listing, out of the index and of what is newer than it."""
    changed = indexes.changes(index, kind.opposite)
    best = index.best_offers if kind == Kind.DEMAND else index.best_demands
    answer: TopK = best(
        [document_of(listing) for listing in listings],
        BEST,
        groups=[listing.enterprise_id for listing in listings],
        withdrawn=changed.withdrawn,
        newer=indexes.newer_documents(kind.opposite, changed.newer),
    )
    return [
        _found(kind, listing.pk, partner, score, rank)
        for row, listing in enumerate(listings)
        for rank, (partner, score) in enumerate(answer.pairs(row), start=1)
    ]


def _found(kind: Kind, own: int, partner: int, score: float, rank: int) -> Found:
    offer, demand = (own, partner) if kind == Kind.OFFER else (partner, own)
    return Found(offer, demand, score, rank)


def _write(kind: Kind, listings: Sequence[Listing], found: list[Found], version: str) -> None:
    """Insert new pairs, rescore open ones, supersede those that nobody counts among the best any more."""
    seen = _seen(kind, listings, found, version)
    _insert_missing(seen)
    rank_of, changed = RANK_OF[kind], []
    for row in _open_pairs_of(kind, listings):
        fresh = seen.get((row.offer_id, row.demand_id))
        rank = getattr(fresh, rank_of) if fresh else None
        if fresh and (row.score, row.index_version) != (fresh.score, version):
            _copy(fresh, row)
        elif getattr(row, rank_of) == rank and row.state == _settled(row):
            continue
        setattr(row, rank_of, rank)
        changed.append(row)
    Suggestion.objects.bulk_update(changed, [rank_of, *SCORED], batch_size=200)
    for state in (SuggestionState.PENDING, SuggestionState.SUPERSEDED):
        _move([row for row in changed if row.state != state == _settled(row)], state)


def _seen(
    kind: Kind, listings: Sequence[Listing], found: list[Found], version: str
) -> dict[tuple[int, int], Suggestion]:
    """The pairs as unsaved rows, by (offer, demand), in the order in which workers lock them."""
    own = {listing.pk: listing.revision for listing in listings}
    partners = {each.demand if kind == Kind.OFFER else each.offer for each in found}
    other = MODELS[kind.opposite].objects.filter(pk__in=partners).order_by()
    revisions = {kind: own, kind.opposite: dict(other.values_list("pk", "revision"))}
    return {
        (each.offer, each.demand): Suggestion(
            offer_id=each.offer,
            demand_id=each.demand,
            score=each.score,
            index_version=version,
            offer_revision=revisions[Kind.OFFER][each.offer],
            demand_revision=revisions[Kind.DEMAND][each.demand],
            **{RANK_OF[kind]: each.rank},
        )
        for each in sorted(found, key=lambda each: (each.offer, each.demand))
    }


def _insert_missing(seen: dict[tuple[int, int], Suggestion]) -> None:
    """A pair that exists stays as it is: ``update_conflicts`` would overwrite what a coordinator decided."""
    Suggestion.objects.bulk_create(list(seen.values()), ignore_conflicts=True, batch_size=500)


def _open_pairs_of(kind: Kind, listings: Sequence[Listing]) -> SuggestionQuerySet:
    """Undecided pairs of these listings, locked against coordinators until the transaction ends."""
    pairs = Suggestion.objects.undecided().filter(**{f"{kind}__in": [listing.pk for listing in listings]})
    return pairs.select_for_update().order_by("offer_id", "demand_id")


def _copy(fresh: Suggestion, row: Suggestion) -> None:
    for name in SCORED[:-1]:
        setattr(row, name, getattr(fresh, name))
    row.scored_at = timezone.now()


def _settled(row: Suggestion) -> SuggestionState:
    """A pair is pending while it has a place on either side, and superseded otherwise."""
    placed = row.offer_rank is not None or row.demand_rank is not None
    return SuggestionState.PENDING if placed else SuggestionState.SUPERSEDED


def _move(rows: list[Suggestion], to: SuggestionState) -> int:
    """Move locked rows between pending and superseded, with their events."""
    events = [SuggestionEvent(suggestion=row, from_state=row.state, to_state=to) for row in rows]
    Suggestion.objects.filter(pk__in=[row.pk for row in rows]).update(state=to)
    SuggestionEvent.objects.bulk_create(events, batch_size=500)
    return len(rows)


def _mark_matched(kind: Kind, listings: Sequence[Listing]) -> None:
    """These wait no longer, but for those that were edited while we matched them."""
    now = timezone.now()
    for revision in {listing.revision for listing in listings}:
        pks = [listing.pk for listing in listings if listing.revision == revision]
        MODELS[kind].objects.filter(pk__in=pks, revision=revision).update(
            matched_revision=revision, matched_at=now, matching_since=None
        )
