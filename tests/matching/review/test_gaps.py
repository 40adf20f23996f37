"""Demands that no offer answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from matching.enums import Origin
from matching.review import gaps
from matching.review.poster_feedback import PairFeedback
from matching.suggestions import refresh
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.marketplace.models import Demand
from ydeu.marketplace.poster_feedback import Gap
from ydeu.marketplace.states import State

pytestmark = pytest.mark.django_db

WEAK = {"state": "folded", "band": "weak", "fold_reason": "floor"}


def matched(**fields: Any) -> Demand:
    return make_published_demand(**{"matched_revision": 1, "matched_at": timezone.now(), **fields})


@pytest.mark.parametrize(
    ("pair", "is_gap"),
    [
        (None, True),
        (WEAK, True),
        ({"state": "pending", "band": "weak", "kept": True}, True),
        ({"state": "rejected", "band": "strong"}, True),
        ({"state": "superseded", "band": "strong"}, True),
        ({"state": "pending", "band": "strong"}, False),
        ({"state": "pending", "band": "fair"}, False),
        ({"state": "second", "band": "fair"}, False),
        ({"state": "deferred", "band": "fair"}, False),
        ({"state": "folded", "band": "strong", "fold_reason": "waits"}, False),
        ({"state": "approved", "band": "weak"}, False),
        ({"state": "pending", "band": "weak", "origin": Origin.MEMBER}, False),
        ({"state": "rejected", "band": "weak", "origin": Origin.MEMBER}, True),
    ],
)
def test_a_demand_is_a_gap_while_no_pair_answers_it(pair: dict[str, Any] | None, is_gap: bool) -> None:
    demand = matched()
    if pair is not None:
        make_suggestion(demand=demand, **pair)
    assert gaps.gap_of(demand) == (Gap.NO_OFFER if is_gap else None)
    assert list(gaps.gaps_of(make_admin())) == [demand] * is_gap
    assert gaps.count_of(make_admin()) == is_gap


def test_before_it_is_matched_nothing_is_said() -> None:
    assert gaps.gap_of(make_published_demand()) is None
    assert gaps.gap_of(matched(revision=2)) is None


def test_neither_offers_nor_demands_that_have_left_are_gaps() -> None:
    offer = make_published_offer(matched_revision=1)
    demand = matched()
    Demand.objects.filter(pk=demand.pk).update(state=State.PAUSED)
    assert (gaps.gap_of(offer), gaps.gap_of(demand)) == (None, None)


def test_a_coordinator_sees_the_gaps_of_own_alliances_the_oldest_first() -> None:
    demand = matched()
    older = matched(alliance=alliance_of(demand), published_at=timezone.now() - timedelta(days=40))
    matched()
    make_suggestion(demand=demand, **WEAK)
    make_suggestion(demand=demand, **WEAK)
    found = list(gaps.gaps_of(make_coordinator(alliance_of(demand))))
    assert [(each.pk, each.weak) for each in found] == [(older.pk, 0), (demand.pk, 2)]
    assert list(gaps.gaps_of(make_coordinator())) == []


def test_a_good_offer_that_is_published_later_answers_the_demand() -> None:
    demand = make_published_demand()
    refresh.refresh_one(demand)
    assert gaps.gap_of(demand) == Gap.NO_OFFER
    assert PairFeedback().outcome_of(demand).gap == Gap.NO_OFFER

    refresh.refresh_one(make_published_offer())

    assert gaps.gap_of(demand) is None
    assert PairFeedback().outcome_of(demand).in_review == 1


def test_a_poster_counts_only_what_is_strong_fair_or_asked_for() -> None:
    demand = matched()
    make_suggestion(demand=demand, **WEAK)
    make_suggestion(demand=demand, band="weak", kept=True)
    make_suggestion(demand=demand, band="fair")
    make_suggestion(demand=demand, band="weak", origin=Origin.MEMBER)
    assert PairFeedback().outcome_of(demand).in_review == 2
