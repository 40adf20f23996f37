"""Every state x action x role. What the table below does not allow is refused and writes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from matching.introductions import contracts, meetings, messages, next_steps, notes, permissions, pipeline
from matching.introductions.disclosure import Viewer
from matching.introductions.permissions import Action
from matching.models import Introduction, IntroductionMeeting, IntroductionStep
from matching.states import INTRODUCTION_TRANSITIONS, IntroductionState
from tests.matching.introduced import Cast, make_cast, make_introduction, stored
from ydeu.transitions import TransitionRefused

pytestmark = pytest.mark.django_db

SIDES, STAFF = ("seller", "buyer", "coordinating_buyer"), ("offer_coordinator", "demand_coordinator", "admin")
ALL = (*SIDES, *STAFF)
ROLES = (*ALL, "other_coordinator", "stranger")
UNDER_WAY: dict[str, tuple[str, ...]] = {"connected": ALL, "meeting": ALL, "negotiating": ALL}

MAY: dict[str, dict[str, tuple[str, ...]]] = {
    "meet": {"connected": ALL},
    "negotiate": {"meeting": ALL},
    "sign": {"negotiating": ALL},
    "close": {"consent_pending": STAFF, **UNDER_WAY},
    "rest": {"consent_pending": STAFF, **UNDER_WAY},
    "wake": {"dormant": ALL},
    "plan_meeting": UNDER_WAY,
    "cancel_meeting": UNDER_WAY,
    "set_step": {"consent_pending": STAFF, **UNDER_WAY},
    "finish_step": {"consent_pending": STAFF, **UNDER_WAY},
    "mark_nda": {**UNDER_WAY, "contract_signed": ALL},
    "tell_story": {"contract_signed": SIDES},
    "write": {
        "consent_pending": STAFF,
        **UNDER_WAY,
        "contract_signed": ALL,
        "closed_no_deal": ALL,
        "dormant": STAFF,
    },
    "note": dict.fromkeys(IntroductionState.values, ALL),
}
LEADS_TO = {
    "meet": "meeting",
    "negotiate": "negotiating",
    "sign": "contract_signed",
    "close": "closed_no_deal",
    "rest": "dormant",
    "wake": "consent_pending",
}


def do(action: str, introduction: Introduction, **by: Any) -> None:
    today, soon = timezone.localdate(), timezone.now() + timedelta(days=2)
    how: dict[str, Callable[[], object]] = {
        "meet": lambda: pipeline.meet(introduction, **by),
        "negotiate": lambda: pipeline.negotiate(introduction, **by),
        "sign": lambda: contracts.sign(
            introduction, mode="license", signed_on=today, amount_band="10_50", **by
        ),
        "close": lambda: pipeline.close(introduction, reason="price", **by),
        "rest": lambda: pipeline.rest(introduction, **by),
        "wake": lambda: pipeline.wake(introduction, **by),
        "plan_meeting": lambda: meetings.plan(introduction, starts_at=soon, minutes=60, place="Here", **by),
        "cancel_meeting": lambda: meetings.cancel(introduction, **by),
        "set_step": lambda: next_steps.agree(introduction, text="Call", assignee="offer", due_on=today, **by),
        "finish_step": lambda: next_steps.finish(introduction, **by),
        "mark_nda": lambda: contracts.mark_nda(introduction, signed_on=today, **by),
        "tell_story": lambda: contracts.tell_story(introduction, may_be_told=True, **by),
        "write": lambda: messages.write(introduction, text="Good day", **by),
        "note": lambda: notes.write(introduction, text="Remember", audience="coordinators", **by),
    }
    how[action]()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_table_names_every_action() -> None:
    assert set(MAY) == set(Action.values)


@pytest.mark.slow
@pytest.mark.parametrize("state", IntroductionState.values)
@pytest.mark.parametrize("action", MAY)
def test_every_action_in_every_state_by_every_role(action: str, state: str, cast: Cast) -> None:
    pk = make_introduction(cast, state).pk
    IntroductionStep.objects.create(
        introduction_id=pk, text="Call", assignee="offer", due_on=timezone.localdate()
    )
    IntroductionMeeting.objects.create(introduction_id=pk, starts_at=timezone.now() + timedelta(days=1))
    before = stored()
    for role in ROLES:
        introduction, user = Introduction.objects.get(pk=pk), cast.person(role)
        is_allowed = role in MAY[action].get(state, ())
        assert permissions.may(introduction, Action(action), Viewer.of(user)) is is_allowed, role
        with transaction.atomic():
            if is_allowed:
                do(action, introduction, by=user)
                introduction.refresh_from_db()
                assert introduction.state == LEADS_TO.get(action, state), role
                assert stored() != before, role
                transaction.set_rollback(True)
            else:
                with pytest.raises((permissions.NotYourRole, TransitionRefused)):
                    do(action, introduction, by=user)
        assert stored() == before, role


@pytest.mark.parametrize("role", SIDES)
def test_who_may_never_do_it_is_told_so_and_who_may_later_as_well(role: str, cast: Cast) -> None:
    introduction = make_introduction(cast)
    with pytest.raises(TransitionRefused):
        permissions.check(introduction, Action.CLOSE, by=cast.person(role))
    with pytest.raises(permissions.NotYourRole):
        permissions.check(introduction, Action.CLOSE, by=cast.stranger)
    signed = Introduction(offer=cast.offer, demand=cast.demand, state="contract_signed")
    with pytest.raises(permissions.NotYourRole):
        permissions.check(signed, Action.TELL_STORY, by=cast.offer_coordinator)


def test_the_table_of_states_allows_what_the_actions_do() -> None:
    moves = {("connected", "meeting"), ("meeting", "negotiating"), ("negotiating", "contract_signed")}
    is_open = ("consent_pending", "connected", "meeting", "negotiating")
    ends = {(state, end) for state in is_open for end in ("closed_no_deal", "dormant")}
    back = {("dormant", state) for state in is_open}
    listed = {(str(a), str(b)) for a, targets in INTRODUCTION_TRANSITIONS.items() for b in targets}
    assert listed == moves | ends | back | {("consent_pending", "connected")}


def test_a_member_writes_from_the_connection_on_even_while_it_rests(cast: Cast) -> None:
    introduction = make_introduction(cast, "dormant", slept_from="meeting", connected_at=timezone.now())
    messages.write(introduction, by=cast.buyer, text="We are back in March.")
    assert introduction.messages.get().side == "demand"
