"""The search for listings by words: a port that a room above implements.

The marketplace may not import ``matching``, which has the index. So ``matching`` registers an implementation
of the port. A method returns None if there is no index or it cannot be read.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from django.utils.safestring import SafeString

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing

LEAST_SPECIFIC_WORDS = 2
"""A demand with fewer words that tell it from others cannot be matched."""


class Hit(NamedTuple):
    """A published listing, and the share of the query that it covers: about 1 at most."""

    pk: int
    score: float


class Marked(NamedTuple):
    """The texts of a listing card as HTML, with the found words in <mark>."""

    title: SafeString
    summary: SafeString
    keywords: list[SafeString]


class SearchPort(Protocol):
    """The search in all published listings. The marketplace decides who may see which of them."""

    def ranked(self, kind: ListingKind, words: str, limit: int) -> list[Hit] | None:
        """The best hits for the words, best first."""

    def alike(self, listing: Listing, limit: int) -> list[Hit] | None:
        """The listings of the same kind that cover most of a stored listing, best first."""

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> list[float] | None:
        """The likeness of the listing to each other one: the smaller share that one covers of the other.

        1 is a copy. A short text inside a long one has a small share. The listings may be in any state.
        """

    def common_words(self, listing: Listing, others: Sequence[Listing]) -> list[list[str]] | None:
        """The words and phrases in which each other listing is like the listing, a few, heaviest first."""

    def marked(self, words: str, listings: Sequence[Listing]) -> list[Marked] | None:
        """The titles, summaries and technology keywords with the words marked."""

    def specific_words(self, listing: Listing) -> list[str] | None:
        """The words of a stored listing, in any state, that tell it from others; the most specific first."""


class _NoSearch:
    """The default until a room above connects: no index."""

    def ranked(self, kind: ListingKind, words: str, limit: int) -> None:
        return None

    def alike(self, listing: Listing, limit: int) -> None:
        return None

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> None:
        return None

    def common_words(self, listing: Listing, others: Sequence[Listing]) -> None:
        return None

    def marked(self, words: str, listings: Sequence[Listing]) -> None:
        return None

    def specific_words(self, listing: Listing) -> None:
        return None


class _Connected:
    port: SearchPort = _NoSearch()


def connect(port: SearchPort) -> SearchPort:
    """Use ``port`` from now on. Returns the previous port."""
    before, _Connected.port = _Connected.port, port
    return before


def ranked(kind: ListingKind, words: str, limit: int) -> list[Hit] | None:
    return _Connected.port.ranked(kind, words, limit)


def alike(listing: Listing, limit: int) -> list[Hit] | None:
    return _Connected.port.alike(listing, limit)


def likeness(listing: Listing, others: Sequence[Listing]) -> list[float] | None:
    return _Connected.port.likeness(listing, others)


def common_words(listing: Listing, others: Sequence[Listing]) -> list[list[str]] | None:
    return _Connected.port.common_words(listing, others)


def marked(words: str, listings: Sequence[Listing]) -> list[Marked] | None:
    return _Connected.port.marked(words, listings)


def specific_words(listing: Listing) -> list[str] | None:
    return _Connected.port.specific_words(listing)


def is_too_vague(listing: Listing) -> bool:
    """True if the index says that too few words of a demand tell which technology is wanted.

    A demand can be submitted all the same.
    """
    words = specific_words(listing) if listing.kind == ListingKind.DEMAND else None
    return words is not None and len(words) < LEAST_SPECIFIC_WORDS
