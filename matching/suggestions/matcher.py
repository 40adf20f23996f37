"""One round of matching: get an index, claim listings, match them, record failures."""

from collections.abc import Sequence

from matching.engine import Index
from matching.index import lock, market_index, match_queue, rebuild
from matching.index.documents import texts_of
from matching.index.store import Label
from matching.suggestions import failures
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing


def match_one(kind: ListingKind, pk: int) -> bool:
    """Match one listing, if it is still published and was not matched in the meantime.

    Returns False if the listing has to wait for a new index: thousands were published at once, and each match
    would weigh the same thousands again. ``match_some`` claims it when the new index is in use.
    """
    listing = texts_of(kind).awaiting_matching().filter(pk=pk).first()
    if listing is None:
        return True
    index = market_index.current_or_build()
    if rebuild.exceeds_delta(index):
        return False
    _match(kind, [listing], index)
    return True


def match_some() -> int:
    """Match up to a batch of the listings that wait. Returns how many were claimed.

    The first index may take minutes to build, so it is built before anything is claimed: claims expire. If a
    new index is being built because too much has changed, the listings wait for it.
    """
    if not match_queue.count_unclaimed():
        return 0
    index = market_index.current_or_build()
    if lock.is_under_way() and rebuild.has_drifted(index):
        return 0
    claimed = match_queue.claim()
    if claimed is None:
        return 0
    _match(*claimed, index)
    return len(claimed[1])


def _match(kind: ListingKind, listings: Sequence[Listing], index: Index) -> None:
    """Match the listings. If an index with another lexicon came into use since, make them wait again.

    Its publication made all listings wait, but matching these has just marked them as matched.
    """
    failures.match_or_record(kind, listings, index)
    in_use = market_index.current()
    if in_use is not None and Label.of(in_use).words != Label.of(index).words:
        match_queue.requeue(kind, listings)
