"""What the workers do for data protection. The rows are the record: a lost task is found by the sweep."""

from celery import shared_task

from ydeu.privacy import copies, deletions, files, retention
from ydeu.privacy.models import DataCopy


@shared_task(name="privacy.make_copy")
def make_copy(pk: int) -> None:
    copies.make(pk)


@shared_task(name="privacy.sweep")
def sweep() -> None:
    """Copies that wait, deletions that are due, files that were left behind."""
    copies.give_back_stuck()
    for pk in list(DataCopy.objects.waiting().values_list("pk", flat=True)):
        copies.make(pk)
    deletions.carry_out_due()
    files.remove()


@shared_task(name="privacy.prune")
def prune() -> None:
    """Once a day: what has been kept long enough."""
    retention.prune()
