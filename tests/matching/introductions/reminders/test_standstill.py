"""A connected introduction in which nothing happens: everybody is reminded once, then it is put to rest."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from matching import tasks
from matching.introductions import meetings, messages, next_steps, pipeline
from matching.introductions.reminders import standstill
from matching.models import Introduction
from tests.matching.introduced import Cast, make_cast, make_introduction, told
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("every_day_is_worked")]
DAY = timedelta(days=1)
BEYOND = ("connected", "meeting", "negotiating")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def aged(introduction: Introduction, days: int) -> Introduction:
    """The introduction with its events, messages and notes moved ``days`` days into the past."""
    for rows, column in (("events", "at"), ("messages", "written_at"), ("notes", "written_at")):
        for row in getattr(introduction, rows).all():
            moment = getattr(row, column) - days * DAY
            getattr(introduction, rows).filter(pk=row.pk).update(**{column: moment})
    return introduction


def state_of(introduction: Introduction) -> str:
    return Introduction.objects.get(pk=introduction.pk).state


@pytest.mark.parametrize("state", BEYOND)
def test_after_15_working_days_everybody_is_reminded_once_and_after_30_it_rests(
    state: str, cast: Cast
) -> None:
    introduction = make_introduction(cast, state)
    now = timezone.now()
    assert (standstill.remind(now + 14 * DAY), standstill.remind(now + 16 * DAY)) == (0, 1)
    assert told() == [
        ("introduction_idle", cast.seller),
        ("introduction_idle", cast.buyer),
        ("introduction_idle", cast.demand_coordinator),
    ]
    event = introduction.events.latest("pk")
    assert (event.what, event.side, event.actor) == ("reminded", "", None)
    aged(introduction, 14)
    assert (standstill.remind(now), standstill.let_rest(now)) == (0, 0)
    aged(introduction, 2)
    assert (standstill.remind(now), standstill.let_rest(now), standstill.let_rest(now)) == (0, 1, 0)
    introduction.refresh_from_db()
    assert (introduction.state, introduction.slept_from) == ("dormant", state)
    assert "已很久没有进展" in str(compose(Notice.objects.latest("pk")).body)
    pipeline.wake(introduction, by=cast.buyer)
    assert introduction.state == state


def test_an_answer_to_the_reminder_gives_the_full_time_again(cast: Cast) -> None:
    introduction = aged(make_introduction(cast, "connected"), 44)
    assert standstill.remind(timezone.now()) == 1
    aged(introduction, 30)
    messages.write(introduction, by=cast.buyer, text="We are still at it.")
    assert (standstill.remind(timezone.now()), standstill.let_rest(timezone.now())) == (0, 0)
    aged(introduction, 22)
    assert (standstill.let_rest(timezone.now()), standstill.remind(timezone.now())) == (0, 1)


@pytest.mark.parametrize("ahead", ["step", "meeting"])
def test_what_has_something_ahead_does_not_stand_still(ahead: str, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    now = timezone.now()
    if ahead == "step":
        day = timezone.localdate() + 30 * DAY
        next_steps.agree(introduction, by=cast.buyer, text="Trial", assignee="offer", due_on=day)
    else:
        meetings.plan(introduction, by=cast.buyer, starts_at=now + 30 * DAY, minutes=60, place="Hefei")
    aged(introduction, 40)
    assert standstill.remind(now) == 0
    assert standstill.remind(now + 52 * DAY) == 1


@pytest.mark.parametrize("state", ["consent_pending", "dormant", "closed_no_deal", "contract_signed"])
def test_other_states_have_other_clocks(state: str, cast: Cast) -> None:
    aged(make_introduction(cast, state), 100)
    assert (standstill.remind(timezone.now()), standstill.let_rest(timezone.now())) == (0, 0)


def test_the_task_does_both_and_may_run_twice(cast: Cast) -> None:
    introduction = aged(make_introduction(cast, "meeting"), 22)
    tasks.remind_silent()
    tasks.remind_silent()
    assert introduction.events.filter(what="reminded").count() == 1
    aged(introduction, 22)
    tasks.remind_silent()
    assert state_of(introduction) == "dormant"


def test_finding_nothing_costs_the_same_however_many_there_are(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_introduction(cast, "connected")
    make_introduction(make_cast(), "connected")
    with django_assert_num_queries(2):
        standstill.remind(timezone.now()), standstill.let_rest(timezone.now())
