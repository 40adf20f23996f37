"""Every promised time over Spring Festival 2026: off from 15 to 23 February, work on Saturday 14 and 28."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.utils import timezone
from pytest_django import Settings

from matching.introductions.reminders import standstill, unanswered
from matching.models import Introduction, IntroductionEvent, Suggestion
from matching.review import escalations
from matching.suggestions import deadlines
from tests.factories import (
    make_admin,
    make_alliance,
    make_coordinator,
    make_member,
    make_offer,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.introduced import make_cast, make_introduction
from tests.workdays.test_calendar import at
from ydeu.marketplace import freshness
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State
from ydeu.notices.models import Notice
from ydeu.workdays.models import CalendarDay

pytestmark = pytest.mark.django_db
Clock = Callable[[str], datetime]
FRIDAY = "2026-02-13T17:00"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the time of the site."""

    def set_to(text: str) -> datetime:
        moment = at(text)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    return set_to


def make_waiting_pair(since: datetime) -> Suggestion:
    alliance = make_alliance(days_to_decide=5)
    demand, offer = make_published_demand(alliance=alliance), make_published_offer(alliance=alliance)
    make_coordinator(alliance)
    pair = make_suggestion(demand=demand, offer=offer, waiting_since=since)
    deadlines.set_missing(Suggestion.objects.all())
    pair.refresh_from_db()
    return pair


def test_a_pair_is_due_after_working_days(clock: Clock) -> None:
    pair = make_waiting_pair(clock(FRIDAY))
    assert pair.due_at == at("2026-02-27T17:00")
    assert pair.due_at == deadlines.due_at(pair, second_side="", since=pair.waiting_since)


def test_an_edited_calendar_moves_the_deadlines_of_open_pairs(clock: Clock) -> None:
    pair = make_waiting_pair(clock(FRIDAY))
    CalendarDay.objects.create(day=date(2026, 2, 26), kind="holiday", name="Half the city moves")
    assert deadlines.recompute() == 1
    pair.refresh_from_db()
    assert pair.due_at == at("2026-02-28T17:00")  # the Saturday is worked
    assert deadlines.recompute() == 0


def test_the_administrators_hear_of_a_pair_after_working_days(clock: Clock, settings: Settings) -> None:
    settings.REVIEW_ESCALATION_DAYS = 3
    pair = make_waiting_pair(clock("2026-02-06T17:00"))  # due on the 13th
    make_admin()
    clock("2026-02-13T17:01")
    assert escalations.escalate() == 1
    clock("2026-02-25T16:59")  # the 14th, the 24th and the 25th
    assert escalations.escalate() == 0
    clock("2026-02-25T17:00")
    assert escalations.escalate() == 1
    pair.refresh_from_db()
    assert pair.escalation == 2


@pytest.mark.parametrize(("now", "is_late"), [("2026-02-27T16:59", False), ("2026-02-27T17:00", True)])
def test_a_listing_is_answered_within_working_days(clock: Clock, now: str, is_late: bool) -> None:
    submitted_at = clock(FRIDAY)
    alliance = make_alliance(days_to_publish=5)
    listing = make_offer(state=State.SUBMITTED, submitted_at=submitted_at, alliance=alliance)
    assert listing.answer_due_at == at("2026-02-27T17:00")
    moment = clock(now)
    assert Offer.objects.unanswered(moment).exists() is listing.is_answer_overdue is is_late


def test_a_silent_side_is_reminded_and_let_rest_after_working_days(clock: Clock) -> None:
    clock(FRIDAY)
    introduction = make_introduction(make_cast())
    Introduction.objects.update(waiting_since=timezone.now())
    assert unanswered.remind(clock("2026-03-05T16:59")) == 0
    assert unanswered.remind(clock("2026-03-05T17:00")) == 1  # 14, 24 to 28 February, 2 to 5 March
    assert {notice.context["until"] for notice in Notice.objects.filter(kind="introduction_reminder")} == {
        "2026-03-19"
    }
    assert unanswered.let_rest(clock("2026-03-19T16:59")) == 0
    assert unanswered.let_rest(clock("2026-03-19T17:00")) == 1
    introduction.refresh_from_db()
    assert introduction.state == "dormant"


def test_a_standstill_is_counted_in_working_days(clock: Clock) -> None:
    moment = clock(FRIDAY)
    introduction = make_introduction(make_cast(), "connected")
    IntroductionEvent.objects.filter(introduction=introduction).update(at=moment)
    assert standstill.remind(clock("2026-03-12T16:59")) == 0
    assert standstill.remind(clock("2026-03-12T17:00")) == 1


def test_an_owner_has_working_days_to_say_that_a_listing_is_open(clock: Clock, settings: Settings) -> None:
    settings.LISTINGS_ANSWER_DAYS = 5
    clock(FRIDAY)
    owner = make_member()
    listing = make_published_offer(
        enterprise=owner.memberships.get().enterprise, created_by=owner, valid_until=date(2026, 12, 31)
    )
    freshness.ask(listing)
    assert Notice.objects.get(kind="listing_asked").context["until"] == "2026-02-27"
    clock("2026-02-27T16:00")
    freshness.sweep()
    listing.refresh_from_db()
    assert listing.state == State.PUBLISHED
    clock("2026-02-27T17:01")
    freshness.sweep()
    listing.refresh_from_db()
    assert listing.state == State.PAUSED
