"""The tasks of data protection. The rows are the record: the sweep finds the row of a lost task."""

from celery import shared_task

from ydeu.privacy import copies, deletions, files, retention


@shared_task(name="privacy.make_copy")
def make_copy(pk: int) -> None:
    copies.make(pk)


@shared_task(name="privacy.sweep")
def sweep() -> None:
    """Carry out due deletions, delete leftover files, and make the copies that wait."""
    deletions.carry_out_due()
    files.remove()
    copies.give_back_stuck()
    copies.make_waiting()


@shared_task(name="privacy.prune")
def prune() -> None:
    """Delete what has been kept long enough, once a day."""
    retention.prune()
