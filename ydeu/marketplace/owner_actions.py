"""The actions of an owner in each state of a listing, shown as buttons."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User
from ydeu.marketplace import freshness, listings
from ydeu.marketplace.leaks import leaks_of
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State
from ydeu.transitions import DomainError, TransitionRefused


class Telling(DomainError):
    """The text of an anonymous listing may tell who posted it. Its form shows the words."""


def _always(_listing: Listing) -> bool:
    return True


class Move(NamedTuple):
    action: str
    label: Any
    done: Any
    sources: frozenset[State]
    run: Callable[..., None]
    is_due: Callable[[Listing], bool] = _always
    """True if the button is shown now. The action itself is possible at any time."""

    @property
    def is_final(self) -> bool:
        """True if the action cannot be undone. Its page asks for a confirmation."""
        return self.action in FINAL


def _submit(listing: Listing, *, by: User) -> None:
    _refuse_to_tell(listing)
    listings.submit(listing, by=by)


def _renew(listing: Listing, *, by: User) -> None:
    """Renew the listing. Raises Telling if edits since its end may tell who posted it."""
    _refuse_to_tell(listing)
    listings.renew(listing, by=by)


def _refuse_to_tell(listing: Listing) -> None:
    """Raise Telling if the text may tell who posted the listing. Only the form shows the warning."""
    if leaks_of(listing):
        raise Telling(_("Its words may tell who you are: please read the warning, then submit it here."))


FINAL = frozenset({"fulfil", "withdraw"})


def _moves(*rows: tuple[Any, ...]) -> Mapping[str, Move]:
    return {
        action: Move(action, label, done, frozenset(sources), *how)
        for action, label, done, sources, *how in rows
    }


def _was_asked(listing: Listing) -> bool:
    return listing.asked_at is not None


def _ends_soon(listing: Listing) -> bool:
    soon = timezone.localdate() + timedelta(days=settings.LISTINGS_WARNING_DAYS)
    return listing.valid_until is not None and listing.valid_until <= soon


MOVES = _moves(
    (
        "submit",
        _("Submit for review"),
        _("Submitted. An administrator reads it before others can see it."),
        {State.DRAFT, State.CHANGES_REQUESTED},
        _submit,
    ),
    (
        "renew",
        _("Renew for a year"),
        _("Renewed and submitted. An administrator reads it before others can see it."),
        {State.EXPIRED},
        _renew,
    ),
    (
        "confirm",
        _("Yes, it is still open"),
        _("Thank you. It stays published."),
        {State.PUBLISHED},
        freshness.confirm,
        _was_asked,
    ),
    (
        "extend",
        _("Renew for a year"),
        _("Renewed: it stays published for another year."),
        {State.PUBLISHED},
        freshness.extend,
        _ends_soon,
    ),
    ("resume", _("Publish again"), _("It is published again."), {State.PAUSED}, listings.resume),
    (
        "pause",
        _("Pause"),
        _("Paused: nobody else sees it until you resume it."),
        {State.PUBLISHED},
        listings.pause,
    ),
    ("fulfil", _("Mark as fulfilled"), _("Marked as fulfilled."), {State.PUBLISHED}, listings.fulfil),
    ("withdraw", _("Withdraw"), _("Withdrawn."), {State.PUBLISHED}, listings.withdraw),
    (
        "archive",
        _("Archive"),
        _("Archived."),
        {State.REJECTED, State.FULFILLED, State.WITHDRAWN, State.EXPIRED},
        listings.archive,
    ),
)


def moves_of(listing: Listing) -> list[Move]:
    """The actions that the owner has now, the most likely first."""
    return [move for move in MOVES.values() if listing.state in move.sources and move.is_due(listing)]


def make(move: Move, listing: Listing, *, by: User) -> None:
    if listing.state not in move.sources:
        raise TransitionRefused(_("This is no longer possible here. Please reload the page."))
    move.run(listing, by=by)
