"""How the poster of a listing hears what became of it."""

from ydeu.marketplace.models import Listing
from ydeu.notices import notices
from ydeu.notices.enums import Kind


def tell_poster(kind: Kind, listing: Listing, *, note: str = "", reason: str = "") -> None:
    notices.tell(
        kind,
        user=listing.created_by,
        enterprise=listing.enterprise,
        url=listing.get_absolute_url(),
        context={"title": str(listing), "note": note, "reason": reason},
    )
