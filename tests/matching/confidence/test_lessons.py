"""Decisions on a demand reorder what is left of it, at once, and an undone decision is forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from matching.confidence import lessons
from matching.enums import CloseReason, Origin, RejectionReason
from matching.index import market_index
from matching.models import Introduction, Suggestion
from matching.review import bulk, decisions
from matching.states import SuggestionState
from matching.suggestions import banding
from matching.tasks import learn, teach
from tests.factories import make_admin, make_published_demand, make_published_offer, make_suggestion
from tests.matching.introduced import make_cast, make_introduction
from ydeu.marketplace.models import Demand

Capture = Callable[..., Any]

CELLS = {
    "title": "Solid electrolyte for lithium cells",
    "description": "Sulphide electrolyte, lithium cells.",
}
SEALS = {"title": "Rubber seals for pumps", "description": "Elastomer seals of pumps, resistant to oil."}


def pair(demand: Demand, offer: dict[str, str], **fields: Any) -> Suggestion:
    usual = {"strength": 1.0, "base_strength": 1.0, "demand": demand, "offer": make_published_offer(**offer)}
    return make_suggestion(**{**usual, **fields})


def strength_of(suggestion: Suggestion) -> float:
    return Suggestion.objects.get(pk=suggestion.pk).strength


@pytest.mark.django_db
@pytest.mark.slow
def test_three_decisions_put_what_is_like_the_approved_offer_first(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    demand, admin = make_published_demand(), make_admin()
    good, bad, bad_too = pair(demand, CELLS), pair(demand, SEALS), pair(demand, SEALS)
    like_good, like_bad = pair(demand, CELLS), pair(demand, SEALS)
    folded = pair(demand, CELLS, state=SuggestionState.FOLDED)
    other_demand = pair(make_published_demand(), CELLS)
    market_index.rebuild()

    with django_capture_on_commit_callbacks(execute=True):
        decisions.approve(good, by=admin)
    for each in (bad, bad_too):
        with django_capture_on_commit_callbacks(execute=True):
            decisions.reject(each, by=admin, reason=RejectionReason.TECHNICAL_MISMATCH)

    assert strength_of(like_good) == strength_of(folded) > strength_of(like_bad)
    assert [strength_of(each) for each in (good, other_demand)] == [1.0, 1.0]
    assert Suggestion.objects.get(pk=like_good.pk).base_strength == 1.0


@pytest.mark.django_db
@pytest.mark.slow
def test_an_undone_decision_is_forgotten(django_capture_on_commit_callbacks: Capture) -> None:
    demand, admin = make_published_demand(), make_admin()
    decided, rest = pair(demand, CELLS), pair(demand, CELLS)
    market_index.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        decisions.reject(decided, by=admin, reason=RejectionReason.TECHNICAL_MISMATCH)
    assert strength_of(rest) < 1.0

    decided.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        decisions.undo(decided, by=admin)
    assert (strength_of(rest), strength_of(decided)) == (1.0, 1.0)


@pytest.mark.django_db
def test_a_rejection_that_says_nothing_about_the_match_teaches_nothing(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    demand = make_published_demand()
    known, rest = pair(demand, CELLS), pair(demand, CELLS)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.reject(known, by=make_admin(), reason=RejectionReason.ALREADY_KNOWN)
    banding.restate([demand.pk])
    assert strength_of(rest) == 1.0


@pytest.mark.django_db
def test_the_pair_of_a_member_stays_in_the_queue_and_a_pair_without_a_strength_has_none() -> None:
    demand = make_published_demand()
    pair(demand, CELLS, state=SuggestionState.APPROVED, decided_at=timezone.now())
    asked, old = pair(demand, SEALS, origin=Origin.MEMBER), pair(demand, CELLS, base_strength=0.0)
    banding.restate([demand.pk])
    asked.refresh_from_db()
    assert asked.state == SuggestionState.PENDING
    assert strength_of(old) == 0.0


@pytest.mark.django_db
def test_a_missing_demand_and_a_second_delivery_change_nothing() -> None:
    demand = make_published_demand()
    pair(demand, CELLS, state=SuggestionState.APPROVED, decided_at=timezone.now())
    rest = pair(demand, CELLS)
    teach(0)
    teach(demand.pk)
    after = strength_of(rest)
    assert after > 1.0
    assert (banding.restate([demand.pk]), strength_of(rest)) == (0, after)


@pytest.mark.django_db
def test_many_decisions_at_once_and_many_pairs_are_left_to_a_worker(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(teach, "delay", sent.append)
    admin, demands = make_admin(), [make_published_demand() for _each in range(2)]
    pairs = [pair(demand, CELLS) for demand in demands]
    with django_capture_on_commit_callbacks(execute=True):
        bulk.reject([each.pk for each in pairs], by=admin, reason=RejectionReason.WRONG_CHAIN)
    assert sent == sorted(demand.pk for demand in demands)


@pytest.mark.django_db
def test_a_receiver_that_fails_does_not_undo_the_decision(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    def fail(_demand: int) -> bool:
        raise OSError("the index is damaged")

    monkeypatch.setattr(lessons, "is_cheap", fail)
    demand = make_published_demand()
    decided = pair(demand, CELLS)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.reject(decided, by=make_admin(), reason=RejectionReason.WRONG_CHAIN)
    decided.refresh_from_db()
    assert decided.state == SuggestionState.REJECTED


@pytest.mark.django_db
def test_the_night_makes_up_for_a_lost_task() -> None:
    demand = make_published_demand()
    pair(demand, CELLS, state=SuggestionState.APPROVED, decided_at=timezone.now())
    rest = pair(demand, CELLS)
    learn()
    assert strength_of(rest) > 1.0


@pytest.mark.django_db
def test_the_night_learns_from_an_introduction_that_was_closed_as_technically_unfit() -> None:
    introduction = make_introduction(make_cast())
    demand = introduction.demand
    long_ago = timezone.now() - timedelta(days=40)
    Suggestion.objects.update(base_strength=1.0, strength=1.0, decided_at=long_ago)
    rest = pair(demand, CELLS)
    banding.restate([demand.pk])
    before = strength_of(rest)

    Introduction.objects.update(state="closed_no_deal", close_reason=CloseReason.TECHNICAL)
    introduction.events.create(from_state="connected", to_state="closed_no_deal")
    learn()
    assert strength_of(rest) < 1.0 < before
