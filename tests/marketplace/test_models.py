from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.factories import (
    alliance_of,
    make_admin,
    make_alliance,
    make_coordinator,
    make_enterprise,
    make_member,
    make_offer,
    make_shown,
    make_user,
)
from ydeu.accounts import industries
from ydeu.marketplace.enums import Visibility
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize("state", State)
def test_who_may_open_a_listing_in_each_state(state: State) -> None:
    offer = make_offer(state=state, alliance=make_alliance())
    people = {
        "visitor": AnonymousUser(),
        "stranger": make_user(),
        "member": make_member(offer.enterprise),
        "coordinator": make_coordinator(alliance_of(offer)),
        "other coordinator": make_coordinator(),
        "admin": make_admin(),
    }

    seeing = {name for name, person in people.items() if Offer.objects.visible_to(person).exists()}

    expected = {"member", "admin"}
    if state != State.DRAFT:
        expected |= {"coordinator"}
    if state == State.PUBLISHED:
        expected = set(people)
    assert seeing == expected


@pytest.mark.parametrize("visibility", Visibility)
def test_a_visitor_browses_public_listings_only(visibility: str) -> None:
    make_offer(state=State.PUBLISHED, visibility=visibility)

    assert Offer.objects.browsable_by(AnonymousUser()).exists() is (visibility == Visibility.PUBLIC)
    assert Offer.objects.browsable_by(make_member()).exists()


def test_what_is_no_longer_valid_is_not_browsed_even_before_the_sweeper_comes() -> None:
    today = timezone.localdate()
    kept = [make_offer(state=State.PUBLISHED, valid_until=day) for day in (today, None)]
    make_offer(state=State.PUBLISHED, valid_until=today - timedelta(days=1))

    assert set(Offer.objects.browsable_by(make_user())) == set(kept)


def test_who_may_know_the_enterprise_of_an_anonymous_listing() -> None:
    offer = make_offer(state=State.PUBLISHED, visibility=Visibility.ANONYMOUS, alliance=make_alliance())

    assert {
        "visitor": offer.is_known_to(AnonymousUser()),
        "stranger": offer.is_known_to(make_user()),
        "other member": offer.is_known_to(make_member()),
        "other coordinator": offer.is_known_to(make_coordinator()),
        "member": offer.is_known_to(make_member(offer.enterprise)),
        "coordinator": offer.is_known_to(make_coordinator(alliance_of(offer))),
        "admin": offer.is_known_to(make_admin()),
    } == {
        "visitor": False,
        "stranger": False,
        "other member": False,
        "other coordinator": False,
        "member": True,
        "coordinator": True,
        "admin": True,
    }


def test_what_a_stranger_reads_of_an_anonymous_listing() -> None:
    enterprise = make_enterprise(name="沪江新材", province="32", city="3205")
    offer = make_offer(enterprise=enterprise, visibility=Visibility.ANONYMOUS)

    assert (offer.shown_enterprise, offer.shown_place) == ("Anonymous until introduced", "")
    make_shown(offer, shown_size="", shows_alliance=False)
    offer.refresh_from_db()
    assert offer.shown_parts == ["Midstream", "Jiangsu", industries.name(enterprise.industry)]
