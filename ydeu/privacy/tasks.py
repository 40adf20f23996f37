"""What the workers do for data protection. The rows are the record: a lost task is found by the sweep."""

from celery import shared_task

from ydeu.privacy import copies, deletions, files, retention


@shared_task(name="privacy.make_copy")
def make_copy(pk: int) -> None:
    copies.make(pk)


@shared_task(name="privacy.sweep")
def sweep() -> None:
    """Deletions that are due, files that were left behind, copies that wait."""
    deletions.carry_out_due()
    files.remove()
    copies.give_back_stuck()
    copies.make_waiting()


@shared_task(name="privacy.prune")
def prune() -> None:
    """Once a day: what has been kept long enough."""
    retention.prune()
