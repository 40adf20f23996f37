from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from matching.introductions import meetings
from matching.models import FollowUp, IntroductionContract
from tests.matching.introduced import Cast, make_cast, make_introduction
from ydeu.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = timezone.localdate()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.slow
def test_each_action_of_the_page_has_its_own_page(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "negotiating")
    client.force_login(cast.buyer)
    actions = client.get(introduction.get_absolute_url()).context["actions"]
    assert [str(action) for action in actions] == [
        "sign",
        "close",
        "rest",
        "plan_meeting",
        "cancel_meeting",
        "set_step",
        "finish_step",
        "mark_nda",
    ]
    for action in actions:
        url = f"{introduction.get_absolute_url()}{action.replace('_', '-')}/"
        assert f"<h1>{action.label}</h1>" in page(client, cast.buyer, url)


@pytest.mark.slow
def test_from_the_first_step_to_the_contract_on_the_pages(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    url = introduction.get_absolute_url()
    client.force_login(cast.buyer)
    in_a_week = (timezone.localtime() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    for action, data in [
        ("set-step", {"text": "Send drawings", "assignee": "offer", "due_on": TODAY.isoformat()}),
        ("finish-step", {}),
        ("mark-nda", {"signed_on": TODAY.isoformat()}),
        (
            "plan-meeting",
            {"starts_at": in_a_week, "minutes": 60, "place": "Hefei"},
        ),
        ("meet", {}),
        ("negotiate", {}),
        ("sign", {"mode": "license", "signed_on": TODAY.isoformat(), "amount_band": "50_200"}),
        ("tell-story", {"may_be_told": "yes"}),
    ]:
        response = client.post(f"{url}{action}/", data)
        assert (response.status_code, response["Location"]) == (302, url), action
    shown = page(client, cast.buyer, url)
    for text in ("Contract", "Technology licence", "¥500,000 to 2 million", "agrees that the contract"):
        assert text in shown
    assert "agrees that the contract" not in page(client, cast.seller, url)
    assert IntroductionContract.objects.get().amount_band == "50_200"
    assert introduction.sides.get(side="demand").may_be_told is True


@pytest.mark.parametrize(
    ("action", "data", "kept"),
    [
        ("close", {"reason": "other", "note": ""}, 'value="other"'),
        ("set-step", {"text": "Send drawings", "assignee": "offer", "due_on": "2020-01-01"}, "Send drawings"),
        ("mark-nda", {"signed_on": "2999-01-01"}, "2999-01-01"),
        ("plan-meeting", {"starts_at": "2020-01-01T10:00", "minutes": 60, "place": "Hefei"}, "Hefei"),
        ("plan-meeting", {"starts_at": "2999-01-01T10:00", "minutes": 60, "agenda": "Prices"}, "Prices"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    action: str, data: dict[str, str], kept: str, client: Client, cast: Cast
) -> None:
    introduction = make_introduction(cast, "connected")
    client.force_login(cast.buyer)
    response = client.post(f"{introduction.get_absolute_url()}{action}/", data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert kept in response.content.decode()
    introduction.refresh_from_db()
    assert introduction.state == "connected"


def test_what_comes_too_late_is_told_politely(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "closed_no_deal")
    client.force_login(cast.buyer)
    response = client.post(f"{introduction.get_absolute_url()}meet/", follow=True)
    assert "not possible at this stage" in response.content.decode()


def test_the_wrong_role_and_the_stranger(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "contract_signed")
    url = f"{introduction.get_absolute_url()}tell-story/"
    for role, status in [("offer_coordinator", 403), ("other_coordinator", 404), ("stranger", 404)]:
        client.force_login(cast.person(role))
        assert client.post(url, {"may_be_told": "yes"}).status_code == status, role
    assert set(introduction.sides.values_list("may_be_told", flat=True)) == {None}


def test_the_reason_of_the_end_is_for_both_and_the_note_for_coordinators(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "meeting")
    client.force_login(cast.seller)
    client.post(
        f"{introduction.get_absolute_url()}close/", {"reason": "price", "note": "They asked for half."}
    )
    for user, reads in ((cast.buyer, False), (cast.seller, False), (cast.offer_coordinator, True)):
        shown = page(client, user, introduction.get_absolute_url())
        assert "Price or budget" in shown
        assert ("They asked for half." in shown) is reads


def test_the_calendar_file_is_for_who_takes_part(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    meeting = meetings.plan(
        introduction, by=cast.seller, starts_at=timezone.now() + timedelta(days=1), minutes=30, place="Hefei"
    )
    url = f"/introductions/meetings/{meeting.pk}/meeting.ics"
    assert client.get(url).status_code == 302
    for role in ("stranger", "other_coordinator"):
        client.force_login(cast.person(role))
        assert client.get(url).status_code == 404
    client.force_login(cast.buyer)
    assert url in page(client, cast.buyer, introduction.get_absolute_url())
    response = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert response.content.startswith(b"BEGIN:VCALENDAR")


def test_answers_about_a_contract_are_read_by_their_side_and_the_coordinators(
    client: Client, cast: Cast
) -> None:
    introduction = make_introduction(cast, "contract_signed")
    contract = IntroductionContract.objects.create(
        introduction=introduction, mode="license", signed_on=TODAY, amount_band="10_50"
    )
    FollowUp.objects.create(
        contract=contract,
        side="offer",
        months=6,
        due_on=TODAY,
        asked_at=timezone.now(),
        answer="results",
        text="A new line runs.",
    )
    for user, reads in ((cast.seller, True), (cast.buyer, False), (cast.demand_coordinator, True)):
        shown = page(client, user, introduction.get_absolute_url())
        assert ("A new line runs." in shown) is reads


def test_a_long_history_is_shown_in_full_when_asked_for(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    for number in range(40):
        introduction.events.create(to_state="connected", what="step_set", note=f"Step number {number}.")
    url = introduction.get_absolute_url()
    assert "Step number 9." not in page(client, cast.buyer, url)
    assert "Step number 39." in page(client, cast.buyer, url)
    assert "Step number 9." in page(client, cast.buyer, f"{url}?history=all")
