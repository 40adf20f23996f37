"""The requirement rows in the form of a demand."""

import pytest
from django.test import Client

from tests.factories import (
    make_demand,
)
from tests.marketplace.posts import demand_post, rows_post
from tests.marketplace.views.editing.forms import cycle_life
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Requirement
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]


class TestRows:
    def test_a_half_full_row_is_kept_in_a_draft_and_named_on_submission(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        response = client.post("/demands/new/", demand_post(alliance, [cycle_life(), {"name": "weight"}]))

        demand = Demand.objects.get()
        assert demand.state == "draft"
        assert [(row.name, row.value) for row in demand.requirements.all()] == [
            ("cycle life", "3,000"),
            ("weight", ""),
        ]
        assert response.context["form"].non_field_errors() == [
            "Requirement 2 needs both a property and a value."
        ]

    def test_more_rows_are_given_and_everything_typed_is_kept(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        typed = demand_post(alliance, [cycle_life()], action="more", summary="Kept")

        response = client.post("/demands/new/", typed, follow=True)

        demand = Demand.objects.get()
        assert response.redirect_chain[-1][0] == f"/demands/{demand.pk}/edit/?rows=4#requirements"
        assert (demand.state, demand.summary, demand.requirements.count()) == ("draft", "Kept", 1)
        assert len(response.context["rows"].forms) == 5

    def test_more_rows_of_a_published_demand_change_nothing_yet(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, title="Old")
        typed = {"action": "more", "title": "Typed", **rows_post([cycle_life()])}

        response = client.post(f"/demands/{demand.pk}/edit/", typed)

        assert [d.title for d in Demand.objects.all()] == ["Old"]
        assert len(response.context["rows"].forms) == 3
        assert 'value="Typed"' in response.text
        assert 'value="cycle life"' in response.text

    def test_a_row_is_deleted(self, client: Client, member: User, enterprise: Enterprise) -> None:
        demand = make_demand(enterprise=enterprise)
        row = demand.requirements.create(name="weight", value="3")
        typed = rows_post([cycle_life(id=str(row.pk), DELETE="on")], stored=1)

        client.post(f"/demands/{demand.pk}/edit/", {"action": "draft", **typed})

        assert demand.requirements.count() == 0

    def test_a_row_of_another_demand_is_out_of_reach(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        foreign = make_demand().requirements.create(name="weight", value="3")
        demand = make_demand(enterprise=enterprise)
        typed = rows_post([cycle_life(id=str(foreign.pk), DELETE="on")], stored=1)

        client.post(f"/demands/{demand.pk}/edit/", {"action": "draft", **typed})

        assert [(row.pk, row.name) for row in Requirement.objects.all()] == [(foreign.pk, "weight")]

    @pytest.mark.parametrize(
        "posted",
        [
            {},
            {"requirements-TOTAL_FORMS": "x"},
            pytest.param({"requirements-TOTAL_FORMS": "9" * 9}, marks=pytest.mark.slow),
        ],
    )
    def test_a_broken_form_is_no_error(self, client: Client, member: User, posted: dict[str, str]) -> None:
        response = client.post("/demands/new/", {"action": "more", "title": "Kept", **posted})

        assert response.status_code == 200
        assert Demand.objects.get().title == "Kept"
