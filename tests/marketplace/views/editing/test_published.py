"""Edits of a published listing are visible at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import (
    make_demand,
)
from tests.marketplace.posts import PDF, demand_post, rows_post, upload
from tests.marketplace.views.editing.forms import as_posted, cycle_life
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class TestPublished:
    def test_changed_text_makes_a_revision_and_it_stays_published(
        self, client: Client, member: User, enterprise: Enterprise, alliance: Alliance
    ) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1, moderated_revision=1)

        response = client.post(f"/demands/{demand.pk}/edit/", demand_post(alliance))

        demand.refresh_from_db()
        assert response.headers["Location"] == f"/demands/{demand.pk}/"
        assert (demand.state, demand.revision, demand.moderated_revision) == ("published", 2, 1)

    def test_a_new_requirement_makes_a_revision(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1)

        client.post(f"/demands/{demand.pk}/edit/", {**as_posted(demand), **rows_post([cycle_life()])})

        demand.refresh_from_db()
        assert (demand.revision, demand.requirements.count()) == (2, 1)

    @pytest.mark.parametrize(
        "change",
        [
            {"partner_sought": "Call 000-1234."},
            {"approaches_tried": "Ask us by mail."},
            {"files": [upload("a.pdf", PDF)]},
        ],
    )
    def test_whatever_a_reader_sees_makes_a_revision(
        self, client: Client, member: User, enterprise: Enterprise, change: dict[str, Any]
    ) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1, moderated_revision=1)

        client.post(f"/demands/{demand.pk}/edit/", {**as_posted(demand), **change})

        demand.refresh_from_db()
        assert (demand.revision, demand.moderated_revision) == (2, 1)

    def test_another_date_makes_none(self, client: Client, member: User, enterprise: Enterprise) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1)
        later = timezone.localdate() + timedelta(days=30)

        client.post(f"/demands/{demand.pk}/edit/", {**as_posted(demand), "valid_until": later.isoformat()})

        demand.refresh_from_db()
        assert (demand.revision, demand.valid_until) == (1, later)

    def test_it_stays_complete(self, client: Client, member: User, enterprise: Enterprise) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1)
        typed = {**as_posted(demand), "summary": "", "title": "Typed", "files": [upload("a.pdf", PDF)]}

        response = client.post(f"/demands/{demand.pk}/edit/", typed)

        assert response.context["form"].errors == {
            "summary": ["Please fill this in."],
            "files": ["Please choose the files again: a.pdf."],
        }
        assert 'value="Typed"' in response.text
        stored = Demand.objects.get()
        assert (stored.title, stored.summary, stored.revision, stored.attachments.count()) == (
            demand.title,
            demand.summary,
            1,
            0,
        )
