"""The history of a listing: one row for each step, written in the same transaction."""

from ydeu.accounts.models import User
from ydeu.marketplace.models import Listing, ListingEvent


def record(
    listing: Listing, was: str, *, by: User | None, note: str = "", reason: str = "", step: str = ""
) -> None:
    """Write an event. ``was`` is the earlier state. A ``step`` changes neither state nor text."""
    ListingEvent.objects.create(
        **{listing.kind: listing},
        actor=by,
        from_state=was,
        to_state=listing.state,
        step=step,
        revision=listing.revision,
        note=note,
        reason=reason,
    )
