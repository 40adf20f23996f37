from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from ydeu.health import heartbeats
from ydeu.health.models import Heartbeat
from ydeu.health.report import last_answer


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    last_answer.forget()
    yield
    last_answer.forget()


def living(**ago: timedelta) -> None:
    """Write the signs of life of beat and workers, now or so long ago as the keywords say."""
    for name in (heartbeats.BEAT, heartbeats.WORKER):
        moment = timezone.now() - ago.get(name, timedelta(0))
        Heartbeat.objects.update_or_create(pk=name, defaults={"at": moment})
