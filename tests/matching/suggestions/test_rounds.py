"""A new listing is matched at once; those of a burst wait for the index that it makes necessary."""

import pytest
from pytest_django import DjangoAssertNumQueries

from matching import tasks
from matching.engine import Index
from matching.index import builds, market_index, rebuilding, waiting
from matching.suggestions import rounds
from tests.factories import make_published_demand, make_published_offer
from ydeu.marketplace.enums import Kind
from ydeu.marketplace.models import Demand, Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def an_offer_among_many_new_demands(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """The worker has matched one listing of the burst, and so has seen the others."""
    monkeypatch.setattr(rebuilding, "DRIFT_LEAST", 2)
    market_index.rebuild()
    for _ in range(3):
        make_published_demand()
    assert rounds.match_one(Kind.OFFER, make_published_offer().pk) is True
    return make_published_offer()


def finish_the_build() -> Index:
    (workshop,) = builds.leftovers()
    rebuilding.learn(workshop.directory.name)
    return rebuilding.publish(workshop.directory.name)


def test_a_listing_of_a_burst_begins_a_new_index_and_is_matched_with_it(
    an_offer_among_many_new_demands: Offer,
) -> None:
    offer = an_offer_among_many_new_demands
    old = market_index.fresh()

    for _ in range(2):  # delivered twice, it begins one build
        tasks.match_listing(offer.kind, offer.pk)
    assert (builds.is_under_way(), waiting.count()) == (True, 4)

    made = finish_the_build()
    while rounds.match_some():
        pass
    assert (made.version > old.version, waiting.count()) == (True, 0)
    versions = Offer.objects.get(pk=offer.pk).suggestions.values_list("index_version", flat=True)
    assert set(versions) == {made.version}


def test_a_listing_that_waits_for_a_build_asks_the_database_for_its_own_row_alone(
    an_offer_among_many_new_demands: Offer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert rebuilding.start() is not None

    with django_assert_num_queries(1):
        assert rounds.match_one(Kind.OFFER, an_offer_among_many_new_demands.pk) is False


def test_a_build_that_died_is_begun_anew_by_the_next_listing(
    an_offer_among_many_new_demands: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rebuilding.start() is not None
    (died,) = builds.leftovers()
    monkeypatch.setattr(builds, "LEASE_SECONDS", 0)

    tasks.match_listing(Kind.OFFER, an_offer_among_many_new_demands.pk)

    assert [each.directory.name for each in builds.leftovers()] != [died.directory.name]


def test_after_the_burst_was_taken_back_a_listing_is_matched_at_once(
    an_offer_among_many_new_demands: Offer,
) -> None:
    Demand.objects.all().delete()

    assert rounds.match_one(Kind.OFFER, an_offer_among_many_new_demands.pk) is True
    assert waiting.count() == 0


def test_a_single_listing_is_matched_at_once_beside_what_is_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while a new index is built, and where what is new is most of a small market."""
    market_index.rebuild()
    for _ in range(rebuilding.DRIFT_AT_FIRST + 1):
        make_published_demand(matched_revision=1)
    first, second = make_published_offer(), make_published_offer()
    assert rounds.match_one(Kind.OFFER, first.pk) is True
    assert rebuilding.start() is not None

    tasks.match_listing(Kind.OFFER, second.pk)

    assert (waiting.count(), second.suggestions.count()) == (0, rebuilding.DRIFT_AT_FIRST + 1)
