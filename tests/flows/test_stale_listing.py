"""A listing whose owner does not answer: question, pause, out of the queue, and back with one click."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from matching.models import Suggestion
from tests.factories import make_member, make_published_offer, make_suggestion
from ydeu.marketplace import tasks
from ydeu.marketplace.models import Offer
from ydeu.notices import delivery

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def days_pass(days: int) -> None:
    """Move the dates of all offers back by some days."""
    for offer in Offer.objects.all():
        earlier = {
            name: value - timedelta(days=days)
            for name in ("changed_at", "updated_at", "published_at", "asked_at", "confirmed_at")
            if (value := getattr(offer, name))
        }
        Offer.objects.filter(pk=offer.pk).update(**earlier)


@pytest.mark.usefixtures("every_day_is_worked")
def test_a_listing_that_nobody_answers_for_leaves_the_queue_and_comes_back_by_one_click() -> None:
    owner = make_member(language="en")
    offer = make_published_offer(enterprise=owner.memberships.get().enterprise, created_by=owner, revision=1)
    suggestion = make_suggestion(offer=offer)
    days_pass(91)

    tasks.keep_fresh()
    delivery.deliver_due()
    assert [letter.subject for letter in mail.outbox] == [f"Still open? {offer.title}"]
    assert list(Suggestion.objects.pending().of_live_listings()) == [suggestion]

    days_pass(15)
    tasks.keep_fresh()
    tasks.keep_fresh()
    delivery.deliver_due()
    assert [letter.subject for letter in mail.outbox[1:]] == [f"Paused: {offer.title}"]
    assert Suggestion.objects.get().state == "superseded"

    client = Client()
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(f"/offers/{offer.pk}/resume/")

    assert list(Offer.objects.awaiting_matching()) == [offer]
    assert Offer.objects.get().asked_at is None


def test_one_that_has_ended_leaves_the_queue_too() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    make_suggestion(offer=make_published_offer(valid_until=yesterday))

    tasks.expire()

    assert (Offer.objects.get().state, Suggestion.objects.get().state) == ("expired", "superseded")
