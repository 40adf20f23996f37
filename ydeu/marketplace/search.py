"""Finds listings by their words: a port to which a room above connects.

The marketplace may not import the matching, which has the index. The port says what the marketplace asks, and
the matching registers the answer. None means that there is no answer: no index exists, or it cannot be read.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from django.utils.safestring import SafeString

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing


class Hit(NamedTuple):
    """A published listing, and the share of the question that it speaks of: about 1 at most."""

    pk: int
    score: float


class Marked(NamedTuple):
    """The texts of a card as HTML, with the found words in <mark>."""

    title: SafeString
    summary: SafeString


class SearchPort(Protocol):
    """Answers from all published listings. The marketplace decides who may see which of them."""

    def ranked(self, kind: ListingKind, words: str, limit: int) -> list[Hit] | None:
        """The listings of a kind that speak most of the typed words, best first."""

    def alike(self, listing: Listing, limit: int) -> list[Hit] | None:
        """The other listings of its kind that speak most of what a stored listing says, best first."""

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> list[float] | None:
        """How much of the listing stands in each other one and the reverse: the smaller share of the two.

        1 is a copy. A short text inside a long one has a small share. The listings may be in any state.
        """

    def marked(self, words: str, listings: Sequence[Listing]) -> list[Marked] | None:
        """Titles and summaries with the words marked."""


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
    """Let ``port`` answer from now on. Returns the port before it."""
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
