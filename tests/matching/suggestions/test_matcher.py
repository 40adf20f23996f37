"""A new listing is matched at once. The listings of a burst wait for a new index."""

import pytest
from pytest_django import DjangoAssertNumQueries

from matching import tasks
from matching.engine import Index
from matching.index import lock, market_index, match_queue, rebuild
from matching.suggestions import matcher
from tests.factories import make_published_demand, make_published_offer
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def an_offer_among_many_new_demands(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """The worker has matched one listing of the burst, and so knows of the others."""
    monkeypatch.setattr(rebuild, "DRIFT_LEAST", 2)
    market_index.rebuild()
    for _ in range(3):
        make_published_demand()
    assert matcher.match_one(ListingKind.OFFER, make_published_offer().pk) is True
    return make_published_offer()


def finish_the_build() -> Index:
    (builder,) = lock.unfinished_builds()
    rebuild.fit(builder.directory.name)
    return rebuild.publish(builder.directory.name)


def test_a_listing_of_a_burst_begins_a_new_index_and_is_matched_with_it(
    an_offer_among_many_new_demands: Offer,
) -> None:
    offer = an_offer_among_many_new_demands
    old = market_index.current_or_build()

    for _ in range(2):  # delivered twice, it starts one build
        tasks.match_listing(offer.kind, offer.pk)
    assert (lock.is_under_way(), match_queue.count()) == (True, 4)

    made = finish_the_build()
    while matcher.match_some():
        pass
    assert (made.version > old.version, match_queue.count()) == (True, 0)
    versions = Offer.objects.get(pk=offer.pk).suggestions.values_list("index_version", flat=True)
    assert set(versions) == {made.version}


def test_a_listing_that_waits_for_a_build_asks_the_database_for_its_own_row_alone(
    an_offer_among_many_new_demands: Offer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert rebuild.start() is not None

    with django_assert_num_queries(1):
        assert matcher.match_one(ListingKind.OFFER, an_offer_among_many_new_demands.pk) is False


def test_a_build_that_died_is_begun_anew_by_the_next_listing(
    an_offer_among_many_new_demands: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rebuild.start() is not None
    (died,) = lock.unfinished_builds()
    monkeypatch.setattr(lock, "LEASE_SECONDS", 0)

    tasks.match_listing(ListingKind.OFFER, an_offer_among_many_new_demands.pk)

    assert [each.directory.name for each in lock.unfinished_builds()] != [died.directory.name]


def test_after_the_burst_was_taken_back_a_listing_is_matched_at_once(
    an_offer_among_many_new_demands: Offer,
) -> None:
    Demand.objects.all().delete()

    assert matcher.match_one(ListingKind.OFFER, an_offer_among_many_new_demands.pk) is True
    assert match_queue.count() == 0


def test_a_single_listing_is_matched_at_once_beside_what_is_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while a new index is built, and even if the new listings are most of a small market."""
    market_index.rebuild()
    for _ in range(rebuild.DRIFT_AT_FIRST + 1):
        make_published_demand(matched_revision=1)
    first, second = make_published_offer(), make_published_offer()
    assert matcher.match_one(ListingKind.OFFER, first.pk) is True
    assert rebuild.start() is not None

    tasks.match_listing(ListingKind.OFFER, second.pk)

    assert (match_queue.count(), second.suggestions.count()) == (0, rebuild.DRIFT_AT_FIRST + 1)
