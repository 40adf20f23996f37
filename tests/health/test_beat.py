"""Beat after a clock that was ahead, and the signs of life that beat and a worker give."""

import shelve
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from celery import Celery
from django.db import DatabaseError
from django.utils import timezone

from tests.servers import WorkerProcess, wait_until
from ydeu.health import heartbeats
from ydeu.health.beat import Scheduler
from ydeu.health.models import Heartbeat


class Clocked:
    """A scheduler with two tasks and a clock that the test sets. It notes what it sends."""

    def __init__(self, path: Path) -> None:
        self.ahead = timedelta(0)
        self.sent: list[str] = []
        self.app = Celery("clocked", broker="memory://", set_as_current=False)
        self.app.conf.beat_schedule = {
            "often": {"task": "often", "schedule": 10.0},
            "daily": {"task": "daily", "schedule": 86_400.0},
        }
        self.path = path
        self.scheduler = self.start()

    def start(self) -> Scheduler:
        with self.patched():
            self.scheduler = Scheduler(self.app, schedule_filename=str(self.path))
        return self.scheduler

    def patched(self) -> AbstractContextManager[object]:
        return patch("celery.schedules.BaseSchedule.now", lambda _schedule: timezone.now() + self.ahead)

    def run(self, seconds: int) -> list[str]:
        """Let the clock run, with a tick each second. Returns the tasks that were sent."""
        self.sent.clear()
        noting = patch.object(self.scheduler, "apply_entry", lambda entry, **_: self.sent.append(entry.name))
        alive = patch("ydeu.health.heartbeats.record")
        with noting, alive, self.patched(), patch.object(self.scheduler, "producer", None):
            for _ in range(seconds):
                while self.scheduler.tick() == 0:
                    pass
                self.ahead += timedelta(seconds=1)
        return sorted({name for name in self.sent if not name.startswith("celery.")})

    def stored(self) -> timedelta:
        """How far in the future the file says that a task was started."""
        self.scheduler.close()
        with shelve.open(str(self.path)) as file:
            latest: datetime = max(entry.last_run_at for entry in file["entries"].values())
        return latest - timezone.now()


@pytest.mark.parametrize(
    "ahead", [timedelta(hours=8), timedelta(minutes=5), timedelta(days=1), timedelta(days=3653)]
)
def test_a_clock_that_was_ahead_does_not_silence_beat_after_a_restart(
    tmp_path: Path, ahead: timedelta
) -> None:
    clock = Clocked(tmp_path / "schedule")
    clock.ahead = ahead
    clock.run(30)
    assert clock.stored() > ahead - timedelta(minutes=1)
    clock.ahead = timedelta(0)
    clock.start()
    assert clock.run(30) == (["often"] if ahead < timedelta(days=1) else ["daily", "often"])
    assert clock.stored() < timedelta(minutes=1)


@pytest.mark.parametrize("ahead", [timedelta(hours=8), timedelta(minutes=5), timedelta(days=40)])
def test_nor_while_it_runs(tmp_path: Path, ahead: timedelta) -> None:
    clock = Clocked(tmp_path / "schedule")
    clock.ahead = ahead
    clock.run(30)
    clock.ahead = timedelta(0)
    assert clock.run(30) == (["often"] if ahead < timedelta(days=1) else ["daily", "often"])


def test_a_right_clock_starts_nothing_early(tmp_path: Path) -> None:
    clock = Clocked(tmp_path / "schedule")
    assert clock.run(25) == ["often"]
    assert len(clock.sent) == 2
    clock.scheduler.close()
    clock.start()
    assert clock.run(5) == []


def test_beat_goes_on_without_the_database(tmp_path: Path) -> None:
    clock = Clocked(tmp_path / "schedule")
    with patch("ydeu.health.heartbeats.record", side_effect=DatabaseError):
        assert clock.scheduler.tick() <= 30


@pytest.mark.worker
@pytest.mark.processes
def test_beat_and_worker_give_signs_of_life(celery_worker_process: Callable[..., WorkerProcess]) -> None:
    celery_worker_process(beat=True)
    wait_until(lambda: Heartbeat.objects.filter(pk=heartbeats.BEAT).exists(), seconds=30, what="beat lives")
    wait_until(
        lambda: Heartbeat.objects.filter(pk=heartbeats.WORKER).exists(), seconds=60, what="the task ran"
    )
    for name in (heartbeats.BEAT, heartbeats.WORKER):
        age = heartbeats.age(name)
        assert age is not None
        assert age < timedelta(minutes=1)
