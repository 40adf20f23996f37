"""An approval can be undone as long as nobody was told of it and nothing has happened in the introduction."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from matching.introductions import lifecycle, messages, next_steps, notes, pipeline
from matching.models import Introduction, Suggestion
from matching.review import decisions
from tests.factories import (
    make_admin,
    make_member,
    make_published_demand,
    make_suggestion,
)
from tests.matching import introduced
from tests.matching.reviewing import stored
from ydeu.accounts.models import User
from ydeu.notices.enums import Delivery
from ydeu.notices.models import Notice
from ydeu.transitions import LostRace

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_undoing_an_approval_before_anybody_is_told_leaves_only_its_history() -> None:
    pair, user = make_suggestion(), make_admin()
    decisions.approve(pair, by=user)
    decisions.undo(pair, by=user)
    assert Introduction.objects.count() == 0
    assert {notice.state for notice in Notice.objects.all()} == {Delivery.WITHDRAWN}
    assert [event.to_state for event in pair.events.all()] == ["approved", "pending"]
    decisions.approve(pair, by=user)
    assert Introduction.objects.count() == 1


@pytest.mark.parametrize(
    "told",
    [
        {"state": Delivery.SENDING},
        {"state": Delivery.SENT},
        {"state": Delivery.FAILED},
        {"read_at": timezone.now()},
    ],
)
def test_an_approval_stands_as_soon_as_one_side_has_been_told(told: dict[str, Any]) -> None:
    pair, user = make_suggestion(), make_admin()
    introduction = introduced.open_introduction(pair, by=user)
    notice = introduced.notice_of(introduction.sides.latest("pk"))
    Notice.objects.filter(pk=notice.pk).update(**told)
    before = stored(pair)
    with pytest.raises(LostRace, match="already been told"):
        decisions.undo(pair, by=user)
    assert stored(pair) == before


def test_an_approval_stands_as_soon_as_one_side_has_answered() -> None:
    buyer = make_member()
    demand = make_published_demand(enterprise=buyer.memberships.get().enterprise)
    pair, user = make_suggestion(demand=demand), make_admin()
    introduction = introduced.open_introduction(pair, by=user)
    lifecycle.accept(introduction, introduction.sides.get(side="demand"), by=buyer)
    before = stored(pair)
    with pytest.raises(LostRace):
        decisions.undo(pair, by=user)
    assert stored(pair) == before


def test_an_approval_of_whom_nobody_can_be_told_can_be_undone() -> None:
    pair, user = make_suggestion(), make_admin()
    introduction = introduced.open_introduction(pair, by=user)
    told = introduction.sides.values("notice")
    Notice.objects.filter(pk__in=told).update(state=Delivery.UNDELIVERABLE)
    decisions.undo(pair, by=user)
    assert pair.state == "pending"


def leave_a_note(introduction: Introduction, by: User) -> None:
    notes.write(introduction, by=by, text="They visit us in May.", audience="coordinators")


def let_time_pass(introduction: Introduction, by: User) -> None:
    Introduction.objects.update(opened_at=timezone.now() - timedelta(seconds=61))


def remind(introduction: Introduction, by: User) -> None:
    introduction.sides.update(reminded_at=timezone.now())


def close(introduction: Introduction, by: User) -> None:
    pipeline.close(introduction, by=by, reason="price")


def put_to_rest(introduction: Introduction, by: User) -> None:
    pipeline.rest(introduction, by=by)


def write(introduction: Introduction, by: User) -> None:
    messages.write(introduction, by=by, text="Good day")


def set_step(introduction: Introduction, by: User) -> None:
    next_steps.agree(introduction, by=by, text="Call", assignee="offer", due_on=timezone.localdate())


@override_settings(MATCHING_UNDO_SECONDS=60)
@pytest.mark.parametrize("state", [Delivery.INBOX_ONLY, Delivery.FOR_DIGEST, Delivery.UNDELIVERABLE])
@pytest.mark.parametrize("happen", [leave_a_note, let_time_pass, remind, close, put_to_rest, write, set_step])
def test_an_approval_stands_once_its_introduction_has_begun(
    happen: Callable[[Introduction, User], None], state: Delivery
) -> None:
    """Also if no e-mail is sent, so that the first notices could still be withdrawn."""
    pair, user = make_suggestion(), make_admin()
    introduction = decisions.approve(pair, by=user)
    assert introduction is not None
    Notice.objects.filter(pk__in=introduction.sides.values("notice")).update(state=state)
    happen(introduction, user)
    before = (stored(pair), introduced.stored())
    with pytest.raises(LostRace, match="has begun"):
        decisions.undo(pair, by=user)
    assert (stored(pair), introduced.stored()) == before


def test_an_undo_that_comes_second_changes_nothing() -> None:
    pair, user = make_suggestion(), make_admin()
    decisions.approve(pair, by=user)
    stale = Suggestion.objects.get(pk=pair.pk)
    decisions.undo(pair, by=user)
    before = stored(pair)
    with pytest.raises(LostRace):
        decisions.undo(stale, by=user)
    assert stored(pair) == before
