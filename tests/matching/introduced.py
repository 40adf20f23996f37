"""The people around an introduction, and introductions in every state."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from matching.introductions import lifecycle
from matching.models import (
    FollowUp,
    Introduction,
    IntroductionContract,
    IntroductionEvent,
    IntroductionMeeting,
    IntroductionMessage,
    IntroductionNote,
    IntroductionSide,
    IntroductionStep,
    MessageFile,
    Suggestion,
)
from matching.review import decisions
from matching.states import IntroductionState
from tests import factories
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance, Coordinator
from ydeu.marketplace.models import Demand, Offer
from ydeu.notices.models import Notice

TABLES = (
    Introduction,
    IntroductionSide,
    IntroductionEvent,
    IntroductionStep,
    IntroductionMeeting,
    IntroductionNote,
    IntroductionMessage,
    IntroductionContract,
    FollowUp,
    MessageFile,
    Notice,
)

SECRET = "Sunrise Secret Materials"


@dataclass
class Cast:
    """One person of every role in or around an introduction."""

    seller: User
    buyer: User
    offer_coordinator: User
    demand_coordinator: User
    admin: User
    other_coordinator: User
    coordinating_buyer: User
    """A member of the demand's enterprise who also coordinates the demand's alliance."""
    stranger: User
    offer: Offer
    demand: Demand

    def person(self, role: str) -> User:
        found = getattr(self, role)
        assert isinstance(found, User)
        return found


def make_cast(*, alliance: Alliance | None = None, **offer: Any) -> Cast:
    """The seller's enterprise has an unusual name, so that a test finds it where it must not appear."""
    seller = factories.make_member(
        factories.make_enterprise(name=SECRET, contact_email="boss@sunrise.example"), name="Wang Secret"
    )
    buyer = factories.make_member(factories.make_enterprise(name="Buyer Ltd"), name="Li Buyer")
    offers = alliance or factories.make_alliance()
    demands = alliance or factories.make_alliance()
    coordinating_buyer = factories.make_member(buyer.memberships.get().enterprise, name="Both Buyer")
    Coordinator.objects.create(user=coordinating_buyer, alliance=demands)
    return Cast(
        coordinating_buyer=coordinating_buyer,
        seller=seller,
        buyer=buyer,
        offer_coordinator=factories.make_coordinator(offers, name="Offer Coordinator"),
        demand_coordinator=factories.make_coordinator(demands, name="Demand Coordinator"),
        admin=factories.make_admin(name="Admin"),
        other_coordinator=factories.make_coordinator(),
        stranger=factories.make_member(),
        offer=factories.make_published_offer(
            enterprise=seller.memberships.get().enterprise,
            created_by=seller,
            alliance=offers,
            title="An offer",
            **offer,
        ),
        demand=factories.make_published_demand(
            enterprise=buyer.memberships.get().enterprise,
            created_by=buyer,
            alliance=demands,
            title="A demand",
        ),
    )


def open_introduction(pair: Suggestion, *, by: User) -> Introduction:
    """Approve a pair that needs no second opinion. Returns the introduction."""
    introduction = decisions.approve(pair, by=by)
    assert introduction is not None
    return introduction


def make_introduction(cast: Cast, state: str = "consent_pending", **changes: Any) -> Introduction:
    """An introduction in ``state`` that the demand's coordinator opened, without the notices so far."""
    pair = factories.make_suggestion(offer=cast.offer, demand=cast.demand)
    introduction = open_introduction(pair, by=cast.demand_coordinator)
    Notice.objects.all().delete()
    if state == IntroductionState.CONSENT_PENDING and not changes:
        return introduction
    now = timezone.now()
    if state not in (IntroductionState.CONSENT_PENDING, IntroductionState.DORMANT):
        changes = {"connected_at": now, **changes}
    if changes.get("connected_at"):
        introduction.sides.update(state="accepted", answered_at=now)
    Introduction.objects.filter(pk=introduction.pk).update(state=state, **changes)
    introduction.refresh_from_db()
    return introduction


def notice_of(side: IntroductionSide) -> Notice:
    """The notice that told a side of its introduction."""
    assert side.notice is not None
    return side.notice


def connect(introduction: Introduction, cast: Cast) -> None:
    for side, by in (("offer", cast.seller), ("demand", cast.buyer)):
        lifecycle.accept(introduction, introduction.sides.get(side=side), by=by)


def stored() -> dict[str, Any]:
    """All rows of every table that an introduction may write to."""
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def told() -> list[tuple[str, User | None]]:
    return [(str(notice.kind), notice.recipient) for notice in Notice.objects.order_by("pk")]


def happened(introduction: Introduction) -> list[tuple[str, str, str]]:
    return [(e.what, e.from_state, e.to_state) for e in introduction.events.all()]
