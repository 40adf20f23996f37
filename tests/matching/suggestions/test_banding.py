"""Weak pairs are folded without a clock; others come into the queue."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.confidence import lessons, scales
from matching.confidence.scales import Scale, Scales
from matching.enums import Band, FoldReason, Origin
from matching.models import Suggestion, SuggestionEvent
from matching.review import assignments, decisions, escalations, unfolding
from matching.review.transitions import NotYourAlliance, move
from matching.states import SuggestionState
from matching.suggestions import banding, deadlines, exposure, refresh
from tests.factories import (
    alliance_of,
    make_admin,
    make_alliance,
    make_coordinator,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Demand
from ydeu.marketplace.states import State
from ydeu.transitions import TransitionRefused

pytestmark = pytest.mark.django_db

STRONG, FAIR, WEAK = 0.9, 0.5, 0.1

Capture = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def floors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scales, "current", lambda: Scales(Scale(strong=0.8, fair=0.3)))


def rated(demand: Demand | None = None, **fields: Any) -> Suggestion:
    """A pair of a demand after its band was stated."""
    pair = make_suggestion(demand=demand or make_published_demand(), **fields)
    banding.restate([pair.demand_id])
    pair.refresh_from_db()
    return pair


def found(strength: float, **fields: Any) -> Suggestion:
    """A pair as the matcher has just inserted it."""
    new = {"state": SuggestionState.FOLDED, "band": "", "is_rated": False, "offer_rank": 1}
    return rated(**{**new, "base_strength": strength, **fields})


def place(pair: Suggestion) -> tuple[str, str, str]:
    pair.refresh_from_db()
    return pair.state, pair.band, pair.fold_reason


@pytest.mark.parametrize(
    ("strength", "expected"),
    [
        (STRONG, ("pending", "strong", "")),
        (FAIR, ("pending", "fair", "")),
        (WEAK, ("folded", "weak", "floor")),
    ],
)
def test_a_new_pair_comes_into_the_queue_only_if_it_is_at_least_fair(
    strength: float, expected: tuple[str, str, str]
) -> None:
    pair = found(strength)
    assert place(pair) == expected
    assert pair.strength == strength
    assert pair.is_rated
    assert (pair.due_at is not None) == (pair.state == SuggestionState.PENDING)
    assert not SuggestionEvent.objects.exists()


def test_a_pair_that_becomes_weak_is_folded_and_loses_its_clock() -> None:
    pair = found(FAIR)
    Suggestion.objects.filter(pk=pair.pk).update(base_strength=WEAK, escalation=1)
    assert banding.restate([pair.demand_id]) == 1
    assert place(pair) == ("folded", "weak", "floor")
    assert (pair.due_at, pair.escalation) == (None, 0)
    event = pair.events.get()
    assert (event.from_state, event.to_state, event.actor) == ("pending", "folded", None)


def test_a_folded_pair_that_becomes_stronger_comes_with_a_fresh_clock() -> None:
    pair = found(WEAK)
    long_ago = timezone.now() - timedelta(days=90)
    Suggestion.objects.filter(pk=pair.pk).update(base_strength=FAIR, waiting_since=long_ago)
    banding.restate([pair.demand_id])
    assert place(pair) == ("pending", "fair", "")
    assert pair.days_waiting == 0
    assert pair.due_at is not None
    assert pair.due_at > timezone.now()
    assert list(pair.events.values_list("from_state", "to_state")) == [("folded", "pending")]


def test_stating_the_bands_twice_changes_nothing() -> None:
    demand = make_published_demand()
    for strength in (STRONG, FAIR, WEAK):
        found(strength, demand=demand)
    before = list(Suggestion.objects.order_by("pk").values())
    assert banding.restate([demand.pk]) == 0
    assert list(Suggestion.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "state", [SuggestionState.APPROVED, SuggestionState.REJECTED, SuggestionState.DEFERRED]
)
def test_a_decided_pair_keeps_its_band(state: SuggestionState) -> None:
    pair = rated(state=state, base_strength=WEAK)
    assert place(pair) == (state, "strong", "")


def test_a_pair_with_a_first_opinion_stays_open() -> None:
    pair = rated(state=SuggestionState.SECOND_OPINION, base_strength=WEAK)
    assert place(pair) == ("second", "strong", "")


def test_a_pair_that_a_member_asked_for_is_never_folded() -> None:
    pair = rated(origin=Origin.MEMBER, base_strength=WEAK)
    assert place(pair) == ("pending", "weak", "")


def test_a_pair_that_somebody_has_taken_is_folded_only_when_it_is_given_back() -> None:
    pair = found(FAIR)
    coordinator = make_coordinator(alliance_of(pair.demand))
    assignments.assign(pair, to=coordinator, by=coordinator)
    Suggestion.objects.filter(pk=pair.pk).update(base_strength=WEAK)
    banding.restate([pair.demand_id])
    assert place(pair) == ("pending", "weak", "")
    assignments.assign(pair, to=None, by=coordinator)
    banding.restate([pair.demand_id])
    assert place(pair) == ("folded", "weak", "floor")


def test_a_coordinator_reviews_a_weak_pair_all_the_same_and_the_matcher_leaves_it_there() -> None:
    pair = found(WEAK)
    coordinator = make_coordinator(alliance_of(pair.offer))
    unfolding.unfold(pair, by=coordinator)
    assert place(pair) == ("pending", "weak", "")
    assert pair.due_at is not None
    assert list(pair.events.values_list("from_state", "to_state", "actor")) == [
        ("folded", "pending", coordinator.pk)
    ]
    logged = Entry.objects.filter(actor=coordinator).values_list("old_state", "new_state")
    assert list(logged) == [("folded", "pending")]
    banding.restate([pair.demand_id])
    assert place(pair) == ("pending", "weak", "")
    decisions.approve(pair, by=make_admin())


def test_only_reviewers_unfold_and_only_what_is_folded() -> None:
    weak, fair = found(WEAK), found(FAIR)
    with pytest.raises(NotYourAlliance):
        unfolding.unfold(weak, by=make_coordinator())
    with pytest.raises(TransitionRefused):
        unfolding.unfold(fair, by=make_admin())
    assert (place(weak)[0], place(fair)[0]) == ("folded", "pending")


def test_an_undone_decision_brings_the_pair_back_for_good() -> None:
    pair, admin = found(FAIR), make_admin()
    decisions.reject(pair, by=admin, reason="capacity")
    Suggestion.objects.filter(pk=pair.pk).update(base_strength=WEAK)
    decisions.undo(pair, by=admin)
    banding.restate([pair.demand_id])
    assert place(pair) == ("pending", "weak", "")


def test_nobody_decides_a_folded_pair_by_accident() -> None:
    pair = found(WEAK)
    with pytest.raises(TransitionRefused):
        decisions.approve(pair, by=make_admin())
    with pytest.raises(TransitionRefused):
        decisions.reject(pair, by=make_admin(), reason="capacity")


def test_a_folded_pair_is_never_overdue() -> None:
    pair = found(WEAK)
    deadlines.recompute()
    assert escalations.escalate() == 0
    assert place(pair)[0] == "folded"
    assert pair.due_at is None


def test_what_stood_behind_the_gap_comes_when_the_best_offer_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scales, "current", lambda: Scales(Scale(strong=8.0, fair=0.3)))
    demand = make_published_demand()
    best, behind = found(7.9, demand=demand, score=0.8), found(0.35, demand=demand, score=0.3)
    assert (place(best)[0], place(behind)) == ("pending", ("folded", "weak", "gap"))
    type(best.offer).objects.filter(pk=best.offer_id).update(state=State.WITHDRAWN)
    refresh.supersede_listing(best.offer)
    assert (place(best)[0], place(behind)) == ("superseded", ("pending", "fair", ""))


def test_a_folded_pair_leaves_with_its_listing_and_comes_back_with_it() -> None:
    pair = found(WEAK, demand_rank=1)
    offers = type(pair.offer).objects.filter(pk=pair.offer_id)
    offers.update(state=State.WITHDRAWN)
    refresh.supersede_listing(pair.offer)
    assert place(pair)[0] == "superseded"
    banding.restate([pair.demand_id])
    assert place(pair)[0] == "superseded"
    offers.update(state=State.PUBLISHED)
    banding.restate([pair.demand_id])
    assert place(pair) == ("folded", "weak", "floor")


def test_all_pairs_of_a_vague_demand_are_folded() -> None:
    pair = found(STRONG, demand=make_published_demand(is_vague=True))
    assert place(pair) == ("folded", "weak", FoldReason.VAGUE)


def test_the_scale_of_the_demands_alliance_counts_then_that_of_the_offer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demand, offer = make_published_demand(alliance=None), make_published_offer()
    strict, mild = Scale(strong=0.99, fair=0.95), Scale(strong=0.2, fair=0.1, slope=1.0, intercept=0.0)
    given = {alliance_of(offer).pk: mild}
    monkeypatch.setattr(scales, "current", lambda: Scales(Scale(0.8, 0.3), given))
    pair = found(FAIR, demand=demand, offer=offer)
    assert pair.band == Band.STRONG
    assert pair.confidence == pytest.approx(FAIR / (1 + FAIR))
    demand.alliance = make_alliance()
    demand.save()
    given[alliance_of(demand).pk] = strict
    banding.restate([demand.pk])
    assert place(pair) == ("folded", "weak", "floor")
    assert pair.confidence is None


def test_what_decisions_teach_orders_the_other_pairs_and_folds_none(monkeypatch: pytest.MonkeyPatch) -> None:
    demand = make_published_demand()
    pair = found(FAIR, demand=demand)
    monkeypatch.setattr(lessons, "demands_with_decisions", frozenset)
    monkeypatch.setattr(
        lessons, "strengths_of", lambda _demand, rows: [0.2 * row.base_strength for row in rows]
    )
    banding.restate([demand.pk])
    pair.refresh_from_db()
    assert pair.strength == pytest.approx(0.2 * FAIR)
    assert place(pair) == ("pending", "fair", "")


def test_the_number_of_queries_does_not_grow_with_the_pairs() -> None:
    counts = []
    for more in (1, 1, 3, 20):
        demand = make_published_demand()
        for _ in range(more):
            make_suggestion(demand=demand, base_strength=FAIR, band="", is_rated=False, state="folded")
        with CaptureQueriesContext(connection) as queries:
            banding.restate([demand.pk])
        counts.append(len(queries))
    assert counts[1] == counts[2] == counts[3]  # the first reads the calendar of working days


def test_folded_pairs_are_neither_in_the_queue_nor_in_its_export(client: Client) -> None:
    weak, fair = found(WEAK), found(FAIR)
    client.force_login(make_admin())
    rows = client.get("/review/").context["rows"]
    assert [row.suggestion for row in rows] == [fair]
    exported = client.get("/review/queue.csv").content.decode("utf-8-sig")
    assert fair.get_absolute_url() in exported
    assert weak.get_absolute_url() not in exported
    folded = client.get("/review/?state=folded").context["rows"]
    assert [row.suggestion for row in folded] == [weak]


def test_a_scale_that_changes_while_a_worker_waits_for_its_locks_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = make_suggestion(base_strength=FAIR, band="")

    def promote(*_: Any) -> None:
        monkeypatch.setattr(scales, "current", lambda: Scales(Scale(strong=0.4, fair=0.3)))

    monkeypatch.setattr(exposure, "lock_enterprises", promote)
    banding.restate([pair.demand_id])

    assert place(pair) == ("pending", "strong", "")


@pytest.mark.parametrize("state", ["deferred", "second"])
def test_a_pair_that_comes_back_has_its_band_by_the_present_scale(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture, state: str
) -> None:
    monkeypatch.setattr(lessons, "is_cheap", lambda _demand: True)
    pair = found(FAIR)
    Suggestion.objects.filter(pk=pair.pk).update(state=state)
    monkeypatch.setattr(scales, "current", lambda: Scales(Scale(strong=0.4, fair=0.3)))
    banding.restate([pair.demand_id])
    assert place(pair) == (state, "fair", "")

    with django_capture_on_commit_callbacks(execute=True):
        move(pair, SuggestionState.PENDING, by=None)

    assert place(pair) == ("pending", "strong", "")


@pytest.mark.parametrize("seed", range(5))
def test_after_new_scores_it_is_enough_to_rate_what_may_move(seed: int) -> None:
    """Rating every pair of the demand moves nothing more, if some were scored again."""
    chance = random.Random(seed)
    demand = make_published_demand()
    pairs = [found(chance.choice([WEAK, FAIR, STRONG]), demand=demand, offer_rank=None) for _ in range(12)]
    Suggestion.objects.update(demand_rank=1)
    banding.restate([demand.pk])
    for pair in chance.sample(pairs, 4):
        again = chance.choice([WEAK, FAIR, STRONG])
        Suggestion.objects.filter(pk=pair.pk).update(base_strength=again, score=again, is_rated=False)

    banding.restate_scored(Suggestion.objects.filter(demand=demand))
    after = [place(pair) for pair in pairs]

    assert banding.restate([demand.pk]) == 0
    assert [place(pair) for pair in pairs] == after


def test_a_pair_that_was_weak_and_is_weak_still_is_not_read_again() -> None:
    demand = make_published_demand()
    weak = found(WEAK, demand=demand)
    fair = found(FAIR, demand=demand)

    moving = Suggestion.objects.to_rate().that_may_move(least=0.3)
    assert list(moving) == [fair]

    Demand.objects.filter(pk=demand.pk).update(is_vague=True)
    assert set(moving.all()) == {weak, fair}
