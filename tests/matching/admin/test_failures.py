import pytest
from django.test import Client
from django.urls import reverse

from matching.index import match_queue
from matching.models import MatchingFailure
from matching.models.failure import MAX_ATTEMPTS
from tests.factories import make_admin, make_published_demand
from ydeu.marketplace.enums import ListingKind

pytestmark = pytest.mark.django_db


def test_an_admin_sees_what_could_not_be_matched_and_has_it_tried_again(client: Client) -> None:
    demand = make_published_demand()
    failure = MatchingFailure.objects.create(
        kind=ListingKind.DEMAND, listing_id=demand.pk, attempts=MAX_ATTEMPTS, error="RuntimeError: unreadable"
    )
    client.force_login(make_admin())
    url = reverse("admin:matching_matchingfailure_changelist")
    assert b"RuntimeError: unreadable" in client.get(url).content
    assert match_queue.claim() is None

    client.post(url, {"action": "try_again", "_selected_action": [failure.pk]})

    assert match_queue.claim() == (ListingKind.DEMAND, [demand])
