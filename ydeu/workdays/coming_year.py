"""The warning that the holidays of the coming year are not entered.

The State Council announces them in the autumn. Promises that begin in December already reach into January.
"""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from ydeu.accounts.models import User
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.workdays.models import CalendarDay

WARNED_FROM = (11, 15)
"""Month and day from which the coming year should be there."""

AGAIN_AFTER = timedelta(days=7)
"""Time from one notice to the next while the year is still missing."""


def missing_year(today: date) -> int | None:
    """This year, or from 15 November the coming one, if it has no holidays in the table. Otherwise None."""
    wanted = [today.year, *([today.year + 1] if (today.month, today.day) >= WARNED_FROM else [])]
    known = CalendarDay.objects.known_years()
    return next((year for year in wanted if year not in known), None)


def tell_administrators() -> int:
    """Tell each administrator of a missing year, once a week. Returns how many were told."""
    year = missing_year(timezone.localdate())
    if year is None:
        return 0
    since = timezone.now() - AGAIN_AFTER
    recent = Notice.objects.filter(kind=NoticeKind.CALENDAR_MISSING, created_at__gt=since)
    people = User.objects.filter(is_active=True, is_superuser=True).exclude(pk__in=recent.values("recipient"))
    for person in people:
        notices.tell(
            NoticeKind.CALENDAR_MISSING,
            user=person,
            url=reverse("admin:workdays_calendarday_changelist"),
            context={"title": str(year)},
        )
    return len(people)
