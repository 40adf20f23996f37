from collections.abc import Callable
from typing import Any
from unittest.mock import ANY

import pytest
from django.utils import timezone
from django.utils.translation import override

from matching.introductions import lifecycle, next_steps, pipeline
from matching.models import Introduction, IntroductionEvent, IntroductionSide
from tests.factories import (
    alliance_of,
    make_admin,
    make_coordinator,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
    make_user,
)
from tests.matching.introduced import open_introduction
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Membership, User
from ydeu.marketplace.enums import Visibility
from ydeu.marketplace.models import Offer
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.notices.wording import spoken
from ydeu.transitions import DomainError, LostRace, TransitionRefused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def seller() -> User:
    return make_member(make_enterprise(name="Seller Ltd"))


@pytest.fixture
def buyer() -> User:
    return make_member(make_enterprise(name="Buyer Ltd"))


def make_introduction(seller: User, buyer: User, **offer: Any) -> Introduction:
    pair = make_suggestion(
        offer=make_published_offer(
            enterprise=seller.memberships.get().enterprise, created_by=seller, title="An offer", **offer
        ),
        demand=make_published_demand(
            enterprise=buyer.memberships.get().enterprise, created_by=buyer, title="A demand"
        ),
    )
    introduction = open_introduction(pair, by=make_admin())
    Notice.objects.all().delete()
    return introduction


def side(introduction: Introduction, name: str) -> IntroductionSide:
    return introduction.sides.get(side=name)


def told() -> list[tuple[str, User | None]]:
    return [(notice.kind, notice.recipient) for notice in Notice.objects.order_by("pk")]


def steps(introduction: Introduction) -> list[tuple[str, str, str, str]]:
    return [(e.from_state, e.to_state, e.side, e.answer) for e in introduction.events.all()]


def stored(introduction: Introduction) -> dict[str, Any]:
    return {
        "row": Introduction.objects.filter(pk=introduction.pk).values().get(),
        "sides": list(IntroductionSide.objects.values()),
        "events": list(IntroductionEvent.objects.values()),
        "notices": list(Notice.objects.values()),
    }


def test_the_first_yes_is_passed_on_and_the_second_connects(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    lifecycle.accept(introduction, side(introduction, "demand"), by=buyer, note="We can visit in May.")
    introduction.refresh_from_db()
    assert (introduction.state, introduction.is_connected) == ("consent_pending", False)
    assert told() == [(NoticeKind.INTRODUCTION_ACCEPTED, seller)]
    answered = side(introduction, "demand")
    assert (answered.state, answered.note, answered.answered_by) == (
        "accepted",
        "We can visit in May.",
        buyer,
    )
    assert answered.answered_at is not None

    lifecycle.accept(introduction, side(introduction, "offer"), by=seller)
    introduction.refresh_from_db()
    assert (introduction.state, introduction.is_connected) == ("connected", True)
    assert told()[1:] == [
        (NoticeKind.INTRODUCTION_CONNECTED, seller),
        (NoticeKind.INTRODUCTION_CONNECTED, buyer),
        (NoticeKind.INTRODUCTION_MOVED, introduction.opened_by),
    ]
    assert steps(introduction) == [
        ("", "consent_pending", "", ""),
        ("consent_pending", "consent_pending", "demand", "accepted"),
        ("consent_pending", "connected", "offer", "accepted"),
    ]


def test_a_no_closes_it_and_the_other_side_hears_the_reason_but_not_the_note(
    seller: User, buyer: User
) -> None:
    introduction = make_introduction(seller, buyer)
    lifecycle.decline(
        introduction, side(introduction, "offer"), by=seller, reason="capacity", note="We dislike them."
    )
    introduction.refresh_from_db()
    assert introduction.state == "closed_no_deal"
    assert told() == [
        (NoticeKind.INTRODUCTION_DECLINED, buyer),
        (NoticeKind.INTRODUCTION_MOVED, introduction.opened_by),
    ]
    assert Notice.objects.earliest("pk").context == {
        "introduction": introduction.pk,
        "title": "A demand",
        "other_title": "An offer",
        "other_enterprise": "Seller Ltd",
        "reason": {"zh-hans": ANY, "en": "No capacity at present"},
    }
    assert steps(introduction)[-1] == ("consent_pending", "closed_no_deal", "offer", "declined")


def test_a_no_after_the_other_side_said_yes_closes_it(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    lifecycle.accept(introduction, side(introduction, "demand"), by=buyer)
    lifecycle.decline(introduction, side(introduction, "offer"), by=seller, reason="solved")
    assert (introduction.state, introduction.connected_at) == ("closed_no_deal", None)


def test_an_editor_answers_as_well_as_an_owner(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    editor = make_member(buyer.memberships.get().enterprise, role=Role.EDITOR)
    lifecycle.accept(introduction, side(introduction, "demand"), by=editor)
    assert side(introduction, "demand").answered_by == editor


@pytest.mark.parametrize("who", ["other side", "coordinator", "admin", "stranger"])
@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_nobody_else_answers_for_an_enterprise(who: str, answer: str, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    people: dict[str, Callable[[], User]] = {
        "other side": lambda: seller,
        "coordinator": lambda: make_coordinator(alliance_of(introduction.demand)),
        "admin": make_admin,
        "stranger": make_user,
    }
    by = people[who]()
    more = {"reason": "solved"} if answer == "decline" else {}
    before = stored(introduction)
    with pytest.raises(lifecycle.NotYourSide):
        getattr(lifecycle, answer)(introduction, side(introduction, "demand"), by=by, **more)
    assert stored(introduction) == before


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("nonsense", "x"), ("other", " ")])
def test_a_no_without_a_reason_is_refused(reason: str, note: str, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    before = stored(introduction)
    with pytest.raises(lifecycle.ReasonNeeded):
        lifecycle.decline(introduction, side(introduction, "offer"), by=seller, reason=reason, note=note)
    assert stored(introduction) == before


def test_nobody_answers_twice(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    first, second = side(introduction, "demand"), side(introduction, "demand")
    lifecycle.accept(introduction, first, by=buyer)
    before = stored(introduction)
    with pytest.raises(TransitionRefused):
        lifecycle.accept(introduction, first, by=buyer)
    with pytest.raises(LostRace):
        lifecycle.decline(introduction, second, by=buyer, reason="solved")
    assert stored(introduction) == before


@pytest.mark.parametrize(
    "state", ["connected", "meeting", "negotiating", "contract_signed", "closed_no_deal", "dormant"]
)
def test_nobody_answers_what_no_longer_waits(state: str, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    Introduction.objects.filter(pk=introduction.pk).update(state=state)
    before = stored(introduction)
    with pytest.raises(TransitionRefused):
        lifecycle.accept(introduction, side(introduction, "offer"), by=seller)
    assert stored(introduction) == before


@pytest.mark.parametrize(("state", "connects"), [("withdrawn", False), ("archived", False), ("paused", True)])
def test_nobody_is_introduced_to_a_side_that_has_withdrawn(
    state: str, connects: bool, seller: User, buyer: User
) -> None:
    introduction = make_introduction(seller, buyer)
    lifecycle.accept(introduction, side(introduction, "offer"), by=seller)
    Offer.objects.update(state=state)
    before = stored(introduction)
    if connects:
        lifecycle.accept(introduction, side(introduction, "demand"), by=buyer)
    else:
        with pytest.raises(lifecycle.Withdrawn):
            lifecycle.accept(introduction, side(introduction, "demand"), by=buyer)
        assert stored(introduction) == before
    introduction.refresh_from_db()
    assert introduction.is_connected is connects


def test_both_accept_from_pages_that_were_opened_before_either_answered(seller: User, buyer: User) -> None:
    opened = make_introduction(seller, buyer)
    stale = Introduction.objects.get(pk=opened.pk)
    lifecycle.accept(opened, side(opened, "demand"), by=buyer)
    lifecycle.accept(stale, side(stale, "offer"), by=seller)
    assert stale.state == "connected"
    assert [step for step in steps(stale) if step[1] == "connected"] == [
        ("consent_pending", "connected", "offer", "accepted")
    ]


def test_an_introduction_that_was_taken_back_cannot_be_answered(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    waiting = side(introduction, "offer")
    Introduction.objects.all().delete()
    with pytest.raises(DomainError):
        lifecycle.accept(introduction, waiting, by=seller)


def test_an_anonymous_listing_never_has_its_name_in_a_notice(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer, visibility=Visibility.ANONYMOUS)
    lifecycle.accept(introduction, side(introduction, "offer"), by=seller)
    lifecycle.accept(introduction, side(introduction, "demand"), by=buyer)
    contexts = [notice.context for notice in Notice.objects.filter(recipient=buyer)]
    assert len(contexts) == 2
    assert all("Seller Ltd" not in str(context) for context in contexts)


def test_the_sides_of_a_person(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    assert lifecycle.sides_of(introduction, seller) == [side(introduction, "offer")]
    assert lifecycle.sides_of(introduction, buyer) == [side(introduction, "demand")]
    assert lifecycle.sides_of(introduction, make_admin()) == []


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_the_coordinators_hear_how_the_consent_ended(answer: str, seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    lifecycle.accept(introduction, side(introduction, "demand"), by=buyer)
    more = {"reason": "capacity"} if answer == "decline" else {}
    getattr(lifecycle, answer)(introduction, side(introduction, "offer"), by=seller, **more)
    notice = Notice.objects.get(recipient=introduction.opened_by)
    state, reason = (
        ("Connected", "") if answer == "accept" else ("Closed without a deal", "No capacity at present")
    )
    with override("en"):
        found = spoken(notice.context)
    assert (notice.kind, found["state"], found["reason"]) == (NoticeKind.INTRODUCTION_MOVED, state, reason)


def test_a_no_leaves_nothing_to_do(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    day = timezone.localdate()
    next_steps.agree(introduction, by=make_admin(), text="Call them", assignee="coordinator", due_on=day)
    lifecycle.decline(introduction, side(introduction, "offer"), by=seller, reason="capacity")
    assert introduction.next_step is None


def test_a_colleague_who_has_answered_hears_what_follows_as_well(seller: User, buyer: User) -> None:
    introduction = make_introduction(seller, buyer)
    colleague = make_member(buyer.memberships.get().enterprise, role=Role.EDITOR)
    lifecycle.accept(introduction, side(introduction, "demand"), by=colleague)
    Notice.objects.all().delete()
    lifecycle.accept(introduction, side(introduction, "offer"), by=seller)
    assert told()[:3] == [(NoticeKind.INTRODUCTION_CONNECTED, who) for who in (seller, buyer, colleague)]
    Notice.objects.all().delete()
    Membership.objects.filter(user=colleague).delete()
    pipeline.meet(introduction, by=seller)
    assert told() == [(NoticeKind.INTRODUCTION_MOVED, who) for who in (buyer, introduction.opened_by)]
