"""At most so many open strong pairs with the offers of one enterprise."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from matching.confidence import scales
from matching.confidence.scales import Scale, Scales
from matching.models import Suggestion
from matching.review import decisions
from matching.suggestions import banding
from tests.factories import (
    make_admin,
    make_enterprise,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.accounts.models import Enterprise

pytestmark = pytest.mark.django_db

LIMIT = 2


@pytest.fixture(autouse=True)
def limit(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MATCHING_MAX_STRONG_PER_ENTERPRISE = LIMIT
    monkeypatch.setattr(scales, "current", lambda: Scales(Scale(strong=0.8, fair=0.3)))


def found(enterprise: Enterprise, strength: float, **fields: Any) -> Suggestion:
    new = {"state": "folded", "band": "", "is_rated": False, "offer_rank": 1}
    offer = make_published_offer(enterprise=enterprise)
    return make_suggestion(**{"offer": offer, "base_strength": strength, **new, **fields})


def restate_all() -> None:
    banding.restate(Suggestion.objects.values_list("demand", flat=True))


def open_ones() -> set[int]:
    return set(Suggestion.objects.pending().values_list("pk", flat=True))


def test_the_strongest_come_and_the_rest_waits() -> None:
    enterprise = make_enterprise()
    pairs = [found(enterprise, strength) for strength in (0.81, 0.95, 0.85)]
    restate_all()
    assert open_ones() == {pairs[1].pk, pairs[2].pk}
    waiting = Suggestion.objects.waiting_for_room().get()
    assert (waiting.pk, waiting.state, waiting.band, waiting.due_at) == (
        pairs[0].pk,
        "folded",
        "strong",
        None,
    )


def test_a_stronger_one_does_not_push_out_what_is_in_the_queue() -> None:
    enterprise = make_enterprise()
    first = [found(enterprise, 0.85) for _ in range(LIMIT)]
    restate_all()
    found(enterprise, 2.0)
    restate_all()
    assert open_ones() == {pair.pk for pair in first}


def test_fair_pairs_and_other_enterprises_do_not_wait() -> None:
    enterprise = make_enterprise()
    strong = [found(enterprise, 0.9) for _ in range(LIMIT)]
    others = [found(enterprise, 0.5), found(make_enterprise(), 0.9)]
    restate_all()
    assert open_ones() == {pair.pk for pair in strong + others}


def test_several_offers_for_one_demand_count_too() -> None:
    enterprise, demand = make_enterprise(), make_published_demand()
    for _ in range(LIMIT + 3):
        found(enterprise, 0.9, demand=demand)
    restate_all()
    assert len(open_ones()) == LIMIT


@pytest.mark.parametrize("action", ["approve", "reject", "defer"])
def test_one_comes_when_one_is_decided(action: str, django_capture_on_commit_callbacks: Any) -> None:
    enterprise, admin = make_enterprise(), make_admin()
    for strength in (0.95, 0.9, 0.85, 0.82):
        found(enterprise, strength)
    restate_all()
    decided = Suggestion.objects.pending().order_by("-strength")[0]
    more = {"reason": "capacity"} if action == "reject" else {}
    with django_capture_on_commit_callbacks(execute=True):
        getattr(decisions, action)(decided, by=admin, **more)
    assert sorted(Suggestion.objects.pending().values_list("strength", flat=True)) == [0.85, 0.9]
    came = Suggestion.objects.pending().get(strength=0.85)
    assert came.due_at is not None
    assert not came.fold_reason


def test_without_a_limit_all_come(settings: Settings) -> None:
    enterprise = make_enterprise()
    for _ in range(LIMIT + 3):
        found(enterprise, 0.9)
    restate_all()
    assert len(open_ones()) == LIMIT
    settings.MATCHING_MAX_STRONG_PER_ENTERPRISE = 0
    banding.admit_all_waiting()
    assert len(open_ones()) == LIMIT + 3


def test_the_page_says_what_the_pair_waits_for(client: Client) -> None:
    enterprise = make_enterprise()
    for _ in range(LIMIT + 1):
        found(enterprise, 0.9)
    restate_all()
    client.force_login(make_admin())
    waiting = Suggestion.objects.waiting_for_room().get()
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert f"It waits: this enterprise has {LIMIT} open strong pairs." in page


def test_a_decision_stands_even_if_the_next_pair_cannot_come(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def fail(_offers: list[int]) -> int:
        raise OSError("no disk")

    monkeypatch.setattr(banding, "admit_waiting", fail)
    pair = found(make_enterprise(), 0.9)
    restate_all()
    pair.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        decisions.reject(pair, by=make_admin(), reason="capacity")
    pair.refresh_from_db()
    assert pair.state == "rejected"
