from celery import shared_task

from ydeu.notices import delivery, digests


@shared_task(name="notices.deliver")
def deliver(pk: int) -> None:
    delivery.deliver(pk)


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Take over what dead workers left and send what is due, every few seconds."""
    delivery.recover_stuck()
    delivery.deliver_due()


@shared_task(name="notices.collect")
def collect() -> None:
    """Make the digests that are due, every minute. A missed hour is made up for."""
    digests.collect_due()
