"""React to signals of the rooms below, in their transaction."""

from typing import Any

from django.dispatch import receiver

from ydeu.accounts.models import Enterprise, User
from ydeu.accounts.signals import enterprise_revoked
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand, Offer


@receiver(enterprise_revoked)
def pause_listings(enterprise: Enterprise, by: User, **_kwargs: Any) -> None:
    """Pause what the enterprise has published. Its people publish it again once it is verified."""
    for model in (Offer, Demand):
        for listing in model.objects.published().filter(enterprise=enterprise).select_for_update():
            listings.pause(listing, by=by)
