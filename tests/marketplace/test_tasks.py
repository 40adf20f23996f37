from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_demand, make_offer
from ydeu.marketplace import listings
from ydeu.marketplace.models import Listing, ListingEvent
from ydeu.marketplace.states import State
from ydeu.marketplace.tasks import expire

pytestmark = pytest.mark.django_db


def test_overdue_published_listings_expire_once() -> None:
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    late_offer = make_offer(state=State.PUBLISHED, valid_until=yesterday)
    late_demand = make_demand(state=State.PUBLISHED, valid_until=yesterday)
    others = [
        make_offer(state=State.PUBLISHED, valid_until=today),
        make_offer(state=State.PUBLISHED, valid_until=None),
        make_offer(state=State.PAUSED, valid_until=yesterday),
        make_offer(state=State.DRAFT, valid_until=yesterday),
    ]

    expire()
    expire()

    for listing in (late_offer, late_demand, *others):
        listing.refresh_from_db()
    assert (late_offer.state, late_demand.state) == ("expired", "expired")
    assert [listing.state for listing in others] == ["published", "published", "paused", "draft"]
    assert [(e.from_state, e.to_state, e.actor) for e in ListingEvent.objects.all()] == [
        ("published", "expired", None),
        ("published", "expired", None),
    ]


def test_one_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    broken, other = (make_offer(state=State.PUBLISHED, valid_until=yesterday) for _ in range(2))
    real = listings.expire

    def fail_for_one(listing: Listing) -> None:
        if listing.pk == broken.pk:
            raise RuntimeError
        real(listing)

    monkeypatch.setattr(listings, "expire", fail_for_one)
    expire()
    for listing in (broken, other):
        listing.refresh_from_db()
    assert (broken.state, other.state) == ("published", "expired")


def test_the_task_has_the_name_that_the_beat_knows() -> None:
    assert expire.name == "marketplace.expire"
