"""Tells a poster about the pairs with a listing: a port to which a room above connects.

The marketplace may not import the matching, which has the pairs. The port says what a poster may learn: how
many pairs there are and what to change. It never names the other sides.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from ydeu.accounts.models import User
from ydeu.marketplace.models import Listing


@dataclass(frozen=True)
class Advice:
    """The reason why pairs with a listing were rejected, and the ``notes`` for its poster."""

    reason: str
    text: str
    count: int
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """The pairs of one listing, in numbers."""

    in_review: int = 0
    approved: int = 0
    advice: list[Advice] = field(default_factory=list)


class PosterFeedbackPort(Protocol):
    """The room that knows the pairs."""

    def outcome_of(self, listing: Listing) -> Outcome:
        """The outcome in two queries, for any number of pairs."""

    def may_ask(self, listing: Listing, user: User) -> bool:
        """True if ``user`` may tell the coordinators of an interest in the listing."""

    def is_introduced(self, listing: Listing, user: User) -> bool:
        """True if both sides have accepted an introduction and ``user`` acts for the other side."""


class _NoFeedback:
    """Answers nothing until a room above connects."""

    def outcome_of(self, listing: Listing) -> Outcome:
        return Outcome()

    def may_ask(self, listing: Listing, user: User) -> bool:
        return False

    def is_introduced(self, listing: Listing, user: User) -> bool:
        return False


class _Connected:
    port: PosterFeedbackPort = _NoFeedback()


def connect(port: PosterFeedbackPort) -> PosterFeedbackPort:
    """Let ``port`` answer from now on. Returns the port before it."""
    before, _Connected.port = _Connected.port, port
    return before


def outcome_of(listing: Listing) -> Outcome:
    return _Connected.port.outcome_of(listing)


def may_ask(listing: Listing, user: User) -> bool:
    return _Connected.port.may_ask(listing, user)


def is_known_to(listing: Listing, user: Any) -> bool:
    """True if ``user`` may know its enterprise: by its visibility, or after an introduction."""
    if listing.is_known_to(user):
        return True
    return user.is_authenticated and _Connected.port.is_introduced(listing, user)
