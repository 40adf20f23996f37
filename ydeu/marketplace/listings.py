"""The use cases that change a listing. No other module changes its state.

Every function takes the listing and the acting user, and writes an event in the same transaction. It raises a
DomainError if the rules forbid the change. Other rooms get a signal after the commit.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace import attachments, limits
from ydeu.marketplace.completeness import VALIDITY, missing_fields, objections
from ydeu.marketplace.enums import ListingRejectionReason
from ydeu.marketplace.history import record
from ydeu.marketplace.models import Listing
from ydeu.marketplace.moderation import tell_poster
from ydeu.marketplace.signals import listing_left, listing_published
from ydeu.marketplace.states import TRANSITIONS, State
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import DomainError, LostRace, TransitionRefused, allows, swap_state


class NotVerified(DomainError):
    """Only a verified enterprise may submit a listing, and nobody may publish that of a revoked one."""


class Incomplete(DomainError):
    """Required fields are empty, or fields are beyond their limits. ``fields`` names them."""

    def __init__(self, listing: Listing, fields: list[str]) -> None:
        columns = {field.name: field.verbose_name for field in listing._meta.fields}
        labels = ", ".join(str(columns[name]) for name in fields)
        super().__init__(_("Before you submit, please complete: %(fields)s.") % {"fields": labels})
        self.fields = fields


class Outdated(LostRace):
    """Somebody else saved the listing after it was opened for editing."""


def save_draft(
    listing: Listing, *, by: User, fields: Iterable[str] = (), seen: datetime | None = None
) -> None:
    """Store the values of ``fields`` in any editable state. The state stays the same.

    ``seen`` is the ``updated_at`` of the listing when the form was opened. None skips the comparison.
    Raises TooMuch for a draft too many, LostRace, or Outdated if somebody else saved after ``seen``.
    """
    with transaction.atomic():
        if listing.pk is None:
            limits.require_room_for_drafts(listing.enterprise)
            listing.created_by = by
            listing.save()
            record(listing, "", by=by)
        else:
            _lock_for_editing(listing, seen)
            listing.asked_at = None  # an edit answers the question if it is still open
            listing.save(update_fields=[*fields, "asked_at", "updated_at"])


def discard(listing: Listing) -> None:
    """Delete a draft and its files. Raises DomainError in any other state."""
    with transaction.atomic():
        drafts = type(listing)._default_manager.select_for_update().filter(state=State.DRAFT)
        draft: Any = drafts.filter(pk=listing.pk).first()
        if draft is None:
            raise DomainError(_("Only a draft can be deleted."))
        for attachment in draft.attachments.all():
            attachments.detach(attachment)
        draft.delete()


def submit(listing: Listing, *, by: User) -> None:
    """Submit a draft to the administrators. Raises NotVerified, Incomplete or TooMuch."""
    if not listing.enterprise.is_verified:
        raise NotVerified(
            _("Your enterprise has not been verified yet. The draft is kept; submit it afterwards.")
        )
    lacking = [*missing_fields(listing), *objections(listing)]
    if lacking:
        raise Incomplete(listing, lacking)
    with transaction.atomic():
        limits.require_submission(listing.enterprise)
        _move(listing, State.SUBMITTED, by=by, submitted_at=timezone.now())


def publish(listing: Listing, *, by: User | None) -> None:
    """Publish a submitted listing, for its readers and for the matcher.

    An owner publishes a paused listing again with ``resume``, which leaves new edits unmoderated. Raises
    NotVerified if the verification of its enterprise was withdrawn.
    """
    if listing.state != State.SUBMITTED:
        raise TransitionRefused(_("This is no longer possible here. Please reload the page."))
    with transaction.atomic():
        _refuse_revoked(listing)
        _enter_published(listing, by=by, moderated_revision=listing.revision + 1)
        tell_poster(NoticeKind.LISTING_PUBLISHED, listing)


def request_changes(listing: Listing, *, by: User, note: str) -> None:
    """Return the listing to its poster with a note on what to change."""
    if not note.strip():
        raise DomainError(_("Please write what should be changed."))
    with transaction.atomic():
        _move(listing, State.CHANGES_REQUESTED, by=by, note=note)
        tell_poster(NoticeKind.LISTING_CHANGES_REQUESTED, listing, note=note)


def reject(listing: Listing, *, by: User, reason: str, note: str = "") -> None:
    """Reject the listing for good, with a reason that its poster reads."""
    if reason not in ListingRejectionReason.values or (
        reason == ListingRejectionReason.OTHER and not note.strip()
    ):
        raise DomainError(_("Please choose a reason; “other” needs an explanation."))
    with transaction.atomic():
        _move(listing, State.REJECTED, by=by, reason=reason, note=note)
        tell_poster(
            NoticeKind.LISTING_REJECTED, listing, note=note, reason=ListingRejectionReason(reason).label
        )


def pause(listing: Listing, *, by: User | None) -> None:
    """Pause the listing. ``by`` is None if a task does it because the owner is silent.

    A person who pauses it also answers the question if it is still open. Otherwise the question stays.
    """
    _move(listing, State.PAUSED, by=by, asked_at=listing.asked_at if by is None else None)


def resume(listing: Listing, *, by: User) -> None:
    """Publish a paused listing again. Edits made during the pause stay unmoderated.

    Raises NotVerified if the verification of its enterprise was withdrawn.
    """
    if listing.state != State.PAUSED:
        raise DomainError(_("Only a paused listing can be resumed."))
    with transaction.atomic():
        _refuse_revoked(listing)
        _read_revisions(listing)
        is_moderated = listing.moderated_revision == listing.revision
        _enter_published(listing, by=by, moderated_revision=listing.moderated_revision + int(is_moderated))


def fulfil(listing: Listing, *, by: User) -> None:
    """Close the listing as a success: the demand is met, or the technology has found a partner."""
    _move(listing, State.FULFILLED, by=by)


def withdraw(listing: Listing, *, by: User) -> None:
    if listing.state != State.PUBLISHED:
        raise TransitionRefused(_("This is no longer possible here. Please reload the page."))
    _move(listing, State.WITHDRAWN, by=by)


def leave(listing: Listing, *, by: User) -> None:
    """Close the listing of a deleted enterprise. Delete a draft, withdraw or archive others."""
    if listing.state == State.DRAFT:
        discard(listing)
    elif allows(TRANSITIONS, listing.state, State.WITHDRAWN):
        _move(listing, State.WITHDRAWN, by=by)
    elif listing.state != State.ARCHIVED:
        archive(listing, by=by)


def expire(listing: Listing) -> None:
    """Expire a listing after its last day, and tell the people of its enterprise."""
    with transaction.atomic():
        _move(listing, State.EXPIRED, by=None, asked_at=None)
        if listing.enterprise.memberships.exists():
            tell_poster(NoticeKind.LISTING_EXPIRED, listing, page="standing", until=listing.valid_until)


def renew(listing: Listing, *, by: User) -> None:
    """Submit an expired listing again, valid for another year."""
    if listing.state != State.EXPIRED:
        raise DomainError(_("Only an expired listing can be renewed."))
    with transaction.atomic():
        listing.valid_until = timezone.localdate() + VALIDITY
        listing.save(update_fields=["valid_until", "updated_at"])
        submit(listing, by=by)


def archive(listing: Listing, *, by: User | None) -> None:
    _move(listing, State.ARCHIVED, by=by)


def revise(listing: Listing, *, by: User | None) -> None:
    """Count a revision after a change of texts or files, if the listing is published or paused.

    The caller has saved the change. The matcher and the administrators read the new revision.
    """
    if listing.state not in (State.PUBLISHED, State.PAUSED):
        return
    with transaction.atomic():
        stored = type(listing)._default_manager.filter(pk=listing.pk)
        stored.update(revision=F("revision") + 1, changed_at=timezone.now())
        listing.refresh_from_db(fields=["revision", "changed_at"])
        record(listing, listing.state, by=by)
        if listing.state == State.PUBLISHED:
            _after_commit(listing_published, listing)


def _lock_for_editing(listing: Listing, seen: datetime | None) -> None:
    stored = type(listing)._default_manager.select_for_update().get(pk=listing.pk)
    if not stored.is_editable or stored.state != listing.state:
        raise LostRace(
            _("This listing is now “%(state)s”. What you typed was not saved.")
            % {"state": stored.get_state_display()}
        )
    if seen is not None and stored.updated_at != seen:
        raise Outdated(
            _(
                "Somebody else saved this listing while you were typing. "
                "What you typed is still here: save again to replace their version."
            )
        )


def _refuse_revoked(listing: Listing) -> None:
    """Raises NotVerified if the verification of the enterprise was withdrawn.

    Locks the enterprise first, as a revocation does, so that neither misses the other.
    """
    enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=listing.enterprise_id)
    if enterprise.is_revoked:
        raise NotVerified(
            _(
                "The verification of %(name)s was withdrawn. Its listings can be published once an "
                "administrator has verified it again."
            )
            % {"name": enterprise}
        )


def _read_revisions(listing: Listing) -> None:
    """Read the revisions and lock the row, so that a simultaneous edit does not count as moderated."""
    locked = type(listing)._default_manager.select_for_update()
    listing.refresh_from_db(fields=["revision", "moderated_revision"], from_queryset=locked)


def _enter_published(listing: Listing, *, by: User | None, moderated_revision: int) -> None:
    with transaction.atomic():
        _move(
            listing,
            State.PUBLISHED,
            by=by,
            revision=listing.revision + 1,
            moderated_revision=moderated_revision,
            published_at=listing.published_at or timezone.now(),
            confirmed_at=timezone.now(),
            asked_at=None,
            valid_until=_lasting(listing),
        )
        _after_commit(listing_published, listing)


def _lasting(listing: Listing) -> date:
    """The last day of validity: the set day, or a year from today if none is set or it has passed."""
    if listing.valid_until is None or listing.is_stale:
        return timezone.localdate() + VALIDITY
    return listing.valid_until


def _move(
    listing: Listing, to: State, *, by: User | None, note: str = "", reason: str = "", **changes: Any
) -> None:
    """Change the state: check the table, compare and swap, write the event. Nothing else changes a state."""
    was = listing.state
    with transaction.atomic():
        swap_state(listing, to=to, transitions=TRANSITIONS, changed_at=timezone.now(), **changes)
        record(listing, was, by=by, note=note, reason=reason)
        if was == State.PUBLISHED:
            _after_commit(listing_left, listing)


def _after_commit(signal: Signal, listing: Listing) -> None:
    """Send the signal after the commit. An error in a receiver does not reach the caller."""

    def send() -> None:
        signal.send_robust(sender=type(listing), listing=listing)

    transaction.on_commit(send)
