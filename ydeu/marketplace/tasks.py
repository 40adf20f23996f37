"""What the worker does for the marketplace by the clock."""

from celery import shared_task
from django.utils import timezone

from ydeu.marketplace import freshness, listings, overdue, saved_searches
from ydeu.marketplace.models import Demand, Offer
from ydeu.sweeping import MOST_AT_ONCE, see_to


@shared_task(name="marketplace.expire")
def expire() -> None:
    """Every published listing whose validity has ended leaves, each in a transaction of its own."""
    for model in (Offer, Demand):
        see_to(model.objects.overdue(timezone.localdate())[:MOST_AT_ONCE], listings.expire)


@shared_task(name="marketplace.keep_fresh")
def keep_fresh() -> None:
    """Whose validity ends soon, who is silent, what is over: see ``freshness``."""
    freshness.sweep()


@shared_task(name="marketplace.remind")
def remind() -> None:
    """The administrators hear once of every listing that waits longer than promised."""
    overdue.tell_administrators()


@shared_task(name="marketplace.look_through")
def look_through() -> None:
    """Every few minutes: whose saved search is due hears what is new in it."""
    saved_searches.look_through()
