"""Working days: which days are worked, and moments that lie some of them apart."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ydeu.workdays.calendar import WorkCalendar
from ydeu.workdays.enums import DayKind
from ydeu.workdays.packaged import packaged_years

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = WorkCalendar(
    *(
        frozenset(each.day for days in packaged_years().values() for each in days if each.kind == kind)
        for kind in (DayKind.HOLIDAY, DayKind.MAKE_UP)
    )
)

MOMENTS = st.integers(0, 1000 * 86_400).map(lambda second: at("2024-01-02") + timedelta(seconds=second))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2026-01-01", False),  # New Year
        ("2026-01-04", True),  # a Sunday that is worked for it
        ("2026-02-16", False),  # Spring Festival
        ("2026-02-14", True),  # a Saturday that is worked for it
        ("2026-02-28", True),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-11-27", True),  # a Friday
        ("2026-11-28", False),  # a Saturday
    ],
)
def test_a_day_is_worked_as_the_state_council_says(day: str, is_worked: bool) -> None:
    assert CHINA.is_workday(date.fromisoformat(day)) is is_worked


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-24T09:30", 3, "2026-11-27T09:30"),
        ("2026-11-26T09:30", 3, "2026-12-01T09:30"),  # over a weekend
        ("2026-11-28T09:30", 1, "2026-12-01T00:00"),  # from a Saturday: all of Monday
        ("2026-02-13T17:00", 1, "2026-02-14T17:00"),  # the Saturday is worked
        ("2026-02-13T17:00", 5, "2026-02-27T17:00"),  # Spring Festival lies between: 14, 24, 25, 26, 27
        ("2026-02-18T12:00", 1, "2026-02-25T00:00"),  # from a holiday: all of the 24th
        ("2026-09-30T18:00", 2, "2026-10-09T18:00"),  # National Day
        ("2026-12-31T18:00", 1, "2027-01-01T18:00"),  # 2027 is unknown: Monday to Friday
    ],
)
def test_a_promise_ends_so_many_working_days_later(start: str, days: int, end: str) -> None:
    assert CHINA.after(at(start), days) == at(end)


@given(MOMENTS, MOMENTS, st.integers(1, 30))
def test_looking_back_agrees_with_looking_ahead(start: datetime, now: datetime, days: int) -> None:
    assert (CHINA.after(start, days) <= now) == (start <= CHINA.before(now, days))


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)), st.integers(1, 30))
def test_who_starts_later_ends_no_earlier(start: datetime, later: timedelta, days: int) -> None:
    assert CHINA.after(start, days) <= CHINA.after(start + later, days)


@pytest.mark.parametrize("days", [0, -1])
def test_less_than_a_day_is_no_promise(days: int) -> None:
    with pytest.raises(ValueError, match="At least 1 working day"):
        CHINA.after(at("2026-11-24T09:30"), days)
