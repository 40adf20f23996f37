"""What a poster may learn of the pairs of a listing: a port that a room above implements.

The marketplace may not import ``matching``, which has the pairs. The port tells how many pairs there are and
what the poster can change. It never names the other sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from ydeu.accounts.models import User
from ydeu.marketplace.models import Listing


@dataclass(frozen=True)
class Advice:
    """One reason for the rejection of pairs with a listing, and the ``notes`` for its poster."""

    reason: str
    text: str
    count: int
    notes: list[str] = field(default_factory=list)


class Gap(StrEnum):
    """Why a demand has no offer that is worth an introduction."""

    NO_OFFER = "no_offer"
    TOO_VAGUE = "too_vague"


@dataclass(frozen=True)
class Outcome:
    """The numbers of pairs of one listing, and the advice for its poster. Weak pairs do not count."""

    in_review: int = 0
    approved: int = 0
    advice: list[Advice] = field(default_factory=list)
    gap: Gap | None = None
    """Set for a published demand that no offer answers."""


class PosterFeedbackPort(Protocol):
    """The interface of the room that has the pairs."""

    def outcome_of(self, listing: Listing) -> Outcome:
        """The outcome of a listing, in the same few queries for any number of pairs."""

    def gaps_among(self, demands: Sequence[int]) -> dict[int, Gap]:
        """Those of the demands that no offer answers, by primary key. One query."""

    def may_ask(self, listing: Listing, user: User) -> bool:
        """True if ``user`` may tell the coordinators of an interest in the listing."""

    def is_introduced(self, listing: Listing, user: User) -> bool:
        """True if both sides accepted an introduction and ``user`` is a member of the other side."""


class _NoFeedback:
    """The default until a room above connects: no pairs."""

    def outcome_of(self, listing: Listing) -> Outcome:
        return Outcome()

    def gaps_among(self, demands: Sequence[int]) -> dict[int, Gap]:
        return {}

    def may_ask(self, listing: Listing, user: User) -> bool:
        return False

    def is_introduced(self, listing: Listing, user: User) -> bool:
        return False


class _Connected:
    port: PosterFeedbackPort = _NoFeedback()


def connect(port: PosterFeedbackPort) -> PosterFeedbackPort:
    """Use ``port`` from now on. Returns the previous port."""
    before, _Connected.port = _Connected.port, port
    return before


def outcome_of(listing: Listing) -> Outcome:
    return _Connected.port.outcome_of(listing)


def gaps_among(demands: Sequence[int]) -> dict[int, Gap]:
    return _Connected.port.gaps_among(demands)


def may_ask(listing: Listing, user: User) -> bool:
    return _Connected.port.may_ask(listing, user)


def is_known_to(listing: Listing, user: Any) -> bool:
    """True if ``user`` may know the enterprise: by the visibility, or after an introduction."""
    if listing.is_known_to(user):
        return True
    return user.is_authenticated and _Connected.port.is_introduced(listing, user)
