"""The table of holidays: the site fills it, administrators keep it, and a missing year is told."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.factories import make_user
from ydeu.notices.models import Notice
from ydeu.workdays import calendar, coming_year, packaged
from ydeu.workdays.management.commands.write_workdays import rows_of_package
from ydeu.workdays.models import CalendarDay

pytestmark = pytest.mark.django_db
ADD = "/admin/workdays/calendarday/add/"
LIST = "/admin/workdays/calendarday/"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def enter_2027() -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(day=date(2027, 2, day), kind="holiday", name="春节") for day in range(5, 12)
    )


def test_new_years_day_alone_makes_no_year_known() -> None:
    """It is announced with the holidays of the year, but is often entered first, or belongs to a bridge."""
    CalendarDay.objects.create(day=date(2027, 1, 1), kind="holiday", name="元旦")
    CalendarDay.objects.create(day=date(2027, 1, 2), kind="holiday", name="元旦")
    assert coming_year.missing_year(date(2026, 12, 1)) == 2027


def test_the_december_before_comes_with_a_new_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in 2022 and 2018: 31 December was off, 29 December was worked, announced with the next year."""
    last = max(packaged.packaged_years())
    new = {
        last: [
            CalendarDay(day=date(last, 12, 31), kind="holiday", name="元旦"),
            CalendarDay(day=date(last, 12, 27), kind="make_up", name="元旦"),
            CalendarDay(day=date(last, 3, 3), kind="holiday", name="an old mistake"),
        ],
        last + 1: [CalendarDay(day=date(last + 1, 1, 1), kind="holiday", name="元旦")],
    }
    CalendarDay.objects.create(day=date(last, 12, 27), kind="holiday", name="by hand")
    monkeypatch.setattr(packaged, "packaged_years", lambda: new)
    assert packaged.add_missing_years() == [last + 1]
    december = CalendarDay.objects.filter(day__year=last, day__month=12).order_by("day")
    assert [(row.day.day, row.kind) for row in december] == [(27, "holiday"), (31, "holiday")]
    assert not CalendarDay.objects.filter(name="an old mistake").exists()
    CalendarDay.objects.filter(day=date(last, 12, 31)).delete()
    assert packaged.add_missing_years() == []


def test_the_file_is_what_the_package_knows() -> None:
    written = [
        (str(day.day), day.kind, day.name) for days in packaged.packaged_years().values() for day in days
    ]
    assert written == rows_of_package()


def test_the_table_is_filled_when_the_database_is_migrated() -> None:
    assert CalendarDay.objects.known_years() == set(packaged.packaged_years())


def test_a_year_that_an_administrator_has_edited_stays() -> None:
    year = max(packaged.packaged_years())
    CalendarDay.objects.of_year(year).delete()
    CalendarDay.objects.create(day=date(year, 1, 1), kind="holiday", name="by hand")
    assert packaged.add_missing_years() == []
    assert [str(day.name) for day in CalendarDay.objects.of_year(year)] == ["by hand"]


def test_a_year_that_is_gone_comes_back() -> None:
    year = max(packaged.packaged_years())
    before = CalendarDay.objects.of_year(year).count()
    CalendarDay.objects.of_year(year).delete()
    assert packaged.add_missing_years() == [year]
    assert CalendarDay.objects.of_year(year).count() == before > 10


def test_a_holiday_of_several_days_is_entered_at_once(admin: Client) -> None:
    given = {"day": "2027-02-06", "last_day": "2027-02-12", "kind": "holiday", "name": "春节"}
    assert admin.post(ADD, given).status_code == 302
    assert [row.day.day for row in CalendarDay.objects.of_year(2027)] == [6, 7, 8, 9, 10, 11, 12]
    assert not calendar.current().is_workday(date(2027, 2, 10))


@pytest.mark.parametrize(
    ("last", "message"),
    [
        ("2027-02-05", "The last day is the first one or up to 30 days later."),
        ("2027-03-09", "The last day is the first one or up to 30 days later."),
        ("2027-02-12", "These days are entered already: 2027-02-08."),
        ("soon", "Enter a valid date."),
    ],
)
def test_a_wrong_stretch_is_refused_with_a_sentence(admin: Client, last: str, message: str) -> None:
    CalendarDay.objects.create(day=date(2027, 2, 8), kind="holiday")
    answer = admin.post(ADD, {"day": "2027-02-06", "last_day": last, "kind": "holiday", "name": ""})
    assert message in answer.content.decode()
    assert CalendarDay.objects.of_year(2027).count() == 1


def test_a_day_can_be_changed_and_deleted(admin: Client) -> None:
    row = CalendarDay.objects.of_year(2026).order_by("day")[0]
    kind = {"day": row.day.isoformat(), "kind": "make_up", "name": "x"}
    assert admin.post(f"{LIST}{row.pk}/change/", kind).status_code == 302
    assert calendar.current().is_workday(row.day)
    admin.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert not CalendarDay.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("today", "missing"),
    [("2026-11-14", None), ("2026-11-15", 2027), ("2026-12-31", 2027), ("2027-01-01", 2027)],
)
def test_the_coming_year_is_missed_from_the_middle_of_november(today: str, missing: int | None) -> None:
    assert coming_year.missing_year(date.fromisoformat(today)) == missing
    enter_2027()
    assert coming_year.missing_year(date.fromisoformat(today)) is None


def test_administrators_are_told_once_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_user(is_superuser=True)
    make_user()
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    for days, told in ((0, 1), (1, 0), (8, 1)):
        monkeypatch.setattr("django.utils.timezone.now", lambda days=days: moment.replace(day=20 + days))
        assert coming_year.tell_administrators() == told
    assert [notice.recipient for notice in Notice.objects.all()] == [person, person]
    enter_2027()
    assert coming_year.tell_administrators() == 0


def test_the_list_warns_of_the_missing_year(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
    warning = "The holidays of 2027 are not entered yet."
    assert warning in admin.get(LIST).content.decode()
    enter_2027()
    assert warning not in admin.get(LIST).content.decode()
