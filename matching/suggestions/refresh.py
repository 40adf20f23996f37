"""From listings to suggested pairs: the only module that ranks pairs.

A pair is suggested while either side counts it among its best. The matcher adds, scores and supersedes pairs.
It never touches a pair that a coordinator has decided or that a member has asked for. ``banding`` then says
which of them come into the queue.
"""

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
from matching.suggestions.changes import NEEDED, Changes
from matching.suggestions.moves import move
from matching.suggestions.partners import ScoredPair
from matching.suggestions.sightings import RANK_FIELD, pairs_seen
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State


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
    seen = pairs_seen(kind, listings, found, version)
    insertion.insert_missing(list(seen.values()))
    known = _rescorable_pairs_of(kind, listings)
    unseen = [row for row in known if (row.offer_id, row.demand_id) not in seen]
    in_doubt = _outdated_partners(kind, listings, unseen)
    changes = Changes(RANK_FIELD[kind])
    for row in known:
        changes.note(row, seen.get((row.offer_id, row.demand_id)))
    changes.store(version)
    move(changes.unranked(), SuggestionState.SUPERSEDED)
    return in_doubt


def _outdated_partners(
    kind: ListingKind, listings: Sequence[Listing], unseen: Sequence[Suggestion]
) -> set[int]:
    """The partners that ranked one of these pairs by a text that its listing no longer has."""
    revisions = {listing.pk: listing.revision for listing in listings}
    return {_number_in(row, kind.opposite) for row in unseen if _is_outdated(row, kind, revisions)}


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
