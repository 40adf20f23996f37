"""What an administrator sees on the page of a listing."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from tests.factories import (
    make_demand,
    make_enterprise,
    make_offer,
    make_user,
)
from tests.marketplace.moderation.pages import many, page_of, submitted, told
from ydeu.marketplace.models import Attachment, ListingEvent, Requirement
from ydeu.marketplace.states import State

pytestmark = pytest.mark.django_db


def test_the_page_tells_all_that_a_moderator_needs(desk: Client) -> None:
    enterprise = make_enterprise(name="Ningbo Battery Ltd.", contact_name="Li Ming")
    demand = make_demand(
        enterprise=enterprise, state=State.SUBMITTED, submitted_at=timezone.now(), target_regions=["31"]
    )
    Requirement.objects.create(demand=demand, name="cycle life", operator="ge", value="3000", unit="cycles")
    file = Attachment.objects.create(
        demand=demand, name="test report.pdf", content_type="application/pdf", size=1, state="clean"
    )
    Attachment.objects.create(demand=demand, name="drawing.pdf", content_type="application/pdf", size=1)
    ListingEvent.objects.create(demand=demand, from_state="draft", to_state="submitted", note="First try")
    page = desk.get(f"/admin/marketplace/demand/{demand.pk}/change/").content.decode()
    for text in (
        "Ningbo Battery Ltd.",
        str(enterprise.credit_code),
        "Li Ming",
        "Technology licence",
        "at least 3000 cycles",
        f'<a href="/attachments/{file.pk}/">test report.pdf</a>',
        "drawing.pdf (Being checked)",
        "Draft → Submitted",
        "First try",
    ):
        assert text in page


def test_what_its_owner_paused_is_not_published_in_passing(desk: Client) -> None:
    offer = make_offer(state=State.PAUSED, revision=2, moderated_revision=1)
    refusal = told(many(desk, "publish", offer))[-1]
    assert "This is no longer possible here." in refusal
    offer.refresh_from_db()
    assert (offer.state, offer.revision, offer.moderated_revision) == ("paused", 2, 1)


@pytest.mark.parametrize("may_read_enterprises", [True, False])
def test_contacts_are_for_those_who_may_read_enterprises(client: Client, may_read_enterprises: bool) -> None:
    clerk = make_user(is_staff=True)
    names = ["change_offer", *["view_enterprise"] * may_read_enterprises]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(clerk)
    offer = submitted()
    page = client.get(page_of(offer)).text
    assert offer.enterprise.name in page
    assert (offer.enterprise.contact_email in page) is may_read_enterprises
