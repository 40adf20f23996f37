"""Signs of life: each part of the site writes its own, and the checks read how old it is.

Beat writes one by itself. The one of the workers is written by a task that beat starts: it proves that the
task went from beat through Redis to a worker and from there to the database.
"""

from datetime import timedelta

from django.utils import timezone

from ydeu.health.models import Heartbeat

BEAT = "beat"
WORKER = "worker"
MATCHING = "matching"

SKEW = timedelta(minutes=1)
"""How far the clocks of two hosts may differ."""


def record(name: str) -> None:
    """Note that ``name`` works now."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=timezone.now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def age(name: str) -> timedelta | None:
    """How long ago the last sign of life was; None if there was none.

    A sign of life from the future counts as none: a clock was ahead when it was written.
    """
    beat = Heartbeat.objects.filter(pk=name).first()
    if beat is None or beat.at > timezone.now() + SKEW:
        return None
    return max(timezone.now() - beat.at, timedelta(0))
