"""A site in use, so that every page has some of everything to show."""

from datetime import timedelta

from django.utils import timezone

from matching.enums import RejectionReason
from matching.introductions import lifecycle, meetings, messages, next_steps, notes
from matching.models import Introduction
from matching.review import decisions
from tests import factories
from tests.matching.introduced import open_introduction
from tests.permissions.world import World, make_world
from ydeu.accounts.models import User
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, ListingEvent, Requirement
from ydeu.marketplace.states import State

ENOUGH = 21
"""Rows that fill more than one page of a list."""


def make_scene() -> World:
    """The people and rows of the permission tests, with a queue, requirements, decisions and a connection."""
    world = make_world()
    for demand in (world.demand, world.suggestion.demand, world.demand_draft):
        add_requirements(demand)
    fill_the_queue(world)
    connect(world)
    return world


def person(world: World, persona: str) -> User:
    found = world.people[persona]
    assert found
    return found


def add_requirements(demand: Demand) -> None:
    Requirement.objects.create(demand=demand, name="循环寿命", value="3000", unit="次")
    Requirement.objects.create(demand=demand, name="Energy density", value="300", unit="Wh/kg")


def fill_the_queue(world: World) -> None:
    """Add pairs of long and short texts, one of them rejected."""
    for number in range(ENOUGH):
        demand = factories.make_published_demand(
            enterprise=world.enterprise,
            alliance=world.alliance,
            title=f"动力电池用硫化物固态电解质量产工艺与连续化制备设备 {number}",
            technology_keywords=["固态电解质", "硫化物", "Very-long-keyword-without-any-break-in-it"],
        )
        pair = factories.make_suggestion(offer=world.offer, demand=demand, score=number / 50, offer_rank=2)
    decisions.reject(
        pair, by=person(world, "coordinator"), reason=RejectionReason.TECHNICAL_MISMATCH, note="电压不符"
    )


def connect(world: World) -> None:
    """Let both sides accept the introduction of ``world``."""
    owner, guest = person(world, "owner"), factories.make_member(world.suggestion.demand.enterprise)
    for side, by in ((ListingKind.OFFER, owner), (ListingKind.DEMAND, guest)):
        lifecycle.accept(world.introduction, world.introduction.sides.get(side=side), by=by, note="期待合作")


def talk(world: World) -> None:
    """Add a message, a note, a planned meeting and an overdue next step to the introduction."""
    owner, introduction = person(world, "owner"), world.introduction
    messages.write(introduction, by=person(world, "coordinator"), text="请约定下一步。")
    notes.write(introduction, by=owner, text="周五前回复。", audience="both")
    in_a_week = timezone.now() + timedelta(days=7)
    meetings.plan(introduction, by=owner, starts_at=in_a_week, minutes=60, link="https://example.com/call")
    next_steps.agree(introduction, by=owner, text="提供样品", assignee="offer", due_on=timezone.localdate())
    introduction.steps.update(due_on=timezone.localdate() - timedelta(days=2))


def ask_for_consent(world: World) -> Introduction:
    """Add another introduction, which waits for the owner's answer."""
    pair = factories.make_suggestion(
        offer=world.offer, demand=factories.make_published_demand(alliance=world.alliance)
    )
    return open_introduction(pair, by=person(world, "coordinator"))


def hand_in(world: World) -> Demand:
    """Add a demand that waits for an administrator and has a history."""
    demand = factories.make_demand(
        enterprise=world.enterprise,
        alliance=world.alliance,
        state=State.SUBMITTED,
        submitted_at=timezone.now() - timedelta(days=2),
    )
    add_requirements(demand)
    ListingEvent.objects.create(demand=demand, to_state=State.DRAFT, actor=person(world, "owner"))
    return demand
