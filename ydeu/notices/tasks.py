from celery import shared_task

from ydeu.notices import delivery, digests


@shared_task(name="notices.deliver")
def deliver(pk: int) -> None:
    delivery.deliver(pk)


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Every few seconds: what a dead worker left is taken up, what is due goes out."""
    delivery.recover_stuck()
    delivery.deliver_due()


@shared_task(name="notices.collect")
def collect() -> None:
    """Every minute: whose daily digest is due gets it, also if nobody looked when the hour struck."""
    digests.collect_due()
