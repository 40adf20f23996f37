"""Tells administrators once of listings that wait longer for an answer than promised."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Offer
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind

MODELS: dict[ListingKind, type[Offer] | type[Demand]] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}
NAMES = {ListingKind.OFFER: _("Offers"), ListingKind.DEMAND: _("Demands")}


def tell_administrators() -> int:
    """Write one notice for each administrator and kind of listing. Returns the number of listings."""
    return sum(_tell(kind) for kind in MODELS)


def _tell(kind: ListingKind) -> int:
    """Mark the listings of a kind and write the notices in one transaction."""
    now = timezone.now()
    with transaction.atomic():
        waiting = MODELS[kind].objects.unanswered(now).untold().select_for_update(of=("self",))
        pks = [listing.pk for listing in waiting.order_by("pk")]
        MODELS[kind].objects.filter(pk__in=pks).update(overdue_told_at=now)
        for person in User.objects.filter(is_active=True, is_superuser=True) if pks else ():
            notices.tell(
                NoticeKind.REVIEW_LISTINGS,
                user=person,
                url=reverse(f"admin:marketplace_{kind}_changelist"),
                context={"title": format_lazy("{} ({})", NAMES[kind], len(pks))},
            )
    return len(pks)
