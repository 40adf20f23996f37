from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from matching import tasks
from matching.enums import Escalation
from matching.models import Suggestion
from matching.review import decisions, deferrals
from matching.review.transitions import move
from matching.states import SuggestionState
from matching.suggestions import deadlines, refresh
from tests.factories import (
    alliance_of,
    make_admin,
    make_alliance,
    make_coordinator,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]


def days_of(pair: Suggestion) -> float | None:
    now = Suggestion.objects.get(pk=pair.pk)
    return None if now.due_at is None else (now.due_at - now.waiting_since) / timedelta(days=1)


def make_pair(offer_days: int = 7, demand_days: int = 7) -> Suggestion:
    pair = make_suggestion(
        offer=make_published_offer(alliance=make_alliance(days_to_decide=offer_days)),
        demand=make_published_demand(alliance=make_alliance(days_to_decide=demand_days)),
    )
    deadlines.set_missing(Suggestion.objects.filter(pk=pair.pk))
    pair.refresh_from_db()
    return pair


@pytest.mark.parametrize(("offer", "demand", "days"), [(7, 7, 7), (3, 9, 3), (9, 3, 3)])
def test_between_two_alliances_the_shorter_time_counts(offer: int, demand: int, days: int) -> None:
    assert days_of(make_pair(offer, demand)) == days


@pytest.mark.parametrize(
    ("gone", "days"), [((Offer,), 3), ((Demand,), 9), ((Offer, Demand), 7)], ids=["offer", "demand", "both"]
)
@pytest.mark.parametrize("second_side", ["", "offer", "demand"])
def test_without_an_alliance_the_other_says_how_long_or_nobody(
    gone: tuple[type[Offer | Demand], ...], days: int, second_side: str
) -> None:
    pair = make_pair(offer_days=9, demand_days=3)
    for model in gone:
        model.objects.update(alliance=None)
    Suggestion.objects.update(second_side=second_side)
    if second_side:
        kept = {"offer": (Offer, 9), "demand": (Demand, 3)}[second_side]
        days = 7 if kept[0] in gone else kept[1]
    deadlines.recompute()
    assert days_of(pair) == days
    now = Suggestion.objects.with_parties().get()
    moment = timezone.now()
    assert deadlines.due_at(now, second_side=second_side, since=moment) == moment + timedelta(days=days)


def test_what_the_matcher_finds_has_a_moment_at_once() -> None:
    alliance = make_alliance(days_to_decide=4)
    make_published_offer(alliance=alliance)
    refresh.refresh_one(make_published_demand(alliance=alliance))
    assert [days_of(pair) for pair in Suggestion.objects.all()] == [4]


def test_a_change_of_the_targets_reaches_what_is_open() -> None:
    pair, decided = make_pair(), make_pair()
    decisions.reject(decided, by=make_admin(), reason="capacity")
    Alliance.objects.update(days_to_decide=2)
    tasks.escalate()
    assert (days_of(pair), days_of(decided)) == (2, 7)
    assert deadlines.recompute() == 0


def test_a_second_opinion_has_the_time_of_the_alliance_that_is_asked() -> None:
    pair = make_pair(offer_days=9, demand_days=3)
    Alliance.objects.filter(pk=alliance_of(pair.offer).pk).update(second_opinion=True)
    pair.refresh_from_db()
    decisions.approve(pair, by=make_coordinator(alliance_of(pair.demand)))
    assert days_of(pair) == 9
    deadlines.recompute()
    assert days_of(pair) == 9


def test_a_pair_that_comes_back_waits_anew() -> None:
    pair, user = make_pair(), make_admin()
    long_ago = timezone.now() - timedelta(days=30)
    Suggestion.objects.update(waiting_since=long_ago, due_at=long_ago, escalation=Escalation.COLLEAGUES)
    pair.refresh_from_db()
    assert (pair.is_overdue, pair.days_overdue, pair.days_waiting) == (True, 30, 30)
    decisions.defer(pair, by=user)
    assert not Suggestion.objects.get().is_overdue
    decisions.undo(pair, by=user)
    now = Suggestion.objects.get()
    assert (now.is_overdue, now.days_waiting, now.escalation) == (False, 0, Escalation.NOBODY)


def test_overdue_ones_come_first_and_then_the_best() -> None:
    now = timezone.now()
    best, late, later = (make_pair() for _ in range(3))
    for pair, score, due in ((best, 0.9, 5), (late, 0.4, -1), (later, 0.2, -9)):
        Suggestion.objects.filter(pk=pair.pk).update(score=score, due_at=now + timedelta(days=due))
    ordered = list(Suggestion.objects.in_queue_order())
    assert ordered == [late, later, best]
    for number, pair in enumerate(ordered):
        pair.refresh_from_db()
        assert list(Suggestion.objects.after(pair)) == ordered[number + 1 :]
        assert list(Suggestion.objects.before(pair)) == ordered[:number][::-1]


def deferred(until: date) -> Suggestion:
    pair = make_pair()
    decisions.defer(pair, by=make_admin(), until=timezone.localdate() + timedelta(days=1))
    Suggestion.objects.filter(pk=pair.pk).update(deferred_until=until)
    return pair


def test_on_its_day_a_deferred_pair_comes_back_once() -> None:
    today = timezone.localdate()
    due, later = deferred(today), deferred(today + timedelta(days=1))
    tasks.bring_back()
    tasks.bring_back()
    assert [Suggestion.objects.get(pk=pair.pk).state for pair in (due, later)] == ["pending", "deferred"]
    back = due.events.latest("pk")
    assert (due.events.count(), back.actor, back.from_state, back.to_state) == (
        2,
        None,
        "deferred",
        "pending",
    )
    assert Suggestion.objects.get(pk=due.pk).deferred_until is None


def test_a_deferred_pair_waits_for_a_side_that_has_left() -> None:
    pair = deferred(timezone.localdate())
    left = Offer.objects.filter(pk=pair.offer_id)
    left.update(state="paused")
    tasks.bring_back()
    assert Suggestion.objects.get().state == "deferred"
    left.update(state="published")
    tasks.bring_back()
    assert Suggestion.objects.get().state == "pending"


def test_who_asked_gets_an_answer_although_the_other_has_left() -> None:
    pair = deferred(timezone.localdate())
    Suggestion.objects.update(origin="member")
    Offer.objects.filter(pk=pair.offer_id).update(state="paused")
    tasks.bring_back()
    assert Suggestion.objects.get().state == "pending"


def test_what_came_back_without_both_sides_leaves_the_queue() -> None:
    pair = make_pair()
    Offer.objects.filter(pk=pair.offer_id).update(state="paused")
    tasks.bring_back()
    event = pair.events.get()
    assert (event.from_state, event.to_state, event.actor) == ("pending", "superseded", None)


def test_what_somebody_took_back_meanwhile_is_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = deferred(timezone.localdate())

    def after_another(suggestion: Suggestion, to: SuggestionState, **said: Any) -> None:
        decisions.undo(Suggestion.objects.get(pk=pair.pk), by=make_admin())
        move(suggestion, to, **said)

    monkeypatch.setattr(deferrals, "move", after_another)
    assert deferrals.bring_back_due() == 0
    assert pair.events.count() == 2


def test_one_that_cannot_come_back_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, other = (deferred(timezone.localdate()) for _ in range(2))

    def fail_for_one(suggestion: Suggestion, to: SuggestionState, **said: Any) -> None:
        if suggestion.pk == broken.pk:
            raise RuntimeError
        move(suggestion, to, **said)

    monkeypatch.setattr(deferrals, "move", fail_for_one)
    assert deferrals.bring_back_due() == 1
    assert [Suggestion.objects.get(pk=pair.pk).state for pair in (broken, other)] == ["deferred", "pending"]


@pytest.mark.parametrize("days", [0, -1])
def test_a_pair_is_deferred_to_a_later_day_only(days: int) -> None:
    pair = make_pair()
    with pytest.raises(decisions.NotInTheFuture):
        decisions.defer(pair, by=make_admin(), until=timezone.localdate() + timedelta(days=days))
    assert Suggestion.objects.get().state == "pending"


def test_a_pair_that_is_deferred_without_a_day_comes_back_in_thirty() -> None:
    pair = make_pair()
    decisions.defer(pair, by=make_admin())
    assert Suggestion.objects.get().deferred_until == timezone.localdate() + timedelta(days=30)


def test_progress_of_today() -> None:
    user, colleague = make_admin(), make_admin()
    pairs = [make_pair() for _ in range(5)]
    decisions.reject(pairs[0], by=user, reason="capacity")
    decisions.defer(pairs[1], by=colleague)
    decisions.reject(pairs[2], by=user, reason="capacity")
    Suggestion.objects.filter(pk=pairs[2].pk).update(decided_at=timezone.now() - timedelta(days=2))
    midnight: datetime = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert Suggestion.objects.progress_of(user, midnight) == {"mine": 1, "all": 2}
