"""A revocation pauses what the enterprise has published; its people publish it again once it is verified."""

from typing import Any

import pytest

from tests.accounts.test_views import logged_in
from tests.factories import (
    make_admin,
    make_enterprise,
    make_member,
    make_offer,
    make_published_demand,
    make_published_offer,
    make_user,
)
from ydeu.accounts import verification
from ydeu.accounts.models import Enterprise
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return [
        *Offer.objects.order_by("pk").values_list("state", flat=True),
        *Demand.objects.values_list("state", flat=True),
    ]


def test_what_was_published_is_paused_and_comes_back() -> None:
    enterprise, admin = make_enterprise(), make_admin()
    owner = make_member(enterprise)
    offer, draft = make_published_offer(enterprise=enterprise), make_offer(enterprise=enterprise)
    demand, of_others = make_published_demand(enterprise=enterprise), make_published_offer()
    verification.revoke(enterprise, by=admin)
    assert states() == [State.PAUSED, State.DRAFT, State.PUBLISHED, State.PAUSED]
    stranger = logged_in(make_user())
    shown = [stranger.get(each.get_absolute_url()).status_code for each in (offer, demand, of_others)]
    assert shown == [404, 404, 200]
    offer.refresh_from_db()
    event = offer.events.latest("pk")
    assert (event.actor, event.from_state, event.to_state) == (admin, State.PUBLISHED, State.PAUSED)
    with pytest.raises(listings.NotVerified, match="was withdrawn"):
        listings.resume(offer, by=owner)
    verification.verify(Enterprise.objects.get(pk=enterprise.pk), by=admin)
    listings.resume(offer, by=owner)
    assert states() == [State.PUBLISHED, State.DRAFT, State.PUBLISHED, State.PAUSED]
    assert draft.state == State.DRAFT


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PAUSED, State.EXPIRED])
def test_no_listing_of_a_revoked_enterprise_is_published(state: State) -> None:
    enterprise = make_enterprise()
    listing = make_offer(enterprise=enterprise, state=state)
    owner = make_member(enterprise)
    verification.revoke(enterprise, by=make_admin())
    listing = Offer.objects.get(pk=listing.pk)
    steps: dict[str, Any] = {
        State.SUBMITTED: listings.publish,
        State.PAUSED: listings.resume,
        State.EXPIRED: listings.renew,
    }
    with pytest.raises(listings.NotVerified):
        steps[state](listing, by=owner)
    assert states() == [state]


def test_an_imported_enterprise_was_never_revoked_and_is_published() -> None:
    listing = make_offer(enterprise=make_enterprise(verified=False, origin="imported"), state=State.SUBMITTED)
    listings.publish(listing, by=make_admin())
    assert states() == [State.PUBLISHED]
