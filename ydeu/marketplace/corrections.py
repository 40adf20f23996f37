"""Corrections of an administrator to a listing: its texts, and its alliance, segment and language.

Only the enterprise changes facts and promises: readiness, rights, price, budget, dates, visibility.
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

CORRECTABLE = frozenset(
    {State.SUBMITTED, State.CHANGES_REQUESTED, State.PUBLISHED, State.PAUSED, State.EXPIRED}
)
"""The states in which an administrator may correct a listing: others see it, or may see it later."""


def correct(listing: Listing, fields: Iterable[str], *, by: User) -> None:
    """Save ``fields``. A moderated listing stays moderated, because an administrator made the change."""
    changed = set(fields)
    with transaction.atomic():
        stored = type(listing)._default_manager.select_for_update().get(pk=listing.pk)
        if stored.state != listing.state or stored.state not in CORRECTABLE:
            raise LostRace(_("Somebody else was faster. Please reload the page to see what they decided."))
        listing.save(update_fields=[*changed, "updated_at"])
        if not changed.isdisjoint(matched_names(listing.kind)):
            was_moderated = stored.moderated_revision == stored.revision
            listings.revise(listing, by=by)
            if was_moderated and listing.revision != stored.revision:
                moderation.accept_edit(listing)
