"""A suggestion becomes an introduction, a meeting, a contract and, a year later, a success: only by pages.

To let days pass, the test moves the stored dates back and calls the real timed task.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client
from django.utils import timezone

from matching import tasks
from matching.models import FollowUp, Introduction, IntroductionContract
from tests import factories
from tests.matching.introduced import Cast, make_cast
from ydeu.accounts.models import User
from ydeu.notices import delivery
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def cast() -> Cast:
    people = make_cast()
    User.objects.update(language="en")
    return people


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def mails() -> dict[str, list[str]]:
    """Send all e-mails that wait. Returns their subjects by address."""
    Notice.objects.update(not_before=timezone.now() - timedelta(minutes=1))
    mail.outbox.clear()
    delivery.deliver_due()
    found: dict[str, list[str]] = {}
    for sent in mail.outbox:
        found.setdefault(sent.to[0], []).append(str(sent.subject))
    return found


def half_a_year_passes() -> None:
    for follow_up in FollowUp.objects.all():
        FollowUp.objects.filter(pk=follow_up.pk).update(due_on=follow_up.due_on - timedelta(days=183))


def test_from_a_suggestion_to_a_contract_and_what_became_of_it(cast: Cast) -> None:
    seller, buyer = browser_of(cast.seller), browser_of(cast.buyer)
    coordinator = browser_of(cast.demand_coordinator)
    pair = factories.make_suggestion(offer=cast.offer, demand=cast.demand)

    coordinator.post(f"/review/{pair.pk}/approve/")
    url = Introduction.objects.get().get_absolute_url()
    assert mails() == {
        cast.seller.email: ["A possible partner for An offer"],
        cast.buyer.email: ["A possible partner for A demand"],
    }

    for client in (seller, buyer):
        client.post(f"{url}answer/", {"answer": "accepted"})
    seller.post(f"{url}messages/", {"text": "Shall we meet in Suzhou?"})
    assert "Shall we meet in Suzhou?" in buyer.get(f"{url}messages/").content.decode()
    mails()

    in_a_week = timezone.localtime() + timedelta(days=7)
    buyer.post(
        f"{url}plan-meeting/",
        {"starts_at": in_a_week.strftime("%Y-%m-%dT%H:%M"), "minutes": 60, "place": "Suzhou"},
    )
    when = f"{in_a_week:%Y-%m-%d %H:%M} (Asia/Shanghai)"
    assert mails() == {
        cast.seller.email: [f"Meeting planned, {when}: An offer"],
        cast.demand_coordinator.email: [f"Meeting planned, {when}: A demand"],
    }
    today = timezone.localdate().isoformat()
    buyer.post(f"{url}meet/")
    seller.post(f"{url}mark-nda/", {"signed_on": today})
    coordinator.post(f"{url}negotiate/")
    coordinator.post(f"{url}set-step/", {"text": "Draft", "assignee": "offer", "due_on": today})
    mails()
    tasks.remind_steps()
    assert mails() == {cast.seller.email: ["Due: the next step for An offer"]}
    buyer.post(f"{url}sign/", {"mode": "joint_development", "signed_on": today, "amount_band": "200_1000"})
    assert IntroductionContract.objects.get().mode == "joint_development"
    for client in (seller, buyer):
        client.post(f"{url}tell-story/", {"may_be_told": "yes"})
    mails()
    tasks.ask_follow_ups()
    assert mails() == {}

    for months, answer in ((6, "cooperating"), (12, "results")):
        half_a_year_passes()
        tasks.ask_follow_ups()
        tasks.ask_follow_ups()
        assert mails() == {
            cast.seller.email: ["What has become of it? An offer"],
            cast.buyer.email: ["What has become of it? A demand"],
        }
        for sent in mail.outbox:
            link = re.search(rf"(/follow-ups/\S+)\?answer={answer}", str(sent.body))
            assert link
            nobody = Client()
            assert nobody.get(f"{link[1]}?answer={answer}").status_code == 200
            assert nobody.post(link[1], {"answer": answer}).status_code == 200
        kept = FollowUp.objects.filter(months=months).values_list("side", "answer")
        assert sorted(kept) == [("demand", answer), ("offer", answer)]

    history = coordinator.get(f"{url}?history=all").content.decode()
    for line in (
        "Offer side: Accepted",
        "Meeting planned",
        "Confidentiality",
        "Negotiating",
        "Contract signed",
    ):
        assert line in history
    steps = list(Introduction.objects.get().events.filter(what="moved").values_list("to_state", flat=True))
    assert steps == ["consent_pending", "meeting", "negotiating", "contract_signed"]


@pytest.mark.usefixtures("every_day_is_worked")
def test_an_owner_goes_silent_and_comes_back(cast: Cast) -> None:
    seller, buyer = browser_of(cast.seller), browser_of(cast.buyer)
    pair = factories.make_suggestion(offer=cast.offer, demand=cast.demand)
    browser_of(cast.demand_coordinator).post(f"/review/{pair.pk}/approve/")
    url = Introduction.objects.get().get_absolute_url()
    buyer.post(f"{url}answer/", {"answer": "accepted"})
    mails()

    ten_days_pass()
    tasks.remind_silent()
    tasks.remind_silent()
    assert mails() == {cast.seller.email: ["Your answer is still missing: An offer"]}

    ten_days_pass()
    tasks.remind_silent()
    tasks.remind_silent()
    assert mails() == {
        cast.seller.email: ["Put to rest: An offer"],
        cast.buyer.email: ["Put to rest: A demand"],
        cast.demand_coordinator.email: ["Put to rest: A demand"],
    }
    assert Introduction.objects.get().state == "dormant"
    late = seller.post(f"{url}answer/", {"answer": "accepted"}, follow=True)
    assert "no longer waits for an answer" in late.content.decode()

    assert "Take up again" in seller.get(url).content.decode()
    seller.post(f"{url}wake/")
    tasks.remind_silent()
    assert Introduction.objects.get().state == "consent_pending"
    seller.post(f"{url}answer/", {"answer": "accepted"})
    assert Introduction.objects.get().state == "connected"
    assert "contact" in seller.get(url).content.decode()


def ten_days_pass() -> None:
    introduction = Introduction.objects.get()
    ten_days = timedelta(days=10)
    Introduction.objects.update(waiting_since=introduction.waiting_since - ten_days)
    introduction.sides.update(reminded_at=F("reminded_at") - ten_days)
