"""What the worker does for the marketplace by the clock."""

import contextlib

from celery import shared_task
from django.utils import timezone

from ydeu.marketplace import freshness, listings, overdue, saved_searches
from ydeu.marketplace.models import Demand, Offer
from ydeu.transitions import DomainError


@shared_task(name="marketplace.expire")
def expire() -> None:
    """Every published listing whose validity has ended leaves, each in a transaction of its own."""
    for model in (Offer, Demand):
        for listing in model.objects.overdue(timezone.localdate()):
            with contextlib.suppress(DomainError):  # somebody moved it since: then it is not ours
                listings.expire(listing)


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
