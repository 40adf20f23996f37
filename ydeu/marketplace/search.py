"""Finding listings by what they say: the door at which a room above answers.

The marketplace may not import the matching, which has the index. So it says here what it asks for, and the
matching registers who answers. None means that nobody can: no index was built yet, or it cannot be read.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from django.utils.safestring import SafeString

from ydeu.marketplace.enums import Kind
from ydeu.marketplace.models import Listing


class Hit(NamedTuple):
    """A published listing, and the share of what was asked that it speaks of: about 1 at most."""

    pk: int
    score: float


class Marked(NamedTuple):
    """What a card shows of a listing, as HTML in which the words that were found stand in <mark>."""

    title: SafeString
    summary: SafeString


class Finder(Protocol):
    """Answers from all published listings; who may see which of them is the marketplace's to say."""

    def ranked(self, kind: Kind, words: str, limit: int) -> list[Hit] | None:
        """The listings of a kind that speak most of what was typed, best first."""

    def alike(self, listing: Listing, limit: int) -> list[Hit] | None:
        """The listings of its kind that speak most of what a stored one says, best first, without itself."""

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> list[float] | None:
        """How much of each other one stands in the listing and the other way round, the smaller of the two.

        1 is a copy. A short text inside a long one is none: the long one says much more. Any state will do.
        """

    def marked(self, words: str, listings: Sequence[Listing]) -> list[Marked] | None:
        """Titles and summaries with what each has of the words marked."""


class _NoFinder:
    """Before anybody has registered."""

    def ranked(self, kind: Kind, words: str, limit: int) -> None:
        return None

    def alike(self, listing: Listing, limit: int) -> None:
        return None

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> None:
        return None

    def marked(self, words: str, listings: Sequence[Listing]) -> None:
        return None


class _Door:
    finder: Finder = _NoFinder()


def use(finder: Finder) -> Finder:
    """Let ``finder`` answer from now on; returns who did before."""
    before, _Door.finder = _Door.finder, finder
    return before


def ranked(kind: Kind, words: str, limit: int) -> list[Hit] | None:
    return _Door.finder.ranked(kind, words, limit)


def alike(listing: Listing, limit: int) -> list[Hit] | None:
    return _Door.finder.alike(listing, limit)


def likeness(listing: Listing, others: Sequence[Listing]) -> list[float] | None:
    return _Door.finder.likeness(listing, others)


def marked(words: str, listings: Sequence[Listing]) -> list[Marked] | None:
    return _Door.finder.marked(words, listings)
