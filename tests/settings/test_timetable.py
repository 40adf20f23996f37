"""What beat starts: tasks that exist, as often as the manual for operators says."""

import re

from django.conf import settings

from ydeu.celery import app
from ydeu.settings.base import ROOT, TIMETABLE

ROW = re.compile(r"^\| (`[^|]+`) \| (\d+) (s|min|h|day) \|", re.MULTILINE)
UNITS = {"s": 1, "min": 60, "h": 3600, "day": 86_400}


def test_beat_starts_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert set(settings.CELERY_BEAT_SCHEDULE) == set(TIMETABLE)
    assert set(TIMETABLE) - set(app.tasks) == set()


def test_a_start_that_nobody_took_expires_when_the_next_is_due() -> None:
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert (entry["task"], entry["schedule"]) == (name, TIMETABLE[name])
        assert entry["options"] == {"expires": entry["schedule"]}


def test_the_manual_has_the_same_timetable() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text().partition("## Timetable")[2]
    told = {
        name: int(number) * UNITS[unit]
        for names, number, unit in ROW.findall(manual)
        for name in re.findall(r"`([^`]+)`", names)
    }
    assert told == TIMETABLE
