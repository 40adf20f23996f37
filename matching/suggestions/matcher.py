"""One round of matching: an index, the listings that it is for, and whatever they fail of."""

from collections.abc import Sequence

from matching.engine import Index
from matching.index import lock, market_index, match_queue, rebuild
from matching.index.documents import texts_of
from matching.index.store import Label
from matching.suggestions import failures
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing


def match_one(kind: ListingKind, pk: int) -> bool:
    """Match one listing, if it is still published and was not matched meanwhile.

    False if it goes on waiting: thousands were published at once, and each would be weighed beside the same
    thousands. A new index is needed first, then ``match_some`` takes it.
    """
    listing = texts_of(kind).awaiting_matching().filter(pk=pk).first()
    if listing is None:
        return True
    index = market_index.fresh()
    if rebuild.exceeds_delta(index):
        return False
    _match(kind, [listing], index)
    return True


def match_some() -> int:
    """Match some of the listings that wait; returns how many were taken.

    A new index may take minutes, so it is there before anything is taken: the marks must not run out. Where
    another one is being built because the market has become another one, they wait for that.
    """
    if not match_queue.count_unclaimed():
        return 0
    index = market_index.fresh()
    if lock.is_under_way() and rebuild.has_drifted(index):
        return 0
    taken = match_queue.claim()
    if taken is None:
        return 0
    _match(*taken, index)
    return len(taken[1])


def _match(kind: ListingKind, listings: Sequence[Listing], index: Index) -> None:
    """Once more if meanwhile an index of other words came into use: that let all wait, but for these."""
    failures.match_or_record(kind, listings, index)
    now = market_index.current()
    if now is not None and Label.of(now).words != Label.of(index).words:
        match_queue.requeue(kind, listings)
