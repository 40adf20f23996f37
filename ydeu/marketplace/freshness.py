"""Keeps listings up to date: warns before they end, asks silent owners, and pauses or archives the rest.

Each row is updated by compare-and-swap in the transaction that writes its notice. So nobody is told twice, no
matter how often a worker runs. Only ``listings`` changes a state.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User
from ydeu.marketplace import listings
from ydeu.marketplace.completeness import VALIDITY, objections
from ydeu.marketplace.enums import Step
from ydeu.marketplace.history import record
from ydeu.marketplace.models import Demand, Listing, ListingQuerySet, Offer
from ydeu.marketplace.moderation import tell_poster
from ydeu.marketplace.states import State
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import MAX_AT_ONCE, for_each
from ydeu.transitions import LostRace, TransitionRefused
from ydeu.workdays import calendar


def confirm(listing: Listing, *, by: User) -> None:
    """Record that the listing is still open. The time until the next question starts again."""
    with transaction.atomic():
        _note(listing, _published(listing), confirmed_at=timezone.now(), asked_at=None)
        record(listing, listing.state, by=by, step=Step.CONFIRMED)


def extend(listing: Listing, *, by: User) -> None:
    """Extend a published listing by a year. Its text stays the same, so no administrator reads it again."""
    rows = _published(listing)
    listing.valid_until = timezone.localdate() + VALIDITY
    if faults := objections(listing):
        raise listings.Incomplete(listing, list(faults))
    with transaction.atomic():
        now = timezone.now()
        _note(listing, rows, valid_until=listing.valid_until, confirmed_at=now, asked_at=None)
        record(listing, listing.state, by=by, step=Step.RENEWED)


def warn(listing: Listing) -> None:
    """Tell the owner that the listing ends soon. Each last day is announced once."""
    ends = listing.valid_until
    with transaction.atomic():
        _note(listing, _published(listing).filter(valid_until=ends).exclude(warned_for=ends), warned_for=ends)
        record(listing, listing.state, by=None, step=Step.WARNED)
        tell_poster(NoticeKind.LISTING_ENDING, listing, page="standing", until=ends)


def ask(listing: Listing) -> None:
    """Ask a silent owner if the listing is still open. The notice names the last day for an answer."""
    now = timezone.now()
    until = timezone.localdate(calendar.current().after(now, settings.LISTINGS_ANSWER_DAYS))
    with transaction.atomic():
        _note(listing, _published(listing).filter(asked_at=None), asked_at=now)
        record(listing, listing.state, by=None, step=Step.ASKED)
        tell_poster(NoticeKind.LISTING_ASKED, listing, page="standing", until=until)


def lapse(listing: Listing) -> None:
    """Pause a listing whose owner has not answered."""
    with transaction.atomic():
        unanswered = _published(listing).select_for_update().filter(asked_at=listing.asked_at)
        if listing.asked_at is None or unanswered.first() is None:
            raise LostRace(_("Somebody has answered since you opened the page."))
        listings.pause(listing, by=None)
        tell_poster(NoticeKind.LISTING_PAUSED, listing, page="standing")


def put_away(listing: Listing) -> None:
    """Archive a listing that ended long ago, and tell the people of its enterprise."""
    with transaction.atomic():
        stored = type(listing)._default_manager.select_for_update().filter(pk=listing.pk)
        if stored.filter(state=listing.state, asked_at=listing.asked_at).first() is None:
            raise LostRace(_("Somebody has answered since you opened the page."))
        listings.archive(listing, by=None)
        if listing.enterprise.memberships.exists():
            tell_poster(NoticeKind.LISTING_ARCHIVED, listing, page="standing")


def end(listing: Listing) -> None:
    """Expire a listing after its last day, unless somebody has just renewed it."""
    with transaction.atomic():
        ended = _published(listing).select_for_update().overdue(timezone.localdate())
        if ended.first() is None:
            raise LostRace(_("Somebody has answered since you opened the page."))
        listings.expire(listing)


def end_overdue() -> int:
    """Expire every published listing after its last day, each in its own transaction."""
    rounds = (model.objects.overdue(timezone.localdate()).with_parties() for model in (Offer, Demand))
    return sum(for_each(rows[:MAX_AT_ONCE], end) for rows in rounds)


def sweep() -> int:
    """Do every step that is due, each listing in its own transaction. Returns the number of listings."""
    rounds = (_rounds(model.objects.with_parties()) for model in (Offer, Demand))
    return sum(for_each(rows[:MAX_AT_ONCE], act) for each in rounds for rows, act in each)


def _rounds(rows: ListingQuerySet) -> list[tuple[ListingQuerySet, Callable[[Any], None]]]:
    """The listings that are due for each step, and the step."""
    now, today = timezone.now(), timezone.localdate()

    def ago(days: int) -> Any:
        return now - timedelta(days=days)

    return [
        (rows.ending(today, today + timedelta(days=settings.LISTINGS_WARNING_DAYS + 1)), warn),
        (rows.silent_since(ago(settings.LISTINGS_SILENT_DAYS)), ask),
        (rows.unanswered_since(calendar.current().before(now, settings.LISTINGS_ANSWER_DAYS)), lapse),
        (rows.abandoned_since(ago(settings.LISTINGS_ABANDONED_DAYS)), put_away),
        (rows.over_since(ago(settings.LISTINGS_ARCHIVE_DAYS)), put_away),
    ]


def _published(listing: Listing) -> Any:
    """A QuerySet with the row of a published listing. Raises TransitionRefused in any other state."""
    if listing.state != State.PUBLISHED:
        raise TransitionRefused(_("This is no longer possible here. Please reload the page."))
    return type(listing)._default_manager.filter(pk=listing.pk, state=State.PUBLISHED)


def _note(listing: Listing, rows: Any, **changes: Any) -> None:
    """Write ``changes`` to the one row in ``rows``. Raises LostRace if another process was faster."""
    if rows.update(**changes) != 1:
        raise LostRace(_("Somebody else was faster. Please reload the page to see what they decided."))
    for name, value in changes.items():
        setattr(listing, name, value)
