from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.introductions import lifecycle
from matching.models import Introduction
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.introduced import open_introduction
from ydeu.accounts.models import User
from ydeu.marketplace.enums import Visibility

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LIST = "/introductions/"
SECRETS = ("Mr Seller", "seller@example.com", "021-5555", "https://seller.example.com")


@pytest.fixture
def seller() -> User:
    return make_member(
        make_enterprise(
            name="Seller Ltd",
            province="33",
            city="3302",
            contact_name="Mr Seller",
            contact_email="seller@example.com",
            contact_phone="021-5555",
            website="https://seller.example.com",
        ),
        name="Person of the seller",
    )


@pytest.fixture
def buyer() -> User:
    return make_member(make_enterprise(name="Buyer Ltd", contact_email="buyer@example.com"))


def make_introduction(seller: User, buyer: User, **offer: Any) -> Introduction:
    pair = make_suggestion(
        offer=make_published_offer(enterprise=seller.memberships.get().enterprise, **offer),
        demand=make_published_demand(enterprise=buyer.memberships.get().enterprise),
    )
    return open_introduction(pair, by=make_admin())


def accept(introduction: Introduction, side: str, by: User) -> None:
    lifecycle.accept(introduction, introduction.sides.get(side=side), by=by)


def page(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def answer_url(introduction: Introduction) -> str:
    return reverse("matching:introduction_answer", args=[introduction.pk])


@pytest.mark.slow
def test_who_may_see_an_introduction(client: Client, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    url = introduction.get_absolute_url()
    assert client.get(url).status_code == client.get(LIST).status_code == 302
    for user, expected, count in [
        (seller, 200, 1),
        (buyer, 200, 1),
        (make_coordinator(alliance_of(introduction.offer)), 200, 1),
        (make_coordinator(alliance_of(introduction.demand)), 200, 1),
        (make_admin(), 200, 1),
        (make_coordinator(), 404, 0),
        (make_member(), 404, 0),
    ]:
        client.force_login(user)
        assert client.get(url).status_code == expected
        assert client.get(LIST).context["paginator"].count == count


@pytest.mark.slow
def test_contacts_appear_to_both_sides_only_when_both_have_accepted(
    client: Client, seller: User, buyer: User
) -> None:
    introduction = make_introduction(seller, buyer)
    overseer = make_coordinator(alliance_of(introduction.demand))
    url = introduction.get_absolute_url()
    for user in (buyer, seller, overseer):
        assert all(secret not in page(client, user, url) for secret in SECRETS)
    accept(introduction, "offer", seller)
    for user in (buyer, seller, overseer):
        assert all(secret not in page(client, user, url) for secret in SECRETS)
    accept(introduction, "demand", buyer)
    assert all(secret in page(client, buyer, url) for secret in SECRETS)
    assert "buyer@example.com" in page(client, seller, url)


def test_an_anonymous_side_stays_anonymous_until_both_have_accepted(
    client: Client, seller: User, buyer: User
) -> None:
    introduction = make_introduction(seller, buyer, visibility=Visibility.ANONYMOUS)
    for url in (introduction.get_absolute_url(), LIST):
        accepted = page(client, buyer, url)
        assert "Seller Ltd" not in accepted
        assert "Anonymous until introduced" in accepted
        assert "Ningbo" not in accepted
        assert "Seller Ltd" in page(client, seller, url)
        assert "Seller Ltd" in page(client, make_coordinator(alliance_of(introduction.offer)), url)
    accept(introduction, "offer", seller)
    first = page(client, buyer, introduction.get_absolute_url())
    assert "Seller Ltd" not in first
    assert "Person of the seller" not in first
    accept(introduction, "demand", buyer)
    assert "Seller Ltd" in page(client, buyer, introduction.get_absolute_url())
    assert "Seller Ltd" in page(client, buyer, LIST)


def test_the_note_of_a_refusal_is_for_the_coordinators(client: Client, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    url = answer_url(introduction)
    client.force_login(seller)
    client.post(url, {"answer": "declined", "reason": "capacity", "note": "Our furnace is down."})
    introduction.refresh_from_db()
    assert introduction.state == "closed_no_deal"
    shown = page(client, buyer, introduction.get_absolute_url())
    assert "No capacity at present" in shown
    assert "Our furnace is down." not in shown
    overseer = make_coordinator(alliance_of(introduction.demand))
    assert "Our furnace is down." in page(client, overseer, introduction.get_absolute_url())


def test_both_sides_answer_in_their_browsers(client: Client, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    for user, side in ((seller, "offer"), (buyer, "demand")):
        assert "Accept the introduction" in page(client, user, introduction.get_absolute_url())
        response = client.post(answer_url(introduction), {"answer": "accepted", "side": side, "note": "Yes."})
        assert response["Location"] == introduction.get_absolute_url()
        assert "Accept the introduction" not in page(client, user, introduction.get_absolute_url())
    introduction.refresh_from_db()
    assert introduction.state == "connected"


@pytest.mark.parametrize("data", [{"reason": ""}, {"reason": "other", "note": ""}])
def test_a_refusal_without_a_reason_is_asked_for_one(
    data: dict[str, str], client: Client, seller: User, buyer: User
) -> None:
    introduction = make_introduction(seller, buyer)
    client.force_login(seller)
    response = client.post(answer_url(introduction), {"answer": "declined", **data})
    assert response.status_code == 200
    assert response.context["decline_form"].errors
    introduction.refresh_from_db()
    assert introduction.state == "consent_pending"


def test_only_a_member_of_the_side_answers(client: Client, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    assert client.post(answer_url(introduction), {"answer": "accepted"}).status_code == 302
    for user, data, expected in [
        (make_member(), {}, 404),
        (make_coordinator(alliance_of(introduction.demand)), {}, 403),
        (make_admin(), {}, 403),
        (seller, {"side": "demand"}, 404),
    ]:
        client.force_login(user)
        assert client.post(answer_url(introduction), {"answer": "accepted", **data}).status_code == expected
        assert "Accept the introduction" not in page(client, user, LIST)
    assert client.get(answer_url(introduction)).status_code == 405
    assert set(introduction.sides.values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "decline"}, {"answer": "waiting"}])
def test_what_is_neither_yes_nor_no_is_not_taken_for_consent(
    data: dict[str, str], client: Client, seller: User, buyer: User
) -> None:
    introduction = make_introduction(seller, buyer)
    client.force_login(seller)
    response = client.post(answer_url(introduction), data, follow=True)
    assert "Please accept or decline." in response.text
    assert set(introduction.sides.values_list("state", flat=True)) == {"waiting"}


def test_an_answer_that_comes_too_late_is_told_politely(client: Client, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    lifecycle.decline(introduction, introduction.sides.get(side="demand"), by=buyer, reason="solved")
    client.force_login(seller)
    response = client.post(answer_url(introduction), {"answer": "accepted"}, follow=True)
    assert "no longer waits for an answer" in response.content.decode()


def test_a_coordinator_sees_who_answered_what(client: Client, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    accept(introduction, "offer", seller)
    shown = page(client, make_coordinator(alliance_of(introduction.demand)), introduction.get_absolute_url())
    assert "Offer side: Accepted" in shown
    assert "Person of the seller" in shown


def test_the_list_is_filtered_by_state(client: Client, seller: User, buyer: User) -> None:
    waiting, closed = make_introduction(seller, buyer), make_introduction(seller, buyer)
    lifecycle.decline(closed, closed.sides.get(side="offer"), by=seller, reason="solved")
    client.force_login(buyer)
    found = client.get(f"{LIST}?state=consent_pending").context["rows"]
    assert [card.introduction for card in found] == [waiting]


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(client: Client, seller: User, buyer: User) -> None:
    client.force_login(buyer)
    counts = []
    for more in (1, 2, 47):
        for _ in range(more):
            make_introduction(seller, buyer)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
