"""One round of matching: an index, the listings that it is for, and whatever they fail of."""

from matching import failures, waiting
from matching import index as indexes
from matching.documents import texts_of
from ydeu.marketplace.enums import Kind


def match_one(kind: Kind, pk: int) -> None:
    """Match one listing, if it is still published and was not matched meanwhile."""
    listing = texts_of(kind).awaiting_matching().filter(pk=pk).first()
    if listing is not None:
        failures.match(kind, [listing])


def match_some() -> int:
    """Match some of the listings that wait; returns how many were taken.

    A new index may take minutes, so it is there before anything is taken: the marks must not run out.
    """
    if not waiting.count_free():
        return 0
    index = indexes.fresh()
    taken = waiting.take()
    if taken is None:
        return 0
    kind, listings = taken
    failures.match(kind, listings, index)
    return len(listings)
