"""From listings to suggested pairs: the only module that ranks pairs.

A pair is suggested while either side counts it among its best. The matcher adds, scores and supersedes pairs.
It never touches a pair that a coordinator has decided or that a member has asked for. ``banding`` then says
which of them come into the queue.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from matching.engine import Index
from matching.index import market_index
from matching.index.documents import MODELS
from matching.models import Suggestion
from matching.models.suggestion_query import BOTH_PUBLISHED, ONE_ORGANISATION, SuggestionQuerySet
from matching.states import RESCORABLE, SuggestionState
from matching.suggestions import banding, insertion, partners, vagueness
from matching.suggestions.insertion import NewPair
from matching.suggestions.moves import move
from matching.suggestions.partners import ScoredPair
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State

RANK_FIELD = {ListingKind.DEMAND: "offer_rank", ListingKind.OFFER: "demand_rank"}
"""The column with the rank of the partner among the best of a listing of this kind, from 1.

``offer_rank`` is the place of the offer among the best offers of the demand.
"""

RATED = ("score", "base_strength")
READ = ("index_version", "offer_revision", "demand_revision")
SCORED = (*RATED, *READ)
OF_THE_PAIR = tuple(name for name in SCORED if name != "index_version")
"""Numbers that differ from pair to pair. The others are written for all pairs at once, which is cheaper."""
NEEDED = ("pk", "offer_id", "demand_id", "origin", "state", *SCORED, *RANK_FIELD.values())
ROUNDING = 1e-6
"""Weights have single precision, so a score is not known any better."""


def refresh_one(listing: Listing) -> None:
    """Find and store the partners of one published listing."""
    refresh_many(listing.kind, [listing])


def refresh_many(kind: ListingKind, listings: Sequence[Listing], index: Index | None = None) -> int:
    """Match published listings of one kind. Returns how many pairs were found for them.

    The rows must be as read from the database: a listing that was edited since then continues to wait. The
    listings are marked as matched last, so that they are matched again if anything stops this earlier.
    """
    index = index or market_index.current_or_build()
    found = partners.find(index, kind, listings)
    if kind == ListingKind.DEMAND:
        vagueness.note(index, listings)
    with transaction.atomic():
        in_doubt = _write(kind, listings, found, index.version)
    of_them = _pairs_of(kind, listings)
    # The pairs are committed: a listing that is withdrawn after this line supersedes them itself.
    unpublished = of_them.exclude(BOTH_PUBLISHED).order_by().values_list("pk", flat=True)
    _supersede_unpublished(Suggestion.objects.filter(pk__in=list(unpublished)))
    banding.restate_scored(of_them)
    _requeue(kind.opposite, in_doubt)
    _mark_matched(kind, listings)
    return len(found)


def supersede_listing(listing: Listing) -> int:
    """Supersede the undecided suggestions of a listing if it is no longer published. Returns how many."""
    return _supersede_unpublished(Suggestion.objects.filter(**{listing.kind: listing}))


def supersede_unpublished() -> int:
    """Supersede all undecided pairs without two published sides of two organisations. Returns how many."""
    pairs = Suggestion.objects.all()
    return _supersede_unpublished(pairs) + _supersede_selves(pairs)


def supersede_pairs_with_itself(enterprise: Enterprise) -> int:
    """Supersede the undecided pairs of a renamed enterprise with its namesakes. Returns how many."""
    either = Q(offer__enterprise=enterprise) | Q(demand__enterprise=enterprise)
    return _supersede_selves(Suggestion.objects.filter(either))


def _supersede_selves(pairs: SuggestionQuerySet) -> int:
    """Supersede the undecided pairs among ``pairs`` whose sides are one organisation. No side ranks them.

    A pair that a member asked for stays open, because the member gets an answer, but nobody can approve it.
    """
    with transaction.atomic():
        own = pairs.undecided().of_the_matcher().filter(ONE_ORGANISATION)
        rows = list(own.select_for_update(of=("self",)).order_by("offer_id", "demand_id"))
        unranked = dict.fromkeys(RANK_FIELD.values())
        Suggestion.objects.filter(pk__in=[row.pk for row in rows]).update(**unranked)
        return move(rows, SuggestionState.SUPERSEDED)


def _write(kind: ListingKind, listings: Sequence[Listing], found: list[ScoredPair], version: str) -> set[int]:
    """Insert new pairs, score known ones again, and supersede those that neither side ranks any more.

    Returns the partners that still rank a listing by a text it no longer has: they have to be matched again.
    """
    seen = _seen(kind, listings, found, version)
    insertion.insert_missing(list(seen.values()))
    rank_of, in_doubt = RANK_FIELD[kind], set()
    changed: list[Suggestion] = []
    scored: list[Suggestion] = []
    ranked: list[Suggestion] = []
    revisions = {listing.pk: listing.revision for listing in listings}
    for row in _rescorable_pairs_of(kind, listings):
        fresh = seen.get((row.offer_id, row.demand_id))
        rank = getattr(fresh, rank_of) if fresh else None
        if fresh is None and _is_outdated(row, kind, revisions):
            in_doubt.add(_number_in(row, kind.opposite))
        if fresh and not _is_scored_alike(row, fresh):
            scored.append(row)
            changed += [row] if _copy(fresh, row) else []
        elif getattr(row, rank_of) != rank or _is_ranked(row) != (row.state != SuggestionState.SUPERSEDED):
            ranked.append(row)
        setattr(row, rank_of, rank)
    Suggestion.objects.bulk_update(changed, OF_THE_PAIR, batch_size=200)
    _store(rank_of, scored, ranked, version)
    left = [
        row for row in (*scored, *ranked) if row.state != SuggestionState.SUPERSEDED and not _is_ranked(row)
    ]
    move(left, SuggestionState.SUPERSEDED)
    return in_doubt


def _store(rank_of: str, scored: list[Suggestion], ranked: list[Suggestion], version: str) -> None:
    """Write what rows share: some were scored again, others have only another rank. All get new bands."""
    with_rank: dict[int | None, list[int]] = defaultdict(list)
    for row in (*scored, *ranked):
        with_rank[getattr(row, rank_of)].append(row.pk)
    for rank, pks in with_rank.items():
        Suggestion.objects.filter(pk__in=pks).update(**{rank_of: rank})
    rows = Suggestion.objects.filter(pk__in=[row.pk for row in scored])
    rows.update(index_version=version, scored_at=timezone.now(), terms=None, is_rated=False)
    Suggestion.objects.filter(pk__in=[row.pk for row in ranked]).update(is_rated=False)


def _seen(
    kind: ListingKind, listings: Sequence[Listing], found: list[ScoredPair], version: str
) -> dict[tuple[int, int], NewPair]:
    """The pairs with what the matcher stores, by (offer, demand), in the order in which workers lock them.

    Pairs of listings that were withdrawn or deleted since the search are left out, and pairs of one
    organisation: the index knows its owners as they were called when it was built.
    """
    offers = _live(ListingKind.OFFER, {each.offer for each in found})
    demands = _live(ListingKind.DEMAND, {each.demand for each in found})
    read = {listing.pk: listing.revision for listing in listings}
    revisions = {
        side: {pk: read[pk] if side == kind else revision for pk, (revision, _name) in rows.items()}
        for side, rows in ((ListingKind.OFFER, offers), (ListingKind.DEMAND, demands))
    }
    return {
        (each.offer, each.demand): NewPair(
            offer_id=each.offer,
            demand_id=each.demand,
            score=each.score,
            base_strength=each.strength,
            index_version=version,
            offer_revision=revisions[ListingKind.OFFER][each.offer],
            demand_revision=revisions[ListingKind.DEMAND][each.demand],
            **{RANK_FIELD[kind]: each.rank},
        )
        for each in sorted(found, key=lambda each: (each.offer, each.demand))
        if _are_two_parties(offers.get(each.offer), demands.get(each.demand))
    }


def _are_two_parties(offer: tuple[int, str] | None, demand: tuple[int, str] | None) -> bool:
    """True if both listings are still published and their owners have different names."""
    return offer is not None and demand is not None and offer[1] != demand[1]


def _live(kind: ListingKind, pks: set[int]) -> dict[int, tuple[int, str]]:
    """Revision and folded name of the owner of those listings that are published."""
    rows = MODELS[kind].objects.published().filter(pk__in=pks).order_by()
    found = rows.values_list("pk", "revision", "enterprise__folded_name")
    return {pk: (revision, name) for pk, revision, name in found}


def _rescorable_pairs_of(kind: ListingKind, listings: Sequence[Listing]) -> list[Suggestion]:
    """The pairs of these listings that the matcher may change, locked until the transaction ends.

    No query names the states: without statistics, SQLite would read all folded pairs of the market.
    """
    found = _pairs_of(kind, listings).order_by().values_list("pk", "state")
    pks = [pk for pk, state in found if state in RESCORABLE]
    rows = Suggestion.objects.filter(pk__in=pks).only(*NEEDED).select_for_update()
    return [row for row in rows.order_by("offer_id", "demand_id") if row.is_rescorable]


def _pairs_of(kind: ListingKind, listings: Sequence[Listing]) -> SuggestionQuerySet:
    return Suggestion.objects.filter(**{f"{kind}__in": [listing.pk for listing in listings]})


def _number_in(row: Suggestion, kind: ListingKind) -> int:
    return row.offer_id if kind == ListingKind.OFFER else row.demand_id


def _is_outdated(row: Suggestion, kind: ListingKind, revisions: dict[int, int]) -> bool:
    """True if the partner ranked the pair by a text that its listing of ``kind`` no longer has."""
    is_ranked = getattr(row, RANK_FIELD[kind.opposite]) is not None
    return is_ranked and getattr(row, f"{kind}_revision") != revisions[_number_in(row, kind)]


def _is_scored_alike(row: Suggestion, fresh: NewPair) -> bool:
    """True if both have the same numbers. The search from the other side adds in another order."""
    if any(getattr(row, name) != getattr(fresh, name) for name in READ):
        return False
    return all(math.isclose(getattr(row, name), getattr(fresh, name), rel_tol=ROUNDING) for name in RATED)


def _copy(fresh: NewPair, row: Suggestion) -> bool:
    """Give the row the numbers of the pair. Returns False if only the version of the index is another."""
    is_changed = any(getattr(row, name) != getattr(fresh, name) for name in OF_THE_PAIR)
    for name in SCORED:
        setattr(row, name, getattr(fresh, name))
    return is_changed


def _is_ranked(row: Suggestion) -> bool:
    return row.offer_rank is not None or row.demand_rank is not None


def _supersede_unpublished(pairs: SuggestionQuerySet) -> int:
    """Supersede the undecided pairs among ``pairs`` with a listing that is no longer published.

    A pair that a member asked for stays open, because the member gets an answer. The ranks that the
    unpublished listing gave are removed: it is matched again if it comes back.
    """
    with transaction.atomic():
        left = pairs.undecided().of_the_matcher().exclude(BOTH_PUBLISHED).select_for_update(of=("self",))
        rows = list(left.order_by("offer_id", "demand_id"))
        for kind in ListingKind:
            ours = Suggestion.objects.filter(pk__in=[row.pk for row in rows])
            ours.exclude(**{f"{kind}__state": State.PUBLISHED}).update(**{RANK_FIELD[kind]: None})
        moved = move(rows, SuggestionState.SUPERSEDED)
    # Without its best offer, a demand may be content with what stood behind the gap.
    banding.restate_without_weak(row.demand_id for row in rows if row.state != SuggestionState.FOLDED)
    return moved


def _requeue(kind: ListingKind, pks: set[int]) -> None:
    """Make these listings wait again, although their own texts have not changed."""
    MODELS[kind].objects.published().filter(pk__in=pks).update(matched_revision=0)


def _mark_matched(kind: ListingKind, listings: Sequence[Listing]) -> None:
    """Mark these listings as matched, except those that were edited in the meantime."""
    now = timezone.now()
    for revision in {listing.revision for listing in listings}:
        pks = [listing.pk for listing in listings if listing.revision == revision]
        MODELS[kind].objects.filter(pk__in=pks, revision=revision).update(
            matched_revision=revision, matched_at=now, matching_since=None
        )
