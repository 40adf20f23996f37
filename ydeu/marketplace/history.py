"""The history of a listing: one row for each step, written in the transaction in which it happens."""

from ydeu.accounts.models import User
from ydeu.marketplace.models import Listing, ListingEvent


def record(
    listing: Listing, was: str, *, by: User | None, note: str = "", reason: str = "", step: str = ""
) -> None:
    """``was`` is the state it had before; a ``step`` leaves the state and the words as they are."""
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
