"""A draft can be stored and deleted. A listing in another state is not deleted."""

import pytest

from tests.factories import make_admin, make_enterprise, make_member, make_offer
from ydeu.marketplace import listings
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State
from ydeu.transitions import DomainError, LostRace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class TestSaveDraft:
    def test_a_new_listing_knows_who_posted_it(self) -> None:
        enterprise = make_enterprise()
        user = make_member(enterprise)
        offer = Offer(enterprise=enterprise)

        listings.save_draft(offer, by=user)

        assert (offer.created_by, offer.state) == (user, "draft")
        assert [(e.from_state, e.to_state, e.actor) for e in offer.events.all()] == [("", "draft", user)]

    def test_only_the_named_fields_are_written(self) -> None:
        offer = make_offer(title="Old")
        offer.title, offer.state, offer.revision = "New", State.DRAFT, 9

        listings.save_draft(offer, by=make_admin(), fields=["title"], seen=offer.updated_at)

        stored = Offer.objects.get(pk=offer.pk)
        assert (stored.title, stored.revision) == ("New", 0)

    def test_a_lost_update_is_refused_until_it_is_meant(self) -> None:
        offer = make_offer(title="Old")
        seen = offer.updated_at
        listings.save_draft(Offer.objects.get(pk=offer.pk), by=make_admin(), fields=["title"])
        offer.title = "Mine"

        with pytest.raises(listings.Outdated):
            listings.save_draft(offer, by=make_admin(), fields=["title"], seen=seen)
        assert Offer.objects.get(pk=offer.pk).title == "Old"

        listings.save_draft(offer, by=make_admin(), fields=["title"], seen=None)
        assert Offer.objects.get(pk=offer.pk).title == "Mine"

    @pytest.mark.parametrize(
        "state", [State.SUBMITTED, State.REJECTED, State.FULFILLED, State.WITHDRAWN, State.ARCHIVED]
    )
    def test_what_is_not_editable_stays(self, state: State) -> None:
        offer = make_offer(state=state, title="Old")
        offer.title = "New"

        with pytest.raises(LostRace):
            listings.save_draft(offer, by=make_admin(), fields=["title"])

        assert Offer.objects.get(pk=offer.pk).title == "Old"

    def test_a_listing_that_moved_meanwhile_stays(self) -> None:
        offer = make_offer(state=State.PUBLISHED)
        listings.pause(Offer.objects.get(pk=offer.pk), by=make_admin())

        with pytest.raises(LostRace):
            listings.save_draft(offer, by=make_admin(), fields=["title"])


@pytest.mark.parametrize("state", State)
def test_only_a_draft_is_deleted(state: State) -> None:
    offer = make_offer(state=state)

    if state == State.DRAFT:
        listings.discard(offer)
    else:
        with pytest.raises(DomainError):
            listings.discard(offer)

    assert Offer.objects.exists() is (state != State.DRAFT)
