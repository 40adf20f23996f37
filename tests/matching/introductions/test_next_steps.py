from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from matching import tasks
from matching.introductions import next_steps, pipeline
from matching.introductions.reminders import steps
from matching.models import Introduction, IntroductionStep
from tests.matching.introduced import Cast, happened, make_cast, make_introduction, stored, told
from ydeu.marketplace.enums import Visibility
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def agree(cast: Cast, introduction: Introduction, assignee: str = "offer", due_on: date = TODAY) -> None:
    next_steps.agree(introduction, by=cast.buyer, text="Send a sample", assignee=assignee, due_on=due_on)


def test_one_step_at_a_time(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    agree(cast, introduction)
    agree(cast, introduction, assignee="demand")
    assert introduction.next_step is not None
    assert introduction.next_step.assignee == "demand"
    first = introduction.steps.earliest("pk")
    assert (first.ended_at is not None, first.is_done) == (True, False)
    next_steps.finish(introduction, by=cast.seller)
    assert introduction.next_step is None
    assert introduction.steps.latest("pk").is_done
    assert [what for what, *_states in happened(introduction)] == [
        "moved",
        "step_set",
        "step_set",
        "step_done",
    ]
    with pytest.raises(next_steps.NotAStep):
        next_steps.finish(introduction, by=cast.seller)


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"assignee": "nobody"}, {"due_on": TODAY - timedelta(days=2)}]
)
def test_what_is_no_step_leaves_no_trace(wrong: dict[str, object], cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    before = stored()
    details: dict[str, Any] = {"text": "Call", "assignee": "offer", "due_on": TODAY, **wrong}
    with pytest.raises(next_steps.NotAStep):
        next_steps.agree(introduction, by=cast.buyer, **details)
    assert stored() == before


@pytest.mark.parametrize(
    ("assignee", "who"), [("offer", "seller"), ("demand", "buyer"), ("coordinator", "demand_coordinator")]
)
def test_who_is_to_do_it_is_reminded_once_on_the_day(assignee: str, who: str, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    agree(cast, introduction, assignee=assignee, due_on=TODAY + timedelta(days=3))
    assert steps.remind(NOW + timedelta(days=2)) == 0
    assert steps.remind(NOW + timedelta(days=3)) == 1
    assert steps.remind(NOW + timedelta(days=4)) == 0
    assert told() == [("introduction_step", cast.person(who))]
    context = Notice.objects.get().context
    assert (context["step"], context["due_on"]) == (
        "Send a sample",
        (TODAY + timedelta(days=3)).isoformat(),
    )


def test_a_step_is_not_spelled_out_in_the_mail_of_an_anonymous_pair() -> None:
    cast = make_cast(visibility=Visibility.ANONYMOUS)
    agree(cast, make_introduction(cast, "connected"))
    tasks.remind_steps()
    assert Notice.objects.get().context["step"] == ""


def test_what_rests_or_is_done_reminds_nobody(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    agree(cast, introduction)
    pipeline.rest(introduction, by=cast.buyer)
    Notice.objects.all().delete()
    tasks.remind_steps()
    assert told() == []
    pipeline.wake(introduction, by=cast.buyer)
    Notice.objects.all().delete()
    tasks.remind_steps()
    tasks.remind_steps()
    assert told() == [("introduction_step", cast.seller)]
    IntroductionStep.objects.all().delete()
    tasks.remind_steps()
    assert len(told()) == 1
