"""Finds listings with a similar text: suggestions for a reader, and copies."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, Length

from ydeu.accounts.models import User
from ydeu.marketplace import search
from ydeu.marketplace.listing_fields import matched_names
from ydeu.marketplace.models import Listing, Requirement
from ydeu.marketplace.states import State

MAX_SIMILAR = 5
LOOKED_AT = 30
"""The number of most similar listings to read, because the reader may not see all of them."""
SIMILAR_SHARE = 0.2
"""A similar listing covers at least this share of the other. Found by reading 3,900 real listings: from a
fifth on most are of the same trade, from a third on nearly all, below a sixth they only share phrases."""

DUPLICATE_SHARE = 0.8
"""From this likeness on, a listing counts as a copy. Of 678 real demands, 27 pairs reach it, and all are
copies. Down to 0.71 there are no other pairs. Below are different listings of the same trade."""
MAX_DUPLICATES = 3
LATEST_OF_OWN = 100
"""The most listings of the same enterprise to compare, the latest first."""
MAX_CHARACTERS = 120_000
"""The most characters that one comparison reads. A usual listing has 2,000."""
STANDING = (State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED, State.PUBLISHED, State.PAUSED)


class Similar(NamedTuple):
    """A similar listing, and the words and phrases that both share."""

    listing: Listing
    words: Sequence[str] = ()


class Duplicate(NamedTuple):
    """A listing with nearly the same text. ``is_own`` if both are of the same enterprise."""

    listing: Listing
    is_own: bool


def similar_to(listing: Listing, *, user: User) -> list[Similar]:
    """The most similar listings of its kind that ``user`` may browse, best first."""
    hits = search.alike(listing, LOOKED_AT) or ()
    near = [hit.pk for hit in hits if hit.score >= SIMILAR_SHARE]
    seen = {row.pk: row for row in _browsable(listing, near, user)}
    shown = [seen[pk] for pk in near if pk in seen][:MAX_SIMILAR]
    words = search.common_words(listing, shown) if shown else None
    return [Similar(row, words[at] if words else ()) for at, row in enumerate(shown)]


def duplicates_of(listing: Listing, *, user: User) -> list[Duplicate]:
    """The listings that a stored listing may be a copy of, the most similar first.

    They are open listings of its enterprise, or published ones that ``user`` may browse. The page does not
    name their enterprises, because some are anonymous.
    """
    near = [hit.pk for hit in search.alike(listing, LOOKED_AT) or ()]
    browsable = type(listing).objects.browsable_by(user).filter(pk__in=near).exclude(pk=listing.pk)
    others = _within_bounds(listing, browsable, _others_of_its_enterprise(listing))
    likeness = search.likeness(listing, others) if others else ()
    measured = sorted(zip(likeness or (), others, strict=False), key=lambda pair: (-pair[0], pair[1].pk))
    return [
        Duplicate(other, other.enterprise_id == listing.enterprise_id)
        for share, other in measured
        if share >= DUPLICATE_SHARE
    ][:MAX_DUPLICATES]


def _browsable(listing: Listing, pks: Iterable[int], user: User) -> Iterable[Listing]:
    rows = type(listing).objects.browsable_by(user).filter(pk__in=pks).exclude(pk=listing.pk)
    found: Iterable[Listing] = rows.with_parties()
    return found


def _others_of_its_enterprise(listing: Listing) -> Any:
    rows = type(listing).objects.filter(enterprise=listing.enterprise_id, state__in=STANDING)
    return rows.exclude(pk=listing.pk).order_by("-updated_at", "-pk")[:LATEST_OF_OWN]


def _within_bounds(listing: Listing, *found: Any) -> list[Listing]:
    """The listings of the querysets, as many as fit into ``MAX_CHARACTERS`` together with ``listing``.

    Only their sizes are read for that, so that the texts of the others stay in the database.
    """
    sizes: dict[int, int] = {}
    for rows in found:
        for pk, size in _sized(rows).values_list("pk", "size"):
            sizes.setdefault(pk, size)
    own = type(listing).objects.filter(pk=listing.pk)
    room = MAX_CHARACTERS - sum(_sized(own).values_list("size", flat=True))
    fitting = []
    for pk, size in sizes.items():
        if size <= room:
            fitting.append(pk)
            room -= size
    return list(type(listing).objects.filter(pk__in=fitting).with_parties())


def _sized(rows: Any) -> Any:
    """The rows with ``size``, the characters that the engine would read of each."""
    names = matched_names(rows.model.kind)
    size: Any = reduce(add, (Length(name) for name in names if name != "requirements"))
    if "requirements" in names:
        said = Requirement.objects.filter(demand=OuterRef("pk")).order_by().values("demand")
        lengths = said.annotate(sum=Sum(Length("name") + Length("value") + Length("unit"))).values("sum")
        size += Coalesce(Subquery(lengths), 0)
    return rows.annotate(size=size)
