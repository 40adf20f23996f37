"""What becomes of a listing at the coordinators: the door at which a room above answers.

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


class Reporter(Protocol):
    """Who knows the pairs."""

    def outcome_of(self, listing: Listing) -> Outcome:
        """In two queries, however many pairs there are."""

    def may_ask(self, listing: Listing, user: User) -> bool:
        """Whether ``user`` may tell the coordinators of an interest in the listing."""

    def is_introduced(self, listing: Listing, user: User) -> bool:
        """Whether both sides have accepted to be introduced, and ``user`` acts for the other one."""


class _NoReporter:
    """Before anybody has registered."""

    def outcome_of(self, listing: Listing) -> Outcome:
        return Outcome()

    def may_ask(self, listing: Listing, user: User) -> bool:
        return False

    def is_introduced(self, listing: Listing, user: User) -> bool:
        return False


class _Door:
    reporter: Reporter = _NoReporter()


def use(reporter: Reporter) -> Reporter:
    """Let ``reporter`` answer from now on; returns who did before."""
    before, _Door.reporter = _Door.reporter, reporter
    return before


def outcome_of(listing: Listing) -> Outcome:
    return _Door.reporter.outcome_of(listing)


def may_ask(listing: Listing, user: User) -> bool:
    return _Door.reporter.may_ask(listing, user)


def is_known_to(listing: Listing, user: Any) -> bool:
    """Whether ``user`` may know who stands behind it: by its visibility, or by having been introduced."""
    if listing.is_known_to(user):
        return True
    return user.is_authenticated and _Door.reporter.is_introduced(listing, user)
