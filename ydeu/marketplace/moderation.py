"""Notices to the poster of a listing, and the approval of later edits by administrators."""

from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import LostRace, TransitionRefused

LET_THROUGH = frozenset({State.PUBLISHED, State.PAUSED})
"""States in which an owner may edit a listing after an administrator published it."""


def tell_poster(
    kind: NoticeKind,
    listing: Listing,
    *,
    note: str = "",
    reason: Promise | str = "",
    page: str = "",
    until: date | None = None,
) -> None:
    """Write a notice to the poster. ``page`` is the page it links to, by default the detail page."""
    own_page = reverse(f"marketplace:{listing.kind}_{page or 'detail'}", args=[listing.pk])
    notices.tell(
        kind,
        user=listing.created_by,
        enterprise=listing.enterprise,
        url=own_page,
        context={
            "title": str(listing),
            "note": note,
            "reason": reason,
            "until": until.isoformat() if until else "",
        },
    )


def accept_edit(listing: Listing) -> None:
    """Approve ``listing.revision``. A later edit stays unmoderated."""
    if listing.state not in LET_THROUGH:
        raise TransitionRefused(_("This is no longer possible here. Please reload the page."))
    unread = type(listing)._default_manager.filter(pk=listing.pk, moderated_revision__lt=F("revision"))
    if unread.filter(revision=listing.revision).update(moderated_revision=listing.revision) != 1:
        raise LostRace(_("Somebody else was faster. Please reload the page to see what they decided."))
    listing.moderated_revision = listing.revision
