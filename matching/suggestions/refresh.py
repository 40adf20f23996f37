"""From listings to suggested pairs: the only module that writes what the matcher thinks.

A pair is suggested while either side counts it among its best. The matcher scores, adds and supersedes; what
a coordinator has decided, or a member has asked for, it never touches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from matching.engine import Index, TopK
from matching.index import market_index
from matching.index.documents import MODELS, document_of
from matching.models import Suggestion, SuggestionEvent
from matching.models.suggestion_query import IS_LIVE, SuggestionQuerySet
from matching.states import SuggestionState
from matching.suggestions import deadlines
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State

PER_LISTING = 10
"""Partners suggested to each listing."""

RANK_OF = {ListingKind.DEMAND: "offer_rank", ListingKind.OFFER: "demand_rank"}
"""Where the pair keeps the place that a listing of this kind gave its partner."""

SCORED = ("score", "index_version", "offer_revision", "demand_revision", "scored_at")


@dataclass(frozen=True)
class ScoredPair:
    """A pair as the matcher sees it from one side: ``rank`` counts from 1."""

    offer: int
    demand: int
    score: float
    rank: int


def refresh_one(listing: Listing) -> None:
    """Find the partners of one published listing and write them down."""
    refresh_many(listing.kind, [listing])


def refresh_many(kind: ListingKind, listings: Sequence[Listing], index: Index | None = None) -> int:
    """Match published listings of one kind; returns how many pairs they were given.

    The rows must be as read from the database: a listing that has moved on meanwhile stays waiting. They wait
    no longer only when all else is done: whatever stops us before, they are matched again.
    """
    index = index or market_index.fresh()
    found = _search(index, kind, listings)
    with transaction.atomic():
        in_doubt = _write(kind, listings, found, index.version)
    # A listing that leaves after this look finds the pairs itself: they are committed.
    _supersede_unpublished(Suggestion.objects.filter(**{f"{kind}__in": [listing.pk for listing in listings]}))
    _requeue(kind.opposite, in_doubt)
    _mark_matched(kind, listings)
    return len(found)


def supersede_listing(listing: Listing) -> int:
    """Take back the open suggestions of a listing that is no longer published; returns how many."""
    return _supersede_unpublished(Suggestion.objects.filter(**{listing.kind: listing}))


def supersede_unpublished() -> int:
    """Take back every open suggestion of which a side is no longer published; returns how many."""
    return _supersede_unpublished(Suggestion.objects.all())


def _search(index: Index, kind: ListingKind, listings: Sequence[Listing]) -> list[ScoredPair]:
    """The best partners of each listing, out of the index and of what is newer than it."""
    changed = market_index.changes(index, kind.opposite)
    best = index.best_offers if kind == ListingKind.DEMAND else index.best_demands
    answer: TopK = best(
        [document_of(listing) for listing in listings],
        PER_LISTING,
        groups=[listing.enterprise_id for listing in listings],
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


def _write(kind: ListingKind, listings: Sequence[Listing], found: list[ScoredPair], version: str) -> set[int]:
    """Insert new pairs, rescore open ones, supersede those that nobody counts among the best any more.

    Returns the partners who hold on to a text that is no longer there: they have to look again.
    """
    seen = _seen(kind, listings, found, version)
    _insert_missing(seen)
    rank_of, changed, in_doubt = RANK_OF[kind], [], set()
    revisions = {listing.pk: listing.revision for listing in listings}
    for row in _open_pairs_of(kind, listings):
        fresh = seen.get((row.offer_id, row.demand_id))
        rank = getattr(fresh, rank_of) if fresh else None
        if fresh is None and _is_outdated(row, kind, revisions):
            in_doubt.add(_number_in(row, kind.opposite))
        if fresh and _scoring(row) != _scoring(fresh):
            _copy(fresh, row)
        elif getattr(row, rank_of) == rank and row.state == _settled(row):
            continue
        setattr(row, rank_of, rank)
        changed.append(row)
    Suggestion.objects.bulk_update(changed, [rank_of, *SCORED, "terms"], batch_size=200)
    for state in (SuggestionState.PENDING, SuggestionState.SUPERSEDED):
        _move([row for row in changed if row.state != state == _settled(row)], state)
    deadlines.set_missing(Suggestion.objects.filter(**{f"{kind}__in": list(revisions)}))
    return in_doubt


def _seen(
    kind: ListingKind, listings: Sequence[Listing], found: list[ScoredPair], version: str
) -> dict[tuple[int, int], Suggestion]:
    """The pairs as unsaved rows, by (offer, demand), in the order in which workers lock them.

    Whoever has left or was deleted since the search is left out.
    """
    revisions = {
        ListingKind.OFFER: _live_revisions(ListingKind.OFFER, {each.offer for each in found}),
        ListingKind.DEMAND: _live_revisions(ListingKind.DEMAND, {each.demand for each in found}),
    }
    read = {listing.pk: listing.revision for listing in listings}
    revisions[kind] = {pk: read[pk] for pk in revisions[kind]}
    return {
        (each.offer, each.demand): Suggestion(
            offer_id=each.offer,
            demand_id=each.demand,
            score=each.score,
            index_version=version,
            offer_revision=revisions[ListingKind.OFFER][each.offer],
            demand_revision=revisions[ListingKind.DEMAND][each.demand],
            **{RANK_OF[kind]: each.rank},
        )
        for each in sorted(found, key=lambda each: (each.offer, each.demand))
        if each.offer in revisions[ListingKind.OFFER] and each.demand in revisions[ListingKind.DEMAND]
    }


def _live_revisions(kind: ListingKind, pks: set[int]) -> dict[int, int]:
    rows = MODELS[kind].objects.published().filter(pk__in=pks).order_by()
    return dict(rows.values_list("pk", "revision"))


def _insert_missing(seen: dict[tuple[int, int], Suggestion]) -> None:
    """A pair that exists stays as it is: ``update_conflicts`` would overwrite what a coordinator decided."""
    Suggestion.objects.bulk_create(list(seen.values()), ignore_conflicts=True, batch_size=500)


def _open_pairs_of(kind: ListingKind, listings: Sequence[Listing]) -> SuggestionQuerySet:
    """Undecided pairs of these listings, locked against coordinators until the transaction ends."""
    pairs = Suggestion.objects.undecided().filter(**{f"{kind}__in": [listing.pk for listing in listings]})
    return pairs.select_for_update().order_by("offer_id", "demand_id")


def _number_in(row: Suggestion, kind: ListingKind) -> int:
    return row.offer_id if kind == ListingKind.OFFER else row.demand_id


def _is_outdated(row: Suggestion, kind: ListingKind, revisions: dict[int, int]) -> bool:
    """The partner gave the pair a place for a text that its listing of ``kind`` does not have any more."""
    placed = getattr(row, RANK_OF[kind.opposite]) is not None
    return placed and getattr(row, f"{kind}_revision") != revisions[_number_in(row, kind)]


def _scoring(row: Suggestion) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in SCORED[:-1])


def _copy(fresh: Suggestion, row: Suggestion) -> None:
    for name in SCORED[:-1]:
        setattr(row, name, getattr(fresh, name))
    row.scored_at, row.terms = timezone.now(), None


def _settled(row: Suggestion) -> SuggestionState:
    """A pair is pending while it has a place on either side, and superseded otherwise."""
    placed = row.offer_rank is not None or row.demand_rank is not None
    return SuggestionState.PENDING if placed else SuggestionState.SUPERSEDED


def _move(rows: list[Suggestion], to: SuggestionState) -> int:
    """Move locked rows between pending and superseded, with their events; what comes back waits anew."""
    events = [SuggestionEvent(suggestion=row, from_state=row.state, to_state=to) for row in rows]
    said = {"decided_by": None, "decided_at": None, "second_side": ""}  # of a first opinion
    changes = deadlines.restarted() if to == SuggestionState.PENDING else said
    Suggestion.objects.filter(pk__in=[row.pk for row in rows]).update(state=to, **changes)
    SuggestionEvent.objects.bulk_create(events, batch_size=500)
    return len(rows)


def _supersede_unpublished(pairs: SuggestionQuerySet) -> int:
    """Supersede the open ones among ``pairs`` of which a side has left; who asked for one gets an answer.

    What the one that left thought of its partner no longer counts; it looks anew if it comes back.
    """
    with transaction.atomic():
        open_ones = pairs.open().of_the_matcher().exclude(IS_LIVE).select_for_update(of=("self",))
        rows = list(open_ones.order_by("offer_id", "demand_id"))
        for kind in ListingKind:
            ours = Suggestion.objects.filter(pk__in=[row.pk for row in rows])
            ours.exclude(**{f"{kind}__state": State.PUBLISHED}).update(**{RANK_OF[kind]: None})
        return _move(rows, SuggestionState.SUPERSEDED)


def _requeue(kind: ListingKind, pks: set[int]) -> None:
    """These are to be matched again, although their own texts have not changed."""
    MODELS[kind].objects.published().filter(pk__in=pks).update(matched_revision=0)


def _mark_matched(kind: ListingKind, listings: Sequence[Listing]) -> None:
    """These wait no longer, but for those that were edited while we matched them."""
    now = timezone.now()
    for revision in {listing.revision for listing in listings}:
        pks = [listing.pk for listing in listings if listing.revision == revision]
        MODELS[kind].objects.filter(pk__in=pks, revision=revision).update(
            matched_revision=revision, matched_at=now, matching_since=None
        )
