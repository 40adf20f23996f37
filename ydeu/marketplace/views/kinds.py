"""The listing of a page, if the user may open it."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from ydeu.accounts.models import User
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Listing, Offer

MODELS: dict[ListingKind, type[Offer] | type[Demand]] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}


def own_listing(kind: ListingKind, pk: int, user: User) -> Listing:
    """The listing, if ``user`` is a member of its enterprise. Raises Http404 for others."""
    own = MODELS[kind].objects.owned_by(user).with_parties()
    return get_object_or_404(own, pk=pk)


def visible_listing(kind: ListingKind, pk: int, user: Any) -> Listing | None:
    """The listing, if ``user`` may open it. Others get Http404, or None if they may still log in."""
    listing: Listing | None = MODELS[kind].objects.visible_to(user).with_parties().filter(pk=pk).first()
    if listing is None and user.is_authenticated:
        raise Http404
    return listing
