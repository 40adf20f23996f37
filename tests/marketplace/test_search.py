"""The search port, and the use of its results."""

import pytest

from tests.factories import make_published_offer
from tests.marketplace.fake_search import FakeSearch
from ydeu.marketplace import search
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Offer
from ydeu.marketplace.ranking import relevant
from ydeu.marketplace.search import Hit


def test_who_registers_last_answers(finder: FakeSearch) -> None:
    assert search.connect(finder) is finder
    assert search.ranked(ListingKind.OFFER, "电池", 7) == []
    assert finder.asked == [(ListingKind.OFFER, "电池", 7)]


def test_before_anybody_registers_there_is_no_answer() -> None:
    before = search.connect(search._NoSearch())
    try:
        assert search.ranked(ListingKind.OFFER, "电池", 7) is None
        assert search.alike(Offer(), 7) is None
        assert search.likeness(Offer(), []) is None
        assert search.marked("电池", []) is None
    finally:
        search.connect(before)


@pytest.mark.django_db
def test_the_matching_is_registered_and_has_no_answer_without_an_index() -> None:
    offer = make_published_offer()

    assert search.ranked(ListingKind.OFFER, "battery", 7) is None
    assert search.alike(offer, 7) is None
    assert search.likeness(offer, [offer]) is None
    assert search.marked("battery", [offer]) is None


@pytest.mark.parametrize(
    ("scores", "kept"),
    [
        ([], 0),
        ([0.8, 0.41, 0.39], 2),
        ([0.8, 0.4], 2),
        ([0.15, 0.11, 0.09], 2),
        ([0.09], 0),
    ],
)
def test_a_weak_hit_is_chance(scores: list[float], kept: int) -> None:
    hits = [Hit(number, score) for number, score in enumerate(scores)]

    assert relevant(hits) == list(range(kept))
