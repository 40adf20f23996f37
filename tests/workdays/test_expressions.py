"""Working days in a query agree with working days in Python, on both databases."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workdays.test_calendar import at
from ydeu.notices.models import Notice
from ydeu.workdays import calendar
from ydeu.workdays.expressions import later_by_workdays

pytestmark = pytest.mark.django_db


def write_notices(number: int) -> None:
    """Notices from December 2025 on, every 31 hours: over New Year, Spring Festival and May."""
    begin = at("2025-12-20T00:00")
    Notice.objects.bulk_create(
        Notice(kind="digest", url="/", context={}, not_before=begin + timedelta(hours=31 * place))
        for place in range(number)
    )


@pytest.mark.parametrize("days", [1, 3, 10])
def test_a_query_counts_like_the_calendar(days: int) -> None:
    write_notices(120)
    rows = Notice.objects.annotate(later=later_by_workdays("not_before", days, since=Notice.objects.all()))
    for row in rows:
        assert row.later == calendar.current().after(row.not_before, days), row.not_before


def test_the_statements_do_not_grow_with_the_rows() -> None:
    calendar.current()
    counts = []
    for number in (1, 120):
        write_notices(number)
        with CaptureQueriesContext(connection) as queries:
            Notice.objects.update(not_before=later_by_workdays("not_before", 3, since=Notice.objects.all()))
        counts.append(len(queries))
    assert counts == [2, 2]


def test_no_rows_need_no_cases() -> None:
    assert (
        Notice.objects.update(not_before=later_by_workdays("not_before", 3, since=Notice.objects.all())) == 0
    )
