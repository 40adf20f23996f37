"""A listing is withdrawn or archived: introductions that wait for an answer end, and everybody is told."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from matching import tasks
from matching.introductions import lifecycle, pipeline, withdrawals
from matching.models import Introduction
from tests.matching.introduced import Cast, make_cast, make_introduction, told
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def read(introduction: Introduction) -> Introduction:
    return Introduction.objects.get(pk=introduction.pk)


def test_a_withdrawal_ends_what_waits_for_answers(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    introduction = make_introduction(cast)
    lifecycle.accept(introduction, introduction.sides.get(side="offer"), by=cast.seller)
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        listings.withdraw(cast.demand, by=cast.buyer)
    now = read(introduction)
    assert (now.state, now.close_reason) == ("closed_no_deal", "withdrawn")
    event = introduction.events.latest("pk")
    assert (event.actor, event.from_state, event.reason) == (None, "consent_pending", "withdrawn")
    assert told() == [
        ("introduction_moved", cast.seller),
        ("introduction_moved", cast.buyer),
        ("introduction_moved", cast.demand_coordinator),
    ]
    assert "信息已撤回" in str(compose(Notice.objects.earliest("pk")).body)


@pytest.mark.parametrize("state", ["withdrawn", "archived"])
def test_what_was_put_away_unseen_is_found_by_the_clock(state: str, cast: Cast) -> None:
    introduction = make_introduction(cast)
    Demand.objects.update(state=state)
    tasks.remind_silent()
    tasks.remind_silent()
    assert read(introduction).state == "closed_no_deal"
    assert introduction.events.count() == 2


@pytest.mark.parametrize("state", ["paused", "expired", "fulfilled", "published"])
def test_what_may_come_back_ends_nothing(state: str, cast: Cast) -> None:
    introduction = make_introduction(cast)
    Demand.objects.update(state=state)
    assert withdrawals.end_all() == 0
    assert read(introduction).state == "consent_pending"


def test_what_sleeps_since_it_waited_ends_too(cast: Cast) -> None:
    introduction = make_introduction(cast)
    pipeline.rest(introduction, by=cast.admin)
    Demand.objects.update(state="withdrawn")
    assert withdrawals.end_all() == 1
    assert read(introduction).state == "closed_no_deal"
    steps = introduction.events.order_by("-pk").values_list("from_state", "to_state")[:2]
    assert list(steps) == [("consent_pending", "closed_no_deal"), ("dormant", "consent_pending")]


@pytest.mark.parametrize("state", ["connected", "meeting", "negotiating", "contract_signed"])
def test_who_is_connected_goes_on_without_the_listing(state: str, cast: Cast) -> None:
    introduction = make_introduction(cast, state)
    Demand.objects.update(state="withdrawn")
    assert withdrawals.end_all() == 0
    assert read(introduction).state == state
