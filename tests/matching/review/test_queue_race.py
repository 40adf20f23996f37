"""Several people work on one queue at the same moment. Needs a database with several writers at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching.models import Interest, Introduction, Suggestion, SuggestionEvent
from matching.review import assignments, bulk, decisions, deferrals, escalations, interests, second_opinions
from tests.factories import (
    alliance_of,
    make_alliance,
    make_coordinator,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.review.test_race import Act, all_at_once
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def read(pair: Suggestion) -> Suggestion:
    return Suggestion.objects.with_parties().get(pk=pair.pk)


def test_bulk_rejections_and_single_decisions_decide_each_pair_once() -> None:
    alliance = make_alliance()
    pairs = [make_suggestion(demand=make_published_demand(alliance=alliance)) for _ in range(6)]
    pks = [pair.pk for pair in pairs]
    people = [make_coordinator(alliance) for _ in range(6)]

    def reject_all(number: int) -> Act:
        return lambda: bulk.reject(pks[::-1], by=people[number], reason="capacity")

    def approve(number: int) -> Act:
        mine = read(pairs[number])
        return lambda: decisions.approve(mine, by=people[number])

    all_at_once([reject_all(0), reject_all(1), *(approve(number) for number in range(2, 6))])
    assert SuggestionEvent.objects.count() == len(pairs)
    for pair in pairs:
        now, event = read(pair), pair.events.get()
        assert (now.state, now.decided_by) == (event.to_state, event.actor)
    approved = Suggestion.objects.filter(state="approved").count()
    assert (Introduction.objects.count(), Notice.objects.count()) == (approved, 2 * approved)


def test_a_pair_is_taken_once() -> None:
    pair = make_suggestion()
    people = [make_coordinator(alliance_of(pair.demand)) for _ in range(8)]

    def take(number: int) -> Act:
        mine = read(pair)
        return lambda: assignments.assign(mine, to=people[number], by=people[number])

    results = all_at_once([take(number) for number in range(8)])
    assert results.count(True) == 1
    assert read(pair).assignee == people[results.index(True)]


def test_two_runs_of_the_clock_tell_everybody_once() -> None:
    alliance = make_alliance()
    person = make_coordinator(alliance)
    due = timezone.now() - timedelta(days=1)
    for _ in range(5):
        make_suggestion(demand=make_published_demand(alliance=alliance), due_at=due)
    today = timezone.localdate()
    back = make_suggestion(state="deferred", deferred_until=today)
    all_at_once([escalations.escalate] * 4 + [deferrals.bring_back_due] * 4)
    told = Notice.objects.filter(kind="review_overdue")
    assert [(notice.recipient, notice.context["title"]["en"]) for notice in told] == [
        (person, "5 suggested pairs")
    ]
    assert (read(back).state, back.events.count()) == ("pending", 1)


def test_an_enterprise_asks_once() -> None:
    seller = make_member()
    enterprise = seller.memberships.get().enterprise
    offers = [make_published_offer(enterprise=enterprise) for _ in range(4)]
    demand = make_published_demand()

    def ask(number: int) -> Act:
        return lambda: interests.express(offers[number], demand, by=seller, mode="license", about="We.")

    assert all_at_once([ask(number) for number in range(4)]).count(True) == 1
    assert (Interest.objects.count(), Suggestion.objects.count()) == (1, 1)


def test_a_second_opinion_is_given_once() -> None:
    pair = make_suggestion(offer=make_published_offer(alliance=make_alliance(second_opinion=True)))
    decisions.approve(pair, by=make_coordinator(alliance_of(pair.demand)))
    people = [make_coordinator(alliance_of(pair.offer)) for _ in range(6)]

    def speak(number: int) -> Act:
        mine, by = read(pair), people[number]
        if number % 2:
            return lambda: second_opinions.agree(mine, by=by)
        return lambda: second_opinions.disagree(mine, by=by, reason="capacity")

    assert all_at_once([speak(number) for number in range(6)]).count(True) == 1
    assert Introduction.objects.count() == int(read(pair).state == "approved")
