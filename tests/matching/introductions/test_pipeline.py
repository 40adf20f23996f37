from datetime import timedelta

import pytest
from django.utils import timezone

from matching.introductions import lifecycle, next_steps, pipeline
from matching.models import Introduction, IntroductionMeeting
from tests.matching.introduced import Cast, happened, make_cast, make_introduction, stored, told
from ydeu.notices.models import Notice
from ydeu.transitions import LostRace, TransitionRefused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_move_is_told_to_all_but_who_made_it(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    pipeline.meet(introduction, by=cast.seller)
    assert told() == [
        ("introduction_moved", cast.buyer),
        ("introduction_moved", cast.demand_coordinator),
    ]
    assert Notice.objects.earliest("pk").context["state"] == {"zh-hans": "会面洽谈", "en": "Meeting"}
    assert happened(introduction)[-1] == ("moved", "connected", "meeting")
    assert introduction.events.latest("pk").actor == cast.seller


def test_when_the_one_who_opened_it_has_left_all_coordinators_are_told(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    cast.demand_coordinator.coordinates.all().delete()
    pipeline.meet(introduction, by=cast.seller)
    assert told() == [("introduction_moved", cast.buyer), ("introduction_moved", cast.offer_coordinator)]


@pytest.mark.parametrize("state", ["consent_pending", "connected", "meeting", "negotiating"])
def test_what_rested_goes_on_where_it_fell_asleep(state: str, cast: Cast) -> None:
    introduction = make_introduction(cast, state)
    pipeline.rest(introduction, by=cast.demand_coordinator)
    assert (introduction.state, introduction.slept_from) == ("dormant", state)
    pipeline.wake(introduction, by=cast.seller)
    introduction.refresh_from_db()
    assert (introduction.state, introduction.slept_from) == (state, "")
    assert happened(introduction)[-2:] == [("moved", state, "dormant"), ("moved", "dormant", state)]


def test_who_had_not_answered_has_the_full_time_once_more(cast: Cast) -> None:
    introduction = make_introduction(cast)
    long_ago = timezone.now() - timedelta(days=30)
    Introduction.objects.update(waiting_since=long_ago)
    introduction.sides.update(reminded_at=long_ago)
    pipeline.rest(introduction, by=cast.demand_coordinator)
    pipeline.wake(introduction, by=cast.buyer)
    introduction.refresh_from_db()
    assert timezone.now() - introduction.waiting_since < timedelta(minutes=1)
    assert list(introduction.sides.values_list("reminded_at", flat=True)) == [None, None]


def test_closing_has_a_reason_that_both_sides_hear(cast: Cast) -> None:
    introduction = make_introduction(cast, "negotiating")
    next_steps.agree(introduction, by=cast.buyer, text="Price", assignee="offer", due_on=timezone.localdate())
    IntroductionMeeting.objects.create(
        introduction=introduction, starts_at=timezone.now() + timedelta(days=1)
    )
    pipeline.close(introduction, by=cast.demand_coordinator, reason="other", note="They sued each other.")
    introduction.refresh_from_db()
    assert (introduction.state, introduction.close_reason, introduction.close_note) == (
        "closed_no_deal",
        "other",
        "They sued each other.",
    )
    assert told() == [
        (kind, person)
        for kind in ("introduction_meeting", "introduction_moved")
        for person in (cast.seller, cast.buyer)
    ]
    moved = Notice.objects.filter(kind="introduction_moved").earliest("pk")
    assert moved.context["reason"] == {"zh-hans": "其他", "en": "Other"}
    assert "sued" not in str(list(Notice.objects.values()))
    assert introduction.events.latest("pk").reason == "other"
    assert introduction.next_step is None
    assert IntroductionMeeting.objects.get().cancelled_at is not None


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("nonsense", "x"), ("other", " ")])
def test_an_end_without_a_reason_is_refused(reason: str, note: str, cast: Cast) -> None:
    introduction = make_introduction(cast, "meeting")
    before = stored()
    with pytest.raises(lifecycle.ReasonNeeded):
        pipeline.close(introduction, by=cast.seller, reason=reason, note=note)
    assert stored() == before


def test_a_page_that_was_opened_before_somebody_else_moved_it(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    stale = Introduction.objects.get(pk=introduction.pk)
    pipeline.meet(introduction, by=cast.seller)
    before = stored()
    with pytest.raises(TransitionRefused):
        pipeline.meet(stale, by=cast.buyer)
    assert stored() == before


def test_what_was_taken_back_cannot_be_moved(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    Introduction.objects.all().delete()
    with pytest.raises(LostRace):
        pipeline.meet(introduction, by=cast.seller)
