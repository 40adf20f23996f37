"""Who may post and edit, for which enterprise, and the initial values of a new form."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import (
    make_enterprise,
    make_member,
    make_offer,
    make_user,
)
from tests.marketplace.posts import offer_post
from tests.marketplace.views.editing.forms import told
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class TestWho:
    @pytest.mark.parametrize("address", ["/offers/new/", "/demands/new/"])
    def test_a_visitor_logs_in_first(self, client: Client, address: str) -> None:
        assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"

    def test_a_person_without_an_enterprise_signs_one_up_first(self, client: Client) -> None:
        client.force_login(make_user())

        response = client.get("/demands/new/")

        assert response.headers["Location"] == "/enterprise/new/?next=%2Fdemands%2Fnew%2F"

    def test_a_stranger_does_not_edit(self, client: Client) -> None:
        offer = make_offer(state=State.PUBLISHED)
        client.force_login(make_member())

        assert client.get(f"/offers/{offer.pk}/edit/").status_code == 404
        assert client.post(f"/offers/{offer.pk}/edit/", {"title": "Mine"}).status_code == 404

    @pytest.mark.parametrize("state", State)
    def test_what_may_be_edited(
        self, client: Client, member: User, enterprise: Enterprise, state: State
    ) -> None:
        offer = make_offer(state=state, enterprise=enterprise)

        response = client.get(f"/offers/{offer.pk}/edit/")

        if state in {"draft", "changes_requested", "published", "paused", "expired"}:
            assert response.status_code == 200
        else:
            assert response.headers["Location"] == f"/offers/{offer.pk}/"


class TestEnterprise:
    def test_it_comes_from_the_membership_never_from_the_form(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        client.post("/offers/new/", {"action": "draft", "enterprise": make_enterprise().pk})

        assert [(o.enterprise, o.created_by) for o in Offer.objects.all()] == [(enterprise, member)]

    def test_of_several_one_of_their_own_is_chosen(self, client: Client, member: User) -> None:
        second = make_enterprise()
        Membership.objects.create(user=member, enterprise=second)

        client.post("/offers/new/", {"action": "draft", "enterprise": second.pk, "title": "Theirs"})

        assert [offer.enterprise for offer in Offer.objects.all()] == [second]

    def test_another_enterprise_is_refused_and_what_was_typed_stays(
        self, client: Client, member: User
    ) -> None:
        Membership.objects.create(user=member, enterprise=make_enterprise())

        response = client.post(
            "/offers/new/", {"action": "draft", "enterprise": make_enterprise().pk, "title": "Typed"}
        )

        assert Offer.objects.count() == 0
        assert list(response.context["form"].errors) == ["enterprise"]
        assert 'value="Typed"' in response.text

    def test_an_unverified_one_keeps_its_draft(self, client: Client, alliance: Alliance) -> None:
        enterprise = make_enterprise(verified=False)
        client.force_login(make_member(enterprise))

        response = client.post("/offers/new/", offer_post(alliance))

        offer = Offer.objects.get()
        assert (offer.state, offer.title) == ("draft", "固态电池电解质")
        assert response.headers["Location"] == f"/offers/{offer.pk}/edit/"
        assert told(response) == [
            "Your enterprise has not been verified yet. The draft is kept; submit it afterwards."
        ]


class TestNew:
    def test_it_is_valid_for_a_year_and_in_the_language_of_the_page(
        self, client: Client, member: User
    ) -> None:
        form = client.get("/offers/new/").context["form"]

        assert form["valid_until"].value() == timezone.localdate() + timedelta(days=365)
        assert form["language"].value() == "en"
        assert form["visibility"].value() == "public"

    def test_stored_values_are_not_replaced(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        offer = make_offer(enterprise=enterprise, valid_until=None, language="zh-hans")

        form = client.get(f"/offers/{offer.pk}/edit/").context["form"]

        assert (form["valid_until"].value(), form["language"].value()) == (None, "zh-hans")
