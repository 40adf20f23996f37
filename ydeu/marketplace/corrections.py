"""What an administrator puts right in a listing of somebody else: its words and where it is filed.

Facts and promises (readiness, rights, price, budget, dates, who may see it) are the enterprise's alone.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User
from ydeu.marketplace import listings, moderation
from ydeu.marketplace.listing_fields import matched_names
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State
from ydeu.transitions import LostRace

MENDABLE = frozenset({State.SUBMITTED, State.CHANGES_REQUESTED, State.PUBLISHED, State.PAUSED, State.EXPIRED})
"""States in which a listing can still come before readers; a draft is the enterprise's own."""


def mend(listing: Listing, fields: Iterable[str], *, by: User) -> None:
    """Save ``fields``. A listing that had been moderated stays moderated: its moderator is who changed it."""
    changed = set(fields)
    with transaction.atomic():
        stored = type(listing)._default_manager.select_for_update().get(pk=listing.pk)
        if stored.state != listing.state or stored.state not in MENDABLE:
            raise LostRace(_("Somebody else was faster. Please reload the page to see what they decided."))
        listing.save(update_fields=[*changed, "updated_at"])
        if not changed.isdisjoint(matched_names(listing.kind)):
            was_moderated = stored.moderated_revision == stored.revision
            listings.revise(listing, by=by)
            if was_moderated and listing.revision != stored.revision:
                moderation.accept_edit(listing)
