"""What administrators say to a listing besides letting it through, and how its poster hears of it."""

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.models import Listing
from ydeu.notices import notices
from ydeu.notices.enums import Kind
from ydeu.transitions import LostRace


def tell_poster(kind: Kind, listing: Listing, *, note: str = "", reason: Promise | str = "") -> None:
    notices.tell(
        kind,
        user=listing.created_by,
        enterprise=listing.enterprise,
        url=listing.get_absolute_url(),
        context={"title": str(listing), "note": note, "reason": reason},
    )


def accept_edit(listing: Listing) -> None:
    """The text of ``listing.revision`` was read and may stay; a later edit is not meant by it."""
    unread = type(listing)._default_manager.filter(pk=listing.pk, moderated_revision__lt=F("revision"))
    if unread.filter(revision=listing.revision).update(moderated_revision=listing.revision) != 1:
        raise LostRace(_("Somebody else was faster. Please reload the page to see what they decided."))
    listing.moderated_revision = listing.revision
