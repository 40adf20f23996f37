from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from matching import tasks
from matching.introductions import lifecycle
from matching.introductions.notices import tell_side
from matching.introductions.reminders import unanswered
from matching.models import Introduction
from tests.factories import alliance_of
from tests.matching.introduced import Cast, happened, make_cast, make_introduction, stored, told
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Offer
from ydeu.notices.enums import NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("every_day_is_worked")]
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_each_silent_side_is_reminded_exactly_once_on_day_10(cast: Cast) -> None:
    introduction = make_introduction(cast)
    opened = introduction.waiting_since
    assert unanswered.remind(opened + 10 * DAY - timedelta(minutes=1)) == 0
    assert unanswered.remind(opened + 10 * DAY) == 1
    assert unanswered.remind(opened + 10 * DAY) == 0
    assert unanswered.remind(opened + 15 * DAY) == 0
    assert told() == [("introduction_reminder", cast.seller), ("introduction_reminder", cast.buyer)]
    reminded = introduction.events.filter(what="reminded").values_list("side", flat=True)
    assert sorted(reminded) == ["demand", "offer"]


def test_who_has_answered_is_left_alone(cast: Cast) -> None:
    introduction = make_introduction(cast)
    lifecycle.accept(introduction, introduction.sides.get(side="offer"), by=cast.seller)
    assert unanswered.remind(timezone.now() + 10 * DAY) == 1
    assert told()[1:] == [("introduction_reminder", cast.buyer)]


def test_ten_days_after_the_reminder_it_is_put_to_rest_once(cast: Cast) -> None:
    introduction = make_introduction(cast)
    day_10, day_20 = introduction.waiting_since + 10 * DAY, introduction.waiting_since + 20 * DAY
    unanswered.remind(day_10)
    assert unanswered.let_rest(day_20 - timedelta(minutes=1)) == 0
    assert [unanswered.let_rest(day_20), unanswered.let_rest(day_20)] == [1, 0]
    introduction.refresh_from_db()
    assert (introduction.state, introduction.slept_from) == ("dormant", "consent_pending")
    assert happened(introduction)[-1] == ("moved", "consent_pending", "dormant")
    assert introduction.events.latest("pk").actor is None
    assert sorted(str(user) for kind, user in told() if kind == "introduction_dormant") == [
        "Demand Coordinator",
        "Li Buyer",
        "Wang Secret",
    ]


def test_a_clock_that_stood_still_gives_nobody_less_time(cast: Cast) -> None:
    introduction = make_introduction(cast)
    day_30 = introduction.waiting_since + 30 * DAY
    assert (unanswered.remind(day_30), unanswered.let_rest(day_30)) == (1, 0)
    assert unanswered.let_rest(day_30 + 10 * DAY) == 1


@pytest.mark.parametrize(
    "state", ["connected", "meeting", "negotiating", "contract_signed", "closed_no_deal"]
)
def test_what_no_longer_waits_is_left_alone(state: str, cast: Cast) -> None:
    make_introduction(cast, state)
    before = stored()
    later = timezone.now() + 40 * DAY
    assert (unanswered.remind(later), unanswered.let_rest(later)) == (0, 0)
    assert stored() == before


def test_one_that_fails_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, fine = make_introduction(cast), make_introduction(make_cast())

    def fail_once(kind: NoticeKind, introduction: Introduction, side: str, **details: Any) -> object:
        if introduction == broken:
            raise ValueError
        return tell_side(kind, introduction, side, **details)

    monkeypatch.setattr(unanswered, "tell_side", fail_once)
    assert unanswered.remind(timezone.now() + 10 * DAY) == 1
    assert set(broken.sides.values_list("reminded_at", flat=True)) == {None}
    assert None not in fine.sides.values_list("reminded_at", flat=True)


def test_the_task_does_both_and_may_run_twice(cast: Cast) -> None:
    introduction = make_introduction(cast)
    Introduction.objects.update(waiting_since=timezone.now() - 20 * DAY)
    introduction.sides.update(reminded_at=timezone.now() - 10 * DAY)
    tasks.remind_silent()
    tasks.remind_silent()
    introduction.refresh_from_db()
    assert introduction.state == "dormant"
    assert [kind for kind, _user in told()] == ["introduction_dormant"] * 3


def test_listings_without_an_alliance_are_reminded_on_the_usual_day(cast: Cast) -> None:
    introduction = make_introduction(cast)
    Offer.objects.update(alliance=None), Demand.objects.update(alliance=None)
    Alliance.objects.update(days_to_answer=3)
    day_10 = introduction.waiting_since + 10 * DAY
    assert (unanswered.remind(day_10 - timedelta(minutes=1)), unanswered.remind(day_10)) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize(("offer_days", "demand_days", "due"), [(3, 30, 3), (30, 4, 4), (30, 30, 30)])
def test_the_alliances_say_how_long_a_side_may_take_and_the_shorter_time_counts(
    offer_days: int, demand_days: int, due: int, cast: Cast
) -> None:
    introduction = make_introduction(cast)
    for listing, days in ((introduction.offer, offer_days), (introduction.demand, demand_days)):
        Alliance.objects.filter(pk=alliance_of(listing).pk).update(days_to_answer=days)
    opened = introduction.waiting_since
    assert unanswered.remind(opened + due * DAY - timedelta(minutes=1)) == 0
    assert unanswered.remind(opened + due * DAY) == 1
