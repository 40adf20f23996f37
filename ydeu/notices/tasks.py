from celery import shared_task

from ydeu.notices import delivery


@shared_task(name="notices.deliver")
def deliver(pk: int) -> None:
    delivery.deliver(pk)


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Every few seconds: what is due goes out, what is stuck is shown to the administrators."""
    delivery.give_up_stuck()
    delivery.deliver_due()
