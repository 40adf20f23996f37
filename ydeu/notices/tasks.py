from celery import shared_task

from ydeu.notices import delivery


@shared_task(name="notices.deliver")
def deliver(pk: int) -> None:
    delivery.deliver(pk)


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Every few seconds: what a dead worker left is taken up, what is due goes out."""
    delivery.recover_stuck()
    delivery.deliver_due()
