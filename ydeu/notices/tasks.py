from celery import shared_task

from ydeu.notices import delivery, digests, letters


@shared_task(name="notices.deliver")
def deliver(pk: int) -> None:
    """Send a notice that was just written, after the letters that wait."""
    delivery.deliver_letters()
    delivery.deliver(pk)


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Take over what dead workers left and send what is due, letters first, every few seconds."""
    delivery.recover_stuck()
    delivery.deliver_letters()
    delivery.deliver_due()
    letters.forget()


@shared_task(name="notices.collect")
def collect() -> None:
    """Make the digests that are due, every minute. A missed hour is made up for."""
    digests.collect_due()
