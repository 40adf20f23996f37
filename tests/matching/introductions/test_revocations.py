"""Those who are in talks with an enterprise are told that its verification was withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching.introductions import lifecycle
from matching.models import Introduction
from matching.review import decisions
from matching.states import IntroductionState
from tests.accounts.test_views import logged_in
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.accounts import verification
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    kinds = Notice.objects.filter(kind=NoticeKind.INTRODUCTION_REVOKED).order_by("pk")
    return [(notice.recipient.email if notice.recipient else notice.address, notice.url) for notice in kinds]


def begun(state: IntroductionState = IntroductionState.CONSENT_PENDING) -> Introduction:
    """An introduction that both sides have been told of, opened by a coordinator of the demand."""
    offer, demand = make_published_offer(visibility="anonymous"), make_published_demand()
    make_member(offer.enterprise, email="offer@example.com")
    make_member(demand.enterprise, email="demand@example.com")
    coordinator = make_coordinator(alliance_of(demand), email="coordinator@example.com")
    introduction = decisions.approve(make_suggestion(offer=offer, demand=demand), by=coordinator)
    assert introduction is not None
    Introduction.objects.update(state=state, opened_at=timezone.now() - timedelta(days=1))
    return Introduction.objects.get()


@pytest.mark.parametrize(
    "state",
    [
        IntroductionState.CONSENT_PENDING,
        IntroductionState.CONNECTED,
        IntroductionState.NEGOTIATING,
        IntroductionState.DORMANT,
    ],
)
@pytest.mark.parametrize(("side", "other"), [("offer", "demand"), ("demand", "offer")])
def test_the_other_side_and_the_coordinator_are_told(state: IntroductionState, side: str, other: str) -> None:
    introduction = begun(state)
    enterprise = introduction.listing_of(side).enterprise
    verification.revoke(enterprise, by=make_admin())
    page = introduction.get_absolute_url()
    assert told() == [(f"{other}@example.com", page), ("coordinator@example.com", page)]
    names = Notice.objects.filter(kind=NoticeKind.INTRODUCTION_REVOKED, context__icontains=enterprise.name)
    assert names.exists() == (side == "demand")  # the offer is anonymous
    person = Notice.objects.filter(kind=NoticeKind.INTRODUCTION_REVOKED).earliest("pk").recipient
    assert person is not None
    assert "verification of this enterprise was withdrawn" in logged_in(person).get(page).text


@pytest.mark.parametrize("state", [IntroductionState.CLOSED_NO_DEAL, IntroductionState.CONTRACT_SIGNED])
def test_what_is_over_stays_quiet(state: IntroductionState) -> None:
    introduction = begun(state)
    verification.revoke(introduction.offer.enterprise, by=make_admin())
    assert told() == []


def test_a_side_that_knows_of_nothing_yet_is_not_told() -> None:
    introduction = begun()
    Introduction.objects.update(opened_at=timezone.now())
    verification.revoke(introduction.offer.enterprise, by=make_admin())
    assert [address for address, _url in told()] == ["coordinator@example.com"]


def test_nobody_opens_their_contacts_to_a_revoked_enterprise() -> None:
    introduction = begun()
    enterprise, admin = introduction.offer.enterprise, make_admin()
    verification.revoke(enterprise, by=admin)
    for side in introduction.sides.all():
        person = side.enterprise.memberships.get().user
        with pytest.raises(lifecycle.SideRevoked, match="or decline"):
            lifecycle.accept(introduction, side, by=person)
    verification.verify(enterprise, by=admin)
    for side in introduction.sides.all():
        lifecycle.accept(introduction, side, by=side.enterprise.memberships.get().user)
    assert Introduction.objects.get().state == IntroductionState.CONNECTED
