"""The listings that wait. No two workers claim the same one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching.index import match_queue
from matching.index.documents import document_of
from matching.models import MatchingFailure
from matching.models.failure import MAX_ATTEMPTS
from matching.suggestions import failures, partners, refresh
from tests.factories import make_demand, make_published_demand, make_published_offer
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_draft_does_not_wait() -> None:
    make_demand()
    assert match_queue.claim() is None


def test_demands_are_taken_before_offers_and_nothing_is_taken_twice() -> None:
    offer, demand = make_published_offer(), make_published_demand()

    assert match_queue.claim() == (ListingKind.DEMAND, [demand])
    assert match_queue.claim() == (ListingKind.OFFER, [offer])
    assert match_queue.claim() is None
    assert (match_queue.count(), match_queue.count_unclaimed()) == (2, 0)
    assert not match_queue.is_any_unclaimed()


def test_what_a_dead_worker_took_is_free_again_after_a_while() -> None:
    demand = make_published_demand(
        matching_since=timezone.now() - match_queue.CLAIM_EXPIRES_AFTER - timedelta(seconds=1)
    )

    assert match_queue.claim() == (ListingKind.DEMAND, [demand])


def test_what_a_dead_worker_took_is_taken_last_and_alone() -> None:
    long_ago = timezone.now() - match_queue.CLAIM_EXPIRES_AFTER - timedelta(seconds=1)
    first, second = (make_published_demand(matching_since=long_ago) for _ in range(2))
    offer = make_published_offer()

    assert match_queue.count_unclaimed() == 3
    assert match_queue.is_any_unclaimed()
    assert [match_queue.claim() for _ in range(4)] == [
        (ListingKind.OFFER, [offer]),
        (ListingKind.DEMAND, [first]),
        (ListingKind.DEMAND, [second]),
        None,
    ]


def test_starting_over_lets_all_published_ones_wait() -> None:
    refresh.refresh_one(make_published_demand())
    assert match_queue.count() == 0

    assert match_queue.requeue_all() == 1
    assert match_queue.count() == 1


def test_a_listing_that_cannot_be_matched_holds_up_nobody_and_is_left_to_an_admin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = make_published_demand(title="bad"), make_published_demand(title="good")
    real = document_of

    def broken(listing: Demand) -> object:
        if listing.title == "bad":
            raise RuntimeError("unreadable")
        return real(listing)

    monkeypatch.setattr(partners, "document_of", broken)

    for _ in range(MAX_ATTEMPTS):
        failures.match_or_record(ListingKind.DEMAND, [bad, good])

    failure = MatchingFailure.objects.get()
    assert (failure.kind, failure.listing_id, failure.attempts) == (ListingKind.DEMAND, bad.pk, MAX_ATTEMPTS)
    assert failure.error == "RuntimeError: unreadable"
    assert Demand.objects.get(pk=good.pk).matched_revision == 1
    assert (match_queue.count(), match_queue.claim()) == (0, None)

    monkeypatch.setattr(partners, "document_of", real)
    assert failures.clear(ListingKind.DEMAND, [bad.pk]) == 1
    assert match_queue.claim() == (ListingKind.DEMAND, [bad])
