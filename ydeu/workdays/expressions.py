"""Working days in a query."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, DateTimeField, F, Max, Min, QuerySet, Value, When
from django.utils import timezone

from ydeu.workdays import calendar


def later_by_workdays(field: str, days: int, *, since: QuerySet[Any]) -> Case | F:
    """``field`` of the rows ``since``, later by ``days`` working days.

    Neighbouring days are later by the same time, or by the rest of a holiday end at the same moment. So a
    month of rows needs about ten cases, however many rows there are.
    """
    ends = since.order_by().aggregate(first=Min(field), last=Max(field))
    if ends["first"] is None:
        return F(field)
    first, last = (timezone.localdate(ends[end]) for end in ("first", "last"))
    stretch = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    cases = [
        _case(field, shift, list(each)) for shift, each in groupby(stretch, lambda day: _shift(day, days))
    ]
    return Case(*cases, output_field=DateTimeField())


def _shift(day: date, days: int) -> timedelta | datetime:
    """How much later a moment of a working day is, or the moment to which all of a rest day leads."""
    workdays = calendar.current()
    begin = calendar.midnight(day)
    later = workdays.after(begin, days)
    return later - begin if workdays.is_workday(day) else later


def _case(field: str, shift: timedelta | datetime, days: list[date]) -> When:
    begin, end = calendar.midnight(days[0]), calendar.midnight(days[-1] + timedelta(days=1))
    moment = Value(shift) if isinstance(shift, datetime) else F(field) + shift
    return When(**{f"{field}__gte": begin, f"{field}__lt": end}, then=moment)
