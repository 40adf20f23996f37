"""Listings that nobody has changed for some days."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.factories import (
    make_published_offer,
)
from ydeu.accounts.models import User
from ydeu.marketplace.models import Listing, Offer
from ydeu.notices.models import Notice


def aged(listing: Listing, days: int, **changes: Any) -> Any:
    """Move the times of the listing back by ``days``. Returns it as stored."""
    moment = timezone.now() - timedelta(days=days)
    times = {"changed_at": moment, "updated_at": moment, "published_at": moment}
    type(listing)._default_manager.filter(pk=listing.pk).update(**{**times, **changes})
    listing.refresh_from_db()
    return listing


def offer_of(owner: User, days: int = 0, **changes: Any) -> Offer:
    offer = make_published_offer(
        enterprise=owner.memberships.get().enterprise, created_by=owner, moderated_revision=1
    )
    found: Offer = aged(offer, days, **changes)
    return found


def said() -> list[tuple[str, str]]:
    return [(notice.kind, notice.url) for notice in Notice.objects.order_by("pk")]


def steps(listing: Any) -> list[tuple[str, str, str]]:
    return [(event.from_state, event.to_state, event.step) for event in listing.events.all()]
