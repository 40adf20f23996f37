"""What the worker does for the marketplace by the clock."""

from celery import shared_task

from ydeu.marketplace import freshness, overdue, saved_searches
from ydeu.marketplace.importing import uploads


@shared_task(name="marketplace.expire")
def expire() -> None:
    """What is published beyond its validity leaves."""
    freshness.end_overdue()


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


@shared_task(name="marketplace.remove_uploads")
def remove_uploads() -> None:
    """Tables that somebody brought for an import and neither confirmed nor cancelled."""
    uploads.remove_old()
