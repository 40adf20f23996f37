"""What becomes of a listing at the coordinators: a port to which a room above connects.

The marketplace may not import the matching, which has the pairs. So it says here what a poster may learn of
them: how many, and what to change; never who the other sides are.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from ydeu.accounts.models import User
from ydeu.marketplace.models import Listing


@dataclass(frozen=True)
class Advice:
    """Why pairs with a listing were turned down, and what to change; ``notes`` are for its poster."""

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
    """Who knows the pairs."""

    def outcome_of(self, listing: Listing) -> Outcome:
        """In two queries, however many pairs there are."""

    def may_ask(self, listing: Listing, user: User) -> bool:
        """Whether ``user`` may tell the coordinators of an interest in the listing."""

    def is_introduced(self, listing: Listing, user: User) -> bool:
        """Whether both sides have accepted to be introduced, and ``user`` acts for the other one."""


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
    """Let ``port`` answer from now on; returns who did before."""
    before, _Connected.port = _Connected.port, port
    return before


def outcome_of(listing: Listing) -> Outcome:
    return _Connected.port.outcome_of(listing)


def may_ask(listing: Listing, user: User) -> bool:
    return _Connected.port.may_ask(listing, user)


def is_known_to(listing: Listing, user: Any) -> bool:
    """Whether ``user`` may know who stands behind it: by its visibility, or by having been introduced."""
    if listing.is_known_to(user):
        return True
    return user.is_authenticated and _Connected.port.is_introduced(listing, user)
