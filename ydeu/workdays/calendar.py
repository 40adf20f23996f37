"""Which days are worked, and the moment that lies some working days before or after another.

The rule of a promise: a day is counted from the next one on, and the moment keeps its time of day. Time that
starts on a rest day starts with the first working day after it, at midnight. So the last day of a promise is
never a rest day (compare article 203 of China's Civil Code).
"""

import time as clocks
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Final

from django.utils import timezone

from ydeu.workdays.enums import DayKind
from ydeu.workdays.models import CalendarDay

SATURDAY = 5
ONE_DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)

SECONDS_KEPT: Final = 60.0
"""How long a process uses the days that it has read. So an edit reaches all processes within a minute."""


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of one place: Monday to Friday without holidays, and the make-up days."""

    holidays: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        return day in self.make_up or (day.weekday() < SATURDAY and day not in self.holidays)

    def after(self, moment: datetime, days: int) -> datetime:
        """The moment ``days`` working days (at least 1) after ``moment``."""
        start = timezone.localtime(moment)
        if not self.is_workday(start.date()):
            start = midnight(next(self._ahead(start.date())))
        last = _nth(self._ahead(start.date()), days)
        return start + (last - start.date())

    def before(self, moment: datetime, days: int) -> datetime:
        """The latest moment from which ``days`` working days (at least 1) are over at ``moment``.

        So ``after(start, days) <= moment`` is true exactly if ``start <= before(moment, days)``.
        """
        end = timezone.localtime(moment)
        if not self.is_workday(end.date()):
            end = midnight(next(self._behind(end.date())) + ONE_DAY) - INSTANT
        return end - (end.date() - _nth(self._behind(end.date()), days))

    def day_after(self, day: date, days: int) -> date:
        """The date ``days`` working days (at least 1) after ``day``."""
        return _nth(self._ahead(day), days)

    def _ahead(self, day: date) -> Iterator[date]:
        return filter(self.is_workday, (day + ONE_DAY * step for step in count(1)))

    def _behind(self, day: date) -> Iterator[date]:
        return filter(self.is_workday, (day - ONE_DAY * step for step in count(1)))


def midnight(day: date) -> datetime:
    """The beginning of the day, where the site is."""
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def current() -> WorkCalendar:
    """The calendar of the table. A process reads it at most once a minute."""
    return _kept()


class _Kept:
    """The calendar that this process has read last, with the time of reading."""

    def __init__(self, clock: Callable[[], float] = clocks.monotonic) -> None:
        self.clock = clock
        self.calendar: WorkCalendar | None = None
        self.read_at = 0.0

    def __call__(self) -> WorkCalendar:
        if self.calendar is None or self.clock() - self.read_at > SECONDS_KEPT:
            self.calendar, self.read_at = read(), self.clock()
        return self.calendar

    def forget(self) -> None:
        self.calendar = None


def read() -> WorkCalendar:
    """The calendar of the table as it is now, in one query."""
    days: dict[str, set[date]] = {kind: set() for kind in DayKind}
    for day, kind in CalendarDay.objects.values_list("day", "kind"):
        days[kind].add(day)
    return WorkCalendar(frozenset(days[DayKind.HOLIDAY]), frozenset(days[DayKind.MAKE_UP]))


_kept = _Kept()
forget = _kept.forget
"""Read the table again at the next use, because it was edited."""


def _nth(days: Iterator[date], number: int) -> date:
    if number < 1:
        raise ValueError(f"At least 1 working day is counted, not {number}.")
    return next(day for place, day in enumerate(days, start=1) if place == number)
