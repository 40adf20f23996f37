from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar
from pytest_django import Settings

from matching.introductions import contracts, meetings, pipeline
from matching.introductions.meeting_calendar import calendar_of
from matching.models import Introduction, IntroductionMeeting
from tests.matching.introduced import SECRET, Cast, happened, make_cast, make_introduction, stored, told
from ydeu.accounts.models import User
from ydeu.notices.models import Notice
from ydeu.notices.wording import spoken

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHEN = (timezone.now() + timedelta(days=9)).replace(second=0, microsecond=0)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def plan(cast: Cast, introduction: Introduction, **details: Any) -> IntroductionMeeting:
    usual: dict[str, Any] = {
        "starts_at": WHEN,
        "minutes": 90,
        "place": f"At {SECRET}",
        "agenda": "Samples, prices",
    }
    return meetings.plan(introduction, by=cast.seller, **{**usual, **details})


def test_the_others_are_told_when_but_not_where(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    plan(cast, introduction)
    assert told() == [("introduction_meeting", cast.buyer), ("introduction_meeting", cast.demand_coordinator)]
    day = timezone.localtime(WHEN).strftime("%Y-%m-%d %H:%M")
    notice = Notice.objects.earliest("pk")
    assert notice.context["starts_at"] == {"zh-hans": f"{day}（北京时间）", "en": f"{day} (Asia/Shanghai)"}
    assert f"At {SECRET}" not in str(notice.context)
    assert introduction.events.latest("pk").note == day


def test_a_meeting_that_is_to_come_is_moved_and_can_be_cancelled(cast: Cast) -> None:
    introduction = make_introduction(cast, "meeting")
    first = plan(cast, introduction)
    second = plan(cast, introduction, starts_at=WHEN + timedelta(days=1))
    assert (first.pk, first.sequence) == (second.pk, 0)
    assert (second.sequence, second.starts_at) == (1, WHEN + timedelta(days=1))
    meetings.cancel(introduction, by=cast.buyer)
    cancelled = IntroductionMeeting.objects.get()
    assert (cancelled.sequence, cancelled.cancelled_at is not None) == (2, True)
    assert [what for what, *_states in happened(introduction)][1:] == [
        "meeting_planned",
        "meeting_moved",
        "meeting_cancelled",
    ]
    with pytest.raises(meetings.NotAMeeting):
        meetings.cancel(introduction, by=cast.buyer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": timezone.now() - timedelta(minutes=1)},
        {"minutes": 0},
        {"minutes": 25 * 60},
        {"place": " ", "link": ""},
    ],
)
def test_what_is_no_meeting_leaves_no_trace(wrong: dict[str, object], cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    before = stored()
    with pytest.raises(meetings.NotAMeeting):
        plan(cast, introduction, **wrong)
    assert stored() == before


def test_the_calendar_file_says_what_a_calendar_needs(cast: Cast, settings: Settings) -> None:
    settings.SITE_URL = "https://exchange.example.org"
    introduction = make_introduction(cast, "connected")
    starts_at = datetime(2031, 5, 6, 6, 30, tzinfo=UTC)
    meeting = plan(cast, introduction, starts_at=starts_at, place="", link="https://call.example.org/7")
    calendar = Calendar.from_ical(calendar_of(meeting))
    (event,) = calendar.walk("VEVENT")
    page = f"https://exchange.example.org/introductions/{introduction.pk}/"
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert {name: str(event[name]) for name in ("UID", "SUMMARY", "LOCATION", "URL", "STATUS")} == {
        "UID": f"meeting-{meeting.pk}@exchange.example.org",
        "SUMMARY": "Meeting: A demand ↔ An offer",
        "LOCATION": "https://call.example.org/7",
        "URL": "https://call.example.org/7",
        "STATUS": "CONFIRMED",
    }
    assert str(event["DESCRIPTION"]) == f"Samples, prices\n\n{page}"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        starts_at,
        starts_at + timedelta(minutes=90),
    )
    assert event.decoded("SEQUENCE") == 0
    meetings.cancel(introduction, by=cast.seller)
    meeting.refresh_from_db()
    cancelled = Calendar.from_ical(calendar_of(meeting))
    assert (str(cancelled["METHOD"]), str(cancelled.walk("VEVENT")[0]["STATUS"])) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize("end", ["close", "sign"])
def test_the_end_of_an_introduction_calls_its_meeting_off_and_says_so(end: str, cast: Cast) -> None:
    introduction = make_introduction(cast, "negotiating")
    plan(cast, introduction)
    Notice.objects.all().delete()
    if end == "close":
        pipeline.close(introduction, by=cast.buyer, reason="price")
    else:
        today = timezone.localdate()
        contracts.sign(introduction, by=cast.buyer, mode="license", signed_on=today, amount_band="10_50")
    assert IntroductionMeeting.objects.get().cancelled_at is not None
    others = (cast.seller, cast.demand_coordinator)
    kinds = ("introduction_meeting", "introduction_moved")
    assert told() == [(kind, user) for kind in kinds for user in others]
    assert [what for what, *_states in happened(introduction)][-2:] == ["meeting_cancelled", "moved"]


def test_a_meeting_of_what_is_put_to_rest_is_off(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    plan(cast, introduction)
    pipeline.rest(introduction, by=cast.buyer)
    assert meetings.coming(introduction) is None


def test_the_file_of_a_cancelled_meeting_stays_at_hand_until_its_day(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    meeting = plan(cast, introduction)
    meetings.cancel(introduction, by=cast.seller)
    client.force_login(cast.buyer)
    page = client.get(introduction.get_absolute_url()).content.decode()
    assert "Take it out of my calendar" in page
    assert f'href="{meeting.get_absolute_url()}"' in page
    assert f"{introduction.get_absolute_url()}cancel-meeting/" not in page


def test_after_cancelling_and_planning_again_every_cancelled_file_can_still_be_had(
    client: Client, cast: Cast
) -> None:
    introduction = make_introduction(cast, "connected")
    cancelled = []
    for days in (0, 1, 2):
        cancelled.append(plan(cast, introduction, starts_at=WHEN + timedelta(days=days)))
        meetings.cancel(introduction, by=cast.seller)
    again = plan(cast, introduction, starts_at=WHEN + timedelta(days=3))
    client.force_login(cast.buyer)
    page = client.get(introduction.get_absolute_url()).content.decode()
    assert page.count("Take it out of my calendar") == 3
    assert page.count("Add to my calendar") == 1
    for meeting in (*cancelled, again):
        assert f'href="{meeting.get_absolute_url()}"' in page
    for meeting, method in [*((each, "CANCEL") for each in cancelled), (again, "PUBLISH")]:
        answer = client.get(meeting.get_absolute_url())
        assert str(Calendar.from_ical(answer.content)["METHOD"]) == method
        assert answer["Content-Type"] == f"text/calendar; charset=utf-8; method={method}"


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("YDEU Exchange <exchange@example.org>", "YDEU Exchange"),
        ("exchange@example.org", None),
        ('"Union, the" <exchange@example.org>', "Union, the"),
    ],
)
@pytest.mark.parametrize("cancelled", [False, True], ids=["publish", "cancel"])
def test_the_organizer_is_the_site(
    cancelled: bool, sender: str, name: str | None, cast: Cast, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = sender
    introduction = make_introduction(cast, "connected")
    meeting = plan(cast, introduction)
    if cancelled:
        meetings.cancel(introduction, by=cast.seller)
        meeting.refresh_from_db()
    (event,) = Calendar.from_ical(calendar_of(meeting)).walk("VEVENT")
    assert str(event["ORGANIZER"]) == "mailto:exchange@example.org"
    assert event["ORGANIZER"].params.get("CN") == name


def test_the_subjects_tell_planned_moved_changed_and_cancelled_apart(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    plan(cast, introduction)
    plan(cast, introduction, starts_at=WHEN + timedelta(days=1))
    plan(cast, introduction, starts_at=WHEN + timedelta(days=1), place="Elsewhere")
    meetings.cancel(introduction, by=cast.seller)
    first, second = (spell(WHEN + timedelta(days=days)) for days in (0, 1))
    assert subjects_to(cast.buyer, "en") == [
        f"Meeting planned, {first} (Asia/Shanghai): A demand",
        f"Meeting moved, from {first} to {second} (Asia/Shanghai): A demand",
        f"Meeting changed, {second} (Asia/Shanghai): A demand",
        f"Meeting cancelled, {second} (Asia/Shanghai): A demand",
    ]
    assert subjects_to(cast.buyer, "zh-hans") == [
        f"已安排会面，{first}（北京时间）：A demand",
        f"会面已改期，从 {first} 改到 {second}（北京时间）：A demand",
        f"会面信息已更改，{second}（北京时间）：A demand",
        f"会面已取消，{second}（北京时间）：A demand",
    ]
    assert introduction.events.filter(what="meeting_moved").get().note == f"{first} → {second}"


def spell(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def subjects_to(user: User, language: str) -> list[str]:
    with override(language):
        return [
            render_to_string("emails/introduction_meeting.subject.txt", spoken(notice.context)).strip()
            for notice in Notice.objects.filter(recipient=user).order_by("pk")
        ]


def test_nobody_plans_again_and_again_because_each_time_mails_go_out(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    for day in range(meetings.MOST_A_DAY):
        plan(cast, introduction, starts_at=WHEN + timedelta(days=day))
    before = stored()

    with pytest.raises(meetings.NotAMeeting, match="10 times today"):
        plan(cast, introduction)

    assert stored() == before
    meetings.cancel(introduction, by=cast.seller)
    introduction.events.update(at=timezone.now() - timedelta(days=1))
    plan(cast, introduction)
