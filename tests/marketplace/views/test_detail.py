"""The page of a listing: who may open it, and what each reader sees."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tests.factories import (
    alliance_of,
    make_admin,
    make_alliance,
    make_coordinator,
    make_demand,
    make_enterprise,
    make_member,
    make_offer,
    make_shown,
    make_user,
)
from tests.marketplace.posts import PDF, upload
from ydeu.marketplace import attachments, listings
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]


def read(client: Client, listing: Listing, person: Any) -> str:
    client.logout()
    if not isinstance(person, AnonymousUser):
        client.force_login(person)
    response = client.get(listing.get_absolute_url())
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("make", [make_offer, make_demand])
def test_everybody_reads_a_public_listing(client: Client, make: Any) -> None:
    listing = make(state=State.PUBLISHED, enterprise=make_enterprise(name="沪江新材"))

    page = read(client, listing, AnonymousUser())

    for text in (listing.title, listing.summary, listing.description, "沪江新材", "Technology licence"):
        assert text in page
    for heading in ("What you can do", "History"):
        assert heading not in page


@pytest.mark.parametrize("make", [make_offer, make_demand])
def test_contact_details_are_never_shown(client: Client, make: Any) -> None:
    listing = make(state=State.PUBLISHED, alliance=make_alliance())
    enterprise = listing.enterprise

    for person in (AnonymousUser(), make_user(), make_coordinator(listing.alliance), make_admin()):
        page = read(client, listing, person)
        for contact in (enterprise.contact_email, enterprise.contact_phone, enterprise.contact_name):
            assert contact not in page


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED}))
def test_a_stranger_finds_nothing_that_is_not_published(client: Client, state: str) -> None:
    offer = make_offer(state=state)
    client.force_login(make_member())

    assert client.get(f"/offers/{offer.pk}/").status_code == 404


@pytest.mark.parametrize(
    "fields", [{"state": State.DRAFT}, {"state": State.PUBLISHED, "visibility": "members"}]
)
def test_a_visitor_is_asked_to_log_in_whether_it_exists_or_not(
    client: Client, fields: dict[str, Any]
) -> None:
    offer = make_offer(**fields)

    for pk in (offer.pk, offer.pk + 1):
        assert client.get(f"/offers/{pk}/").headers["Location"] == f"/accounts/login/?next=/offers/{pk}/"


def test_an_offer_is_no_demand(client: Client) -> None:
    offer = make_offer(state=State.PUBLISHED)
    client.force_login(make_user())

    assert client.get(f"/demands/{offer.pk}/").status_code == 404


def test_numbers_beyond_the_database_are_not_found(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(f"/offers/{10**30}/").status_code == 404


class TestAnonymous:
    def test_a_stranger_reads_trade_province_and_size(self, client: Client) -> None:
        enterprise = make_enterprise(
            name="沪江新材", province="32", city="3205", size="sme_49", industry="26"
        )
        offer = make_offer(state=State.PUBLISHED, visibility="anonymous", enterprise=enterprise)
        attachments.attach(offer, upload("沪江新材.pdf", PDF), by=make_user())
        make_shown(offer)

        page = read(client, offer, make_member())

        for text in (
            "Anonymous until introduced",
            "Jiangsu",
            "SME, 11 to 49 people",
            "Raw Chemical Materials",
        ):
            assert text in page
        for secret in ("沪江新材", "Suzhou", "/attachments/"):
            assert secret not in page

    def test_a_stranger_reads_coarser_values_and_its_owner_reads_them_too(self, client: Client) -> None:
        offer = make_offer(
            state=State.PUBLISHED, visibility="anonymous", alliance=make_alliance(name_en="Batteries")
        )
        make_shown(
            offer,
            shows_alliance=False,
            shown_segment="",
            shown_region="delta",
            shown_industry="C",
            shown_size="",
        )

        page, own = read(client, offer, make_member()), read(client, offer, make_member(offer.enterprise))

        hint = "To protect its poster, only what fits several enterprises is shown."
        shown = [
            word in page
            for word in ("Yangtze River Delta", "Manufacturing", "Computer", "SME", "Batteries", "Midstream")
        ]
        assert shown == [True, True, False, False, False, False]
        assert (hint in page, hint in own) == (True, False)
        assert "Yangtze River Delta · Manufacturing" in own

    def test_before_anybody_has_counted_its_owner_reads_that_nothing_is_shown(self, client: Client) -> None:
        offer = make_offer(state=State.PUBLISHED, visibility="anonymous")

        assert "nothing about you" in read(client, offer, make_member(offer.enterprise))

    def test_those_who_handle_it_read_the_name(self, client: Client) -> None:
        offer = make_offer(
            state=State.PUBLISHED,
            visibility="anonymous",
            alliance=make_alliance(),
            enterprise=make_enterprise(name="沪江新材"),
        )

        for person in (make_member(offer.enterprise), make_coordinator(alliance_of(offer)), make_admin()):
            assert "沪江新材" in read(client, offer, person)


class TestHistory:
    def test_its_handlers_read_it_others_do_not(self, client: Client) -> None:
        demand = make_demand(state=State.SUBMITTED, alliance=make_alliance())
        listings.request_changes(demand, by=make_admin(), note="Please name the cell type.")
        handlers = (make_member(demand.enterprise), make_coordinator(alliance_of(demand)), make_admin())

        for person in handlers:
            assert "Please name the cell type." in read(client, demand, person)

        listings.submit(demand, by=make_admin())
        listings.publish(demand, by=make_admin())
        for other in (AnonymousUser(), make_user(), make_coordinator()):
            assert "Please name the cell type." not in read(client, demand, other)

    def test_who_has_no_name_is_not_shown_by_address(self, client: Client) -> None:
        offer = make_offer(state=State.SUBMITTED)
        listings.publish(offer, by=make_admin(email="log.in@example.com"))

        assert "log.in@example.com" not in read(client, offer, make_member(offer.enterprise))

    def test_only_the_owner_has_buttons(self, client: Client) -> None:
        offer = make_offer(state=State.PUBLISHED, alliance=make_alliance())
        button = f'action="/offers/{offer.pk}/pause/"'

        assert button in read(client, offer, make_member(offer.enterprise))
        for person in (make_coordinator(alliance_of(offer)), make_admin(), make_user()):
            assert button not in read(client, offer, person)


def test_requirements_are_a_table(client: Client) -> None:
    demand = make_demand(state=State.PUBLISHED)
    demand.requirements.create(name="循环寿命", operator="ge", value="3,000", unit="次")

    page = " ".join(read(client, demand, AnonymousUser()).split())

    assert '<th scope="row">循环寿命</th>' in page
    assert "<span>at least 3,000 次</span>" in page


def test_an_empty_draft_is_readable(client: Client) -> None:
    demand = make_demand(
        title="",
        summary="",
        description="",
        alliance=None,
        technology_keywords=[],
        needed_by=None,
        valid_until=None,
    )

    assert "Untitled draft" in read(client, demand, make_member(demand.enterprise))


def test_what_a_user_typed_is_text_not_markup(client: Client) -> None:
    offer = make_offer(state=State.PUBLISHED, title="<script>1</script>", description="<b>bold</b>")

    page = read(client, offer, AnonymousUser())

    assert "<script>1" not in page
    assert "<b>bold" not in page
