"""The order of the queue: what is overdue, then the better band, then the stronger pair."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matching.enums import Band
from matching.models import Suggestion
from matching.review import decisions
from matching.suggestions import banding
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)

pytestmark = pytest.mark.django_db

FLOOR = 1.18


def pair(band: str, strength: float, **fields: Any) -> Suggestion:
    return make_suggestion(
        offer=make_published_offer(), demand=make_published_demand(), band=band, strength=strength, **fields
    )


def mixed_pairs() -> list[Suggestion]:
    """Pairs of every band, overdue or not, in the order in which the queue shows them."""
    yesterday = timezone.now() - timedelta(days=1)
    late = [pair(Band.FAIR, 0.4, due_at=yesterday), pair(Band.WEAK, 0.9, due_at=yesterday)]
    rest = [
        pair(Band.STRONG, 1.9),
        pair(Band.STRONG, 1.2),
        pair(Band.STRONG, 1.2),
        pair(Band.FAIR, 5.0),
        pair(Band.FAIR, 0.3),
        pair(Band.WEAK, 0.7),
        pair("", 8.0),
    ]
    return [*late, *rest]


def test_the_queue_is_by_band_within_lateness_and_its_neighbours_agree() -> None:
    expected = mixed_pairs()
    queue = Suggestion.objects.all()
    assert list(queue.in_queue_order()) == expected
    for at, each in enumerate(expected):
        assert list(queue.after(each)) == expected[at + 1 :]
        assert list(queue.before(each)) == expected[:at][::-1]


def test_the_place_of_a_pair_counts_better_bands_first() -> None:
    shown = mixed_pairs()
    places = Suggestion.objects.places_of(shown)
    by_place = sorted(shown, key=lambda each: (places.of[each.pk], each.pk))
    assert [each.band for each in by_place] == ["strong"] * 3 + ["fair"] * 3 + ["weak"] * 2 + [""]
    assert all(places.of[one.pk] <= places.of[other.pk] for one, other in pairwise(by_place))


def test_no_approval_puts_a_fair_pair_before_a_strong_one_of_another_demand() -> None:
    demand = make_published_demand()
    approved = make_suggestion(demand=demand, offer=make_published_offer(), strength=2.0, score=0.9)
    fair = make_suggestion(demand=demand, offer=make_published_offer(), band=Band.FAIR, strength=FLOOR - 0.01)
    strong = pair(Band.STRONG, FLOOR + 0.01)
    decisions.approve(approved, by=make_coordinator(alliance_of(demand), alliance_of(approved.offer)))
    banding.restate([demand.pk])
    fair.refresh_from_db()
    assert fair.band == Band.FAIR
    assert fair.strength > strong.strength
    assert list(Suggestion.objects.pending().in_queue_order()) == [strong, fair]


def test_a_decision_leads_to_the_next_pair_of_this_order(client: Client) -> None:
    first, second, third = pair(Band.STRONG, 1.2), pair(Band.FAIR, 9.0), pair(Band.FAIR, 8.0)
    client.force_login(make_admin())
    answer = client.post(reverse("matching:defer", args=[second.pk]))
    assert answer.headers["Location"] == third.get_absolute_url()
    answer = client.post(reverse("matching:defer", args=[first.pk]))
    assert answer.headers["Location"] == third.get_absolute_url()
