from datetime import date, timedelta

import pytest
from django.utils import timezone

from matching import tasks
from matching.introductions import contracts, follow_ups
from matching.introductions.reminders import follow_ups as reminders
from matching.models import FollowUp, IntroductionContract
from tests.matching.introduced import Cast, make_cast, make_introduction, stored, told
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def contract(cast: Cast) -> IntroductionContract:
    introduction = make_introduction(cast, "negotiating")
    signed = contracts.sign(
        introduction, by=cast.admin, mode="license", signed_on=timezone.localdate(), amount_band="10_50"
    )
    Notice.objects.all().delete()
    return signed


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert follow_ups.months_after(day, months) == expected


def test_each_side_is_asked_once_when_it_is_due(cast: Cast, contract: IntroductionContract) -> None:
    now = timezone.now()
    half_a_year, a_year = now + timedelta(days=190), now + timedelta(days=370)
    assert reminders.remind(now) == 0
    assert [reminders.remind(half_a_year), reminders.remind(half_a_year)] == [2, 0]
    assert [reminders.remind(a_year), reminders.remind(a_year)] == [2, 0]
    assert sorted(str(user) for _kind, user in told()) == ["Li Buyer"] * 2 + ["Wang Secret"] * 2
    assert {kind for kind, _user in told()} == {"introduction_follow_up"}
    assert sorted(Notice.objects.values_list("context__months", flat=True)) == [6, 6, 12, 12]
    first = FollowUp.objects.earliest("due_on")
    assert (first.asked_at, first.closes_at) == (half_a_year, half_a_year + timedelta(days=60))


@pytest.mark.parametrize(("months_ago", "asked"), [(0, [6, 12]), (9, [12]), (13, [12]), (15, [])])
def test_of_an_old_contract_only_what_is_still_of_use_is_asked(
    months_ago: int, asked: list[int], cast: Cast
) -> None:
    signed_on = follow_ups.months_after(timezone.localdate(), -months_ago)
    introduction = make_introduction(cast, "negotiating")
    contracts.sign(introduction, by=cast.admin, mode="license", signed_on=signed_on, amount_band="10_50")
    rows = FollowUp.objects.order_by("months").values_list("months", flat=True)
    assert sorted(set(rows)) == asked
    assert len(rows) == 2 * len(asked)


def test_the_link_leads_to_its_question_and_no_other_does(contract: IntroductionContract) -> None:
    reminders.remind(timezone.now() + timedelta(days=190))
    asked = FollowUp.objects.asked().earliest("pk")
    token = follow_ups.link_to(asked).split("/")[-2]
    assert follow_ups.of_token(token) == asked
    never_asked = FollowUp.objects.get(months=12, side="offer")
    assert follow_ups.of_token(follow_ups.link_to(never_asked).split("/")[-2]) is None
    assert follow_ups.of_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert follow_ups.of_token(str(asked.pk)) is None


def test_a_later_answer_takes_the_place_of_the_earlier_until_it_closes(
    contract: IntroductionContract,
) -> None:
    now = timezone.now()
    reminders.remind(now + timedelta(days=190))
    asked = FollowUp.objects.asked().earliest("pk")
    follow_ups.answer(asked, answer="cooperating", now=now + timedelta(days=191))
    follow_ups.answer(asked, answer="results", text="30 jobs", now=now + timedelta(days=192))
    assert (asked.answer, asked.text, asked.answered_at) == (
        "results",
        "30 jobs",
        now + timedelta(days=192),
    )
    events = contract.introduction.events.filter(what="follow_up_answered")
    assert list(events.values_list("side", "is_internal")) == [(asked.side, True)] * 2
    before = stored()
    with pytest.raises(follow_ups.Closed):
        follow_ups.answer(asked, answer="cooperating", now=now + timedelta(days=250))
    assert stored() == before


@pytest.mark.parametrize(("answer", "text"), [("", ""), ("maybe", "x"), ("ended", " ")])
def test_an_end_without_a_reason_is_no_answer(answer: str, text: str, contract: IntroductionContract) -> None:
    reminders.remind(timezone.now() + timedelta(days=190))
    asked = FollowUp.objects.asked().earliest("pk")
    before = stored()
    with pytest.raises(follow_ups.ReasonMissing):
        follow_ups.answer(asked, answer=answer, text=text)
    assert stored() == before


def test_a_side_that_says_it_has_ended_is_not_asked_again(contract: IntroductionContract) -> None:
    reminders.remind(timezone.now() + timedelta(days=190))
    follow_ups.answer(FollowUp.objects.get(months=6, side="offer"), answer="ended", text="Sold out")
    assert reminders.remind(timezone.now() + timedelta(days=370)) == 1
    assert FollowUp.objects.get(months=12, side="demand").asked_at is not None


def test_the_task_asks(contract: IntroductionContract) -> None:
    FollowUp.objects.filter(months=6).update(due_on=timezone.localdate())
    tasks.ask_follow_ups()
    tasks.ask_follow_ups()
    assert [kind for kind, _user in told()] == ["introduction_follow_up"] * 2
