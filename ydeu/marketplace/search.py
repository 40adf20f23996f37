"""Finding listings by what they say: a port to which a room above connects.

The marketplace may not import the matching, which has the index. So it says here what it asks for, and the
matching registers who answers. None means that nobody can: no index was built yet, or it cannot be read.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from django.utils.safestring import SafeString

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing


class Hit(NamedTuple):
    """A published listing, and the share of what was asked that it speaks of: about 1 at most."""

    pk: int
    score: float


class Marked(NamedTuple):
    """What a card shows of a listing, as HTML in which the words that were found stand in <mark>."""

    title: SafeString
    summary: SafeString


class SearchPort(Protocol):
    """Answers from all published listings; who may see which of them is the marketplace's to say."""

    def ranked(self, kind: ListingKind, words: str, limit: int) -> list[Hit] | None:
        """The listings of a kind that speak most of what was typed, best first."""

    def alike(self, listing: Listing, limit: int) -> list[Hit] | None:
        """The listings of its kind that speak most of what a stored one says, best first, without itself."""

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> list[float] | None:
        """How much of each other one stands in the listing and the other way round, the smaller of the two.

        1 is a copy. A short text inside a long one is none: the long one says much more. Any state will do.
        """

    def marked(self, words: str, listings: Sequence[Listing]) -> list[Marked] | None:
        """Titles and summaries with what each has of the words marked."""


class _NoSearch:
    """Answers nothing until a room above connects."""

    def ranked(self, kind: ListingKind, words: str, limit: int) -> None:
        return None

    def alike(self, listing: Listing, limit: int) -> None:
        return None

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> None:
        return None

    def marked(self, words: str, listings: Sequence[Listing]) -> None:
        return None


class _Connected:
    port: SearchPort = _NoSearch()


def connect(port: SearchPort) -> SearchPort:
    """Let ``port`` answer from now on; returns who did before."""
    before, _Connected.port = _Connected.port, port
    return before


def ranked(kind: ListingKind, words: str, limit: int) -> list[Hit] | None:
    return _Connected.port.ranked(kind, words, limit)


def alike(listing: Listing, limit: int) -> list[Hit] | None:
    return _Connected.port.alike(listing, limit)


def likeness(listing: Listing, others: Sequence[Listing]) -> list[float] | None:
    return _Connected.port.likeness(listing, others)


def marked(words: str, listings: Sequence[Listing]) -> list[Marked] | None:
    return _Connected.port.marked(words, listings)
