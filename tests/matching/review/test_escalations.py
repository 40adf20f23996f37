from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from matching import tasks
from matching.models import Suggestion
from matching.review import assignments, decisions, escalations
from tests.factories import (
    alliance_of,
    make_admin,
    make_alliance,
    make_coordinator,
    make_published_demand,
    make_suggestion,
)
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]


@pytest.fixture
def alliance() -> Alliance:
    return make_alliance()


def make_late(alliance: Alliance, days: float = 1, **fields: object) -> Suggestion:
    since = timezone.now() - timedelta(days=7 + days)
    demand = make_published_demand(alliance=alliance)
    due = since + timedelta(days=7)
    return make_suggestion(demand=demand, waiting_since=since, due_at=due, **fields)


def told() -> list[tuple[User | None, str]]:
    """The people who were told, with the title that contains the number of pairs."""
    rows = Notice.objects.filter(kind="review_overdue").order_by("pk")
    return [(notice.recipient, notice.context["title"]["en"]) for notice in rows]


def steps() -> list[int]:
    return list(Suggestion.objects.order_by("pk").values_list("escalation", flat=True))


def test_first_the_other_coordinators_then_the_administrators_each_once(
    alliance: Alliance, settings: Settings
) -> None:
    settings.REVIEW_ESCALATION_DAYS = 3
    owner, colleague, admin = make_coordinator(alliance), make_coordinator(alliance), make_admin()
    make_coordinator()
    pair = make_late(alliance)
    assignments.assign(pair, to=owner, by=owner)
    tasks.escalate()
    tasks.escalate()
    assert (told(), steps()) == ([(colleague, "1 suggested pair")], [1])
    moment = timezone.now() - timedelta(days=11)
    Suggestion.objects.update(waiting_since=moment, due_at=moment + timedelta(days=7))
    tasks.escalate()
    tasks.escalate()
    assert (told()[1:], steps()) == ([(admin, "1 suggested pair")], [2])


def test_a_person_gets_one_notice_for_all_their_pairs(alliance: Alliance) -> None:
    user = make_coordinator(alliance)
    for _ in range(3):
        make_late(alliance)
    escalations.escalate()
    assert told() == [(user, "3 suggested pairs")]


def test_who_has_taken_a_pair_is_not_told_of_it(alliance: Alliance) -> None:
    user = make_coordinator(alliance)
    make_late(alliance, assignee=user)
    make_late(alliance)
    escalations.escalate()
    assert told() == [(user, "1 suggested pair")]


def test_the_coordinators_of_the_other_alliance_hear_of_it_too(alliance: Alliance) -> None:
    pair = make_late(alliance)
    other = make_coordinator(alliance_of(pair.offer))
    escalations.escalate()
    assert told() == [(other, "1 suggested pair")]


@pytest.mark.parametrize("state", ["approved", "rejected", "deferred", "superseded"])
def test_what_is_not_open_is_not_overdue(alliance: Alliance, state: str) -> None:
    make_coordinator(alliance)
    make_late(alliance, state=state)
    assert escalations.escalate() == 0
    assert (told(), steps()) == ([], [0])


def test_what_is_in_time_is_left_alone(alliance: Alliance) -> None:
    make_coordinator(alliance)
    make_late(alliance, days=-1)
    assert (escalations.escalate(), told()) == (0, [])


def test_a_crash_between_row_and_notice_leaves_neither(
    alliance: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_coordinator(alliance)
    make_late(alliance)

    def crash(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(notices, "tell", crash)
        assert escalations.escalate() == 0
    assert (told(), steps()) == ([], [0])
    escalations.escalate()
    assert (told(), steps()) == ([(user, "1 suggested pair")], [1])


def test_a_pair_that_comes_back_may_be_escalated_anew(alliance: Alliance) -> None:
    admin, pair = make_admin(), make_late(alliance)
    user = make_coordinator(alliance)
    escalations.escalate()
    decisions.defer(pair, by=admin)
    decisions.undo(pair, by=admin)
    assert steps() == [0]
    Suggestion.objects.update(due_at=timezone.now() - timedelta(days=1))
    escalations.escalate()
    assert told() == [(user, "1 suggested pair")] * 2


def test_one_who_cannot_be_told_keeps_it_from_nobody_else(
    alliance: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, colleague = make_coordinator(alliance), make_coordinator(alliance)
    make_late(alliance)
    real = notices.tell

    def fail_for_one(kind: NoticeKind, *, user: User, **said: Any) -> Any:
        if user == broken:
            raise RuntimeError
        return real(kind, user=user, **said)

    monkeypatch.setattr(notices, "tell", fail_for_one)
    escalations.escalate()
    assert (told(), steps()) == ([(colleague, "1 suggested pair")], [1])
