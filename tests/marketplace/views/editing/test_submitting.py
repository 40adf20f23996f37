"""An incomplete listing is not submitted, and the page names the missing fields."""

import pytest
from django.test import Client

from tests.factories import (
    make_admin,
    make_offer,
)
from tests.marketplace.posts import demand_post, offer_post, rows_post
from tests.marketplace.views.editing.forms import cycle_life, seen, told
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand, Offer, Requirement
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]


class TestSubmit:
    def test_a_complete_offer_is_handed_in(self, client: Client, member: User, alliance: Alliance) -> None:
        response = client.post("/offers/new/", offer_post(alliance))

        offer = Offer.objects.get()
        assert response.headers["Location"] == f"/offers/{offer.pk}/"
        assert (offer.state, offer.alliance, offer.trl, offer.technology_keywords, offer.ip_types) == (
            "submitted",
            alliance,
            5,
            ["固态电池", "电解质"],
            ["patent"],
        )
        assert [event.to_state for event in offer.events.all()] == ["draft", "submitted"]

    def test_a_complete_demand_is_handed_in_with_its_rows(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        client.post("/demands/new/", demand_post(alliance, [cycle_life(), {}]))

        demand = Demand.objects.get()
        assert demand.state == "submitted"
        assert [str(row) for row in demand.requirements.all()] == ["cycle life at least 3,000 cycles"]

    @pytest.mark.parametrize(
        ("address", "typed", "missing"),
        [
            ("/offers/new/", {}, "advantages stage trl ipr_status"),
            ("/demands/new/", rows_post([]), "problem budget_band needed_by"),
        ],
    )
    def test_what_is_missing_is_named_and_the_draft_is_kept(
        self, client: Client, member: User, address: str, typed: dict[str, str], missing: str
    ) -> None:
        both = "title summary description technology_keywords alliance chain_segment cooperation_modes"

        response = client.post(address, {"action": "submit", "partner_sought": "A maker of cells", **typed})

        assert sorted(response.context["form"].errors) == sorted(f"{both} {missing}".split())
        listing = (Offer if "offer" in address else Demand).objects.get()
        assert (listing.state, listing.partner_sought) == ("draft", "A maker of cells")
        for name in f"{both} {missing}".split():
            assert f'<a href="#id_{name}' in response.text

    def test_both_figures_are_told(self, client: Client, member: User, alliance: Alliance) -> None:
        response = client.post("/offers/new/", offer_post(alliance, summary="长" * 501))

        assert response.context["form"].errors == {
            "summary": ["Please shorten this: 501 characters, at most 500 fit."]
        }
        assert Offer.objects.get().summary == "长" * 501

    def test_the_second_try_hands_the_same_draft_in(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        client.post("/demands/new/", demand_post(alliance, [cycle_life()], summary=""))
        demand = Demand.objects.get()
        rows = [cycle_life(id=str(demand.requirements.get().pk))]
        typed = {**demand_post(alliance), **rows_post(rows, stored=1), "seen": seen(demand)}

        client.post(f"/demands/{demand.pk}/edit/", typed)

        assert [(d.pk, d.state) for d in Demand.objects.all()] == [(demand.pk, "submitted")]
        assert Requirement.objects.count() == 1

    def test_the_note_of_the_administrator_stands_where_one_edits(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        offer = make_offer(enterprise=enterprise, state=State.SUBMITTED)
        listings.request_changes(offer, by=make_admin(), note="Name the cell type.")

        assert b"Name the cell type." in client.get(f"/offers/{offer.pk}/edit/").content

    def test_after_changes_were_asked_for(
        self, client: Client, member: User, enterprise: Enterprise, alliance: Alliance
    ) -> None:
        offer = make_offer(enterprise=enterprise, state=State.CHANGES_REQUESTED)

        client.post(f"/offers/{offer.pk}/edit/", offer_post(alliance))

        offer.refresh_from_db()
        assert offer.state == "submitted"

    def test_stage_and_level_that_disagree_are_a_warning(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        response = client.post("/offers/new/", offer_post(alliance, stage="concept", trl="9"))

        assert Offer.objects.get().state == "submitted"
        assert told(response)[0] == (
            "Stage of development and readiness level do not usually go together. Are both right?"
        )
