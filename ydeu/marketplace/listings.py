"""The life of a listing: the only module that moves its state.

Every function takes the listing and who asks, writes the event in the same transaction, and raises a
DomainError
when the rules say no. What has to happen elsewhere hears a signal after the commit.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User
from ydeu.marketplace.completeness import missing_fields
from ydeu.marketplace.models import Listing, ListingEvent
from ydeu.marketplace.moderation import tell_poster
from ydeu.marketplace.signals import listing_left, listing_published
from ydeu.marketplace.states import TRANSITIONS, State
from ydeu.notices.enums import Kind as NoticeKind
from ydeu.transitions import DomainError, swap_state

VALIDITY = timedelta(days=365)


class NotVerified(DomainError):
    """Only a verified enterprise may hand in a listing."""


class Incomplete(DomainError):
    """A required field is empty. ``fields`` names them."""

    def __init__(self, message: Any, fields: list[str]) -> None:
        super().__init__(message)
        self.fields = fields


def submit(listing: Listing, *, by: User) -> None:
    """Hand a draft to the administrators."""
    if not listing.enterprise.is_verified:
        raise NotVerified(
            _("Your enterprise has not been verified yet. The draft is kept; submit it afterwards.")
        )
    missing = missing_fields(listing)
    if missing:
        raise Incomplete(_("Please fill in what is missing before you submit."), missing)
    _move(listing, State.SUBMITTED, by=by, submitted_at=timezone.now())


def publish(listing: Listing, *, by: User | None) -> None:
    """Let everybody whom its visibility admits see the listing, and the matcher too."""
    with transaction.atomic():
        _enter_published(listing, by=by)
        tell_poster(NoticeKind.LISTING_PUBLISHED, listing)


def request_changes(listing: Listing, *, by: User, note: str) -> None:
    """Send the listing back to its poster with what to change."""
    if not note.strip():
        raise DomainError(_("Please write what should be changed."))
    with transaction.atomic():
        _move(listing, State.CHANGES_REQUESTED, by=by, note=note)
        tell_poster(NoticeKind.LISTING_CHANGES_REQUESTED, listing, note=note)


def reject(listing: Listing, *, by: User, reason: str, note: str = "") -> None:
    """Turn the listing down for good, with a reason that its poster reads."""
    if not reason or (reason == "other" and not note.strip()):
        raise DomainError(_("Please choose a reason; “other” needs an explanation."))
    with transaction.atomic():
        _move(listing, State.REJECTED, by=by, reason=reason, note=note)
        tell_poster(NoticeKind.LISTING_REJECTED, listing, note=note, reason=reason)


def pause(listing: Listing, *, by: User) -> None:
    """Take the listing out of sight for a while."""
    _move(listing, State.PAUSED, by=by)


def resume(listing: Listing, *, by: User) -> None:
    """Show a paused listing again."""
    if listing.state != State.PAUSED:
        raise DomainError(_("Only a paused listing can be resumed."))
    _enter_published(listing, by=by)


def fulfil(listing: Listing, *, by: User) -> None:
    """The need is met, or the technology is placed."""
    _move(listing, State.FULFILLED, by=by)


def withdraw(listing: Listing, *, by: User) -> None:
    _move(listing, State.WITHDRAWN, by=by)


def expire(listing: Listing) -> None:
    """Its validity has ended; nobody in particular does this."""
    _move(listing, State.EXPIRED, by=None)


def renew(listing: Listing, *, by: User) -> None:
    """Hand an expired listing in again, for another year."""
    if listing.state != State.EXPIRED:
        raise DomainError(_("Only an expired listing can be renewed."))
    with transaction.atomic():
        listing.valid_until = timezone.localdate() + VALIDITY
        listing.save(update_fields=["valid_until", "updated_at"])
        submit(listing, by=by)


def archive(listing: Listing, *, by: User | None) -> None:
    _move(listing, State.ARCHIVED, by=by)


def revise(listing: Listing, *, by: User) -> None:
    """Take note that the text of the listing was saved: a published one is matched anew.

    The caller has saved the fields; ``revision`` counts what the matcher has to see.
    """
    if listing.state != State.PUBLISHED:
        return
    with transaction.atomic():
        listing.revision += 1
        listing.save(update_fields=["revision", "updated_at"])
        _record(listing, listing.state, by=by)
        _after_commit(listing_published, listing)


def _enter_published(listing: Listing, *, by: User | None) -> None:
    with transaction.atomic():
        revision = listing.revision + 1
        valid_until = listing.valid_until or timezone.localdate() + VALIDITY
        _move(
            listing,
            State.PUBLISHED,
            by=by,
            revision=revision,
            moderated_revision=revision,
            published_at=listing.published_at or timezone.now(),
            valid_until=valid_until,
        )
        _after_commit(listing_published, listing)


def _move(
    listing: Listing, to: State, *, by: User | None, note: str = "", reason: str = "", **changes: Any
) -> None:
    """Every change of a listing's state goes through here: table, compare-and-swap, event."""
    was = listing.state
    with transaction.atomic():
        swap_state(listing, to=to, transitions=TRANSITIONS, **changes)
        _record(listing, was, by=by, note=note, reason=reason)
        if was == State.PUBLISHED:
            _after_commit(listing_left, listing)


def _record(listing: Listing, was: str, *, by: User | None, note: str = "", reason: str = "") -> None:
    ListingEvent.objects.create(
        **{listing.kind: listing},
        actor=by,
        from_state=was,
        to_state=listing.state,
        revision=listing.revision,
        note=note,
        reason=reason,
    )


def _after_commit(signal: Signal, listing: Listing) -> None:
    """Tell the rooms above once the rows are safe; their failure is theirs (DESIGN: a named function)."""

    def send() -> None:
        signal.send_robust(sender=type(listing), listing=listing)

    transaction.on_commit(send)
