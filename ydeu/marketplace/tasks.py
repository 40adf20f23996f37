"""The tasks of the marketplace."""

from celery import shared_task

from ydeu.marketplace import file_checks, freshness, overdue, saved_searches, shown_posters
from ydeu.marketplace.importing import uploads


@shared_task(name="marketplace.expire")
def expire() -> None:
    """Expire published listings after their last day."""
    freshness.end_overdue()


@shared_task(name="marketplace.keep_fresh")
def keep_fresh() -> None:
    """Warn, ask, pause and archive, as ``freshness`` says."""
    freshness.sweep()


@shared_task(name="marketplace.remind")
def remind() -> None:
    """Tell the administrators once of every listing that waits longer than promised."""
    overdue.tell_administrators()


@shared_task(name="marketplace.look_through")
def look_through() -> None:
    """Run the saved searches that are due, and tell their owners of new listings."""
    saved_searches.look_through()


@shared_task(name="marketplace.remove_uploads")
def remove_uploads() -> None:
    """Delete uploads for an import that were neither confirmed nor cancelled."""
    uploads.remove_old()


@shared_task(name="marketplace.refresh_shown_posters")
def refresh_shown_posters() -> None:
    """Compute what anonymous listings show of their posters."""
    shown_posters.refresh()


@shared_task(name="marketplace.check_file")
def check_file(label: str, pk: int) -> None:
    """Clean one uploaded file, if it still waits."""
    file_checks.check_one(label, pk)


@shared_task(name="marketplace.check_files")
def check_files() -> None:
    """Clean the files whose task was lost, and remove uploads that are no longer needed."""
    file_checks.check_due()
