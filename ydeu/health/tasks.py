from celery import shared_task

from ydeu.health import heartbeats


@shared_task(name="health.heartbeat")
def heartbeat() -> None:
    """Note that a worker takes what beat starts."""
    heartbeats.record(heartbeats.WORKER)
