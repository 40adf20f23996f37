"""A draft stores all typed values, and nobody overwrites the changes of another user."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    make_offer,
)
from tests.marketplace.posts import demand_post, rows_post
from tests.marketplace.views.editing.forms import seen, told
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class TestDraft:
    @pytest.mark.parametrize(("address", "model"), [("/offers/new/", Offer), ("/demands/new/", Demand)])
    def test_nothing_is_required(self, client: Client, member: User, address: str, model: Any) -> None:
        response = client.post(address, {"action": "draft", **rows_post([])})

        listing = model.objects.get()
        assert (listing.state, str(listing)) == ("draft", "Untitled draft")
        assert response.headers["Location"] == f"{listing.get_absolute_url()}edit/"

    def test_what_is_too_long_or_past_is_kept_all_the_same(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        typed = demand_post(
            alliance,
            action="draft",
            summary="长" * 700,
            technology_keywords="a;b;c;d;e;f;g",
            cooperation_modes=["license", "service", "supply", "equity"],
            needed_by="2020-01-01",
        )

        client.post("/demands/new/", typed)

        demand = Demand.objects.get()
        assert demand.summary == "长" * 700
        assert demand.technology_keywords == list("abcdefg")
        assert demand.cooperation_modes == ["license", "service", "supply", "equity"]
        assert demand.needed_by == date(2020, 1, 1)

    def test_only_what_cannot_be_stored_is_refused(self, client: Client, member: User) -> None:
        typed = {"action": "draft", "title": "t" * 257, "summary": "Kept", "valid_until": "soon"}

        response = client.post("/offers/new/", typed)

        offer = Offer.objects.get()
        assert (offer.title, offer.summary, offer.valid_until) == ("", "Kept", None)
        assert set(response.context["form"].errors) == {"title", "valid_until"}
        assert "t" * 257 in response.text
        assert f'action="/offers/{offer.pk}/edit/"' in response.text
        assert f'data-autosave-key="offer-{offer.pk}"' in response.text

    def test_line_breaks_of_the_browser_are_one_character(self, client: Client, member: User) -> None:
        client.post("/offers/new/", {"action": "draft", "description": "one\r\ntwo"})

        assert Offer.objects.get().description == "one\ntwo"

    def test_it_is_changed_again(self, client: Client, member: User, enterprise: Enterprise) -> None:
        offer = make_offer(enterprise=enterprise, title="Old")

        client.post(f"/offers/{offer.pk}/edit/", {"action": "draft", "title": "New", "seen": seen(offer)})

        assert [(o.pk, o.title) for o in Offer.objects.all()] == [(offer.pk, "New")]


class TestLostUpdate:
    def test_the_later_one_is_told_keeps_what_they_typed_and_may_save_on_purpose(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        offer = make_offer(enterprise=enterprise, title="Old")
        address, before = f"/offers/{offer.pk}/edit/", seen(offer)
        client.post(address, {"action": "draft", "title": "Theirs", "seen": before})

        refused = client.post(address, {"action": "draft", "title": "Mine", "seen": before})

        assert Offer.objects.get().title == "Theirs"
        assert told(refused)[-1].startswith("Somebody else saved this listing while you were typing.")
        assert 'value="Mine"' in refused.text

        token = refused.context["form"].token
        assert f'name="seen" value="{token}"' in refused.text
        client.post(address, {"action": "draft", "title": "Mine", "seen": token})

        assert Offer.objects.get().title == "Mine"
