"""A member asks and a coordinator answers: an introduction without a deal, and a “no” with advice."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from matching.models import Introduction, Suggestion
from tests.factories import (
    make_alliance,
    make_coordinator,
    make_member,
    make_published_demand,
    make_published_offer,
)
from ydeu.accounts.models import User
from ydeu.marketplace.models import Demand, Offer
from ydeu.notices import delivery
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_once")]


@pytest.fixture
def at_once(settings: Settings) -> None:
    """Approvals cannot be undone, so notices go out at once. Everybody reads English."""
    settings.MATCHING_UNDO_SECONDS = 0
    settings.LANGUAGE_CODE = "en"


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def ask(seller: User, offer: Offer, demand: Demand) -> None:
    client = enter(seller)
    assert f"/interests/demand/{demand.pk}/" in client.get(demand.get_absolute_url()).text
    told = {"own": offer.pk, "mode": "license", "question": "Which cell format?", "about": "We coat foils."}
    page = client.post(f"/interests/demand/{demand.pk}/", told, follow=True)
    assert "A coordinator is checking it" in page.text


def test_from_an_interest_to_no_deal_with_a_reason() -> None:
    seller, buyer, alliance = make_member(language="en"), make_member(language="en"), make_alliance()
    offer = make_published_offer(enterprise=seller.memberships.get().enterprise, created_by=seller)
    demand = make_published_demand(
        enterprise=buyer.memberships.get().enterprise, created_by=buyer, alliance=alliance
    )
    ask(seller, offer, demand)
    desk = enter(make_coordinator(alliance))
    assert "Which cell format?" in desk.get(Suggestion.objects.get().get_absolute_url()).text
    desk.post(f"{Suggestion.objects.get().get_absolute_url()}approve/")
    introduction = Introduction.objects.get()
    delivery.deliver_due()
    assert {tuple(letter.to) for letter in mail.outbox} == {(seller.email,), (buyer.email,)}
    enter(seller).post(f"{introduction.get_absolute_url()}answer/", {"side": "offer", "answer": "accepted"})
    mail.outbox.clear()
    enter(buyer).post(
        f"{introduction.get_absolute_url()}answer/",
        {"side": "demand", "answer": "declined", "reason": "budget_or_time", "note": ""},
    )
    delivery.deliver_due()
    told = [letter for letter in mail.outbox if letter.to == [seller.email]]
    assert ["Budget or time does not fit" in letter.body for letter in told] == [True]
    introduction.refresh_from_db()
    assert introduction.state == "closed_no_deal"
    assert introduction.get_absolute_url() in enter(seller).get("/interests/").text


def test_an_interest_that_is_turned_down_teaches_both_posters_something() -> None:
    seller, buyer, alliance = make_member(language="en"), make_member(language="en"), make_alliance()
    offer = make_published_offer(enterprise=seller.memberships.get().enterprise)
    demand = make_published_demand(enterprise=buyer.memberships.get().enterprise, alliance=alliance)
    ask(seller, offer, demand)
    pair = Suggestion.objects.get()
    enter(make_coordinator(alliance)).post(
        f"{pair.get_absolute_url()}reject/",
        {"reason": "capacity", "note": "Tiny workshop.", "poster_note": "Tell the width of your line."},
    )
    delivery.deliver_due()
    (letter,) = mail.outbox
    assert letter.to == [seller.email]
    for text in ("Capacity or size mismatch", "State quantities", "Tell the width of your line."):
        assert text in letter.body
    assert "Tiny workshop." not in letter.body
    for poster, listing in ((seller, offer), (buyer, demand)):
        page = enter(poster).get(listing.get_absolute_url()).text
        assert "Tell the width of your line." in page
        assert "Tiny workshop." not in page
    assert Notice.objects.count() == 1
