"""Two timed tasks or two people compete for an introduction: every change happens once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching.introductions import contracts, lifecycle, next_steps, pipeline
from matching.introductions.reminders import follow_ups, steps, unanswered
from matching.models import Introduction, IntroductionContract
from tests.matching.introduced import make_cast, make_introduction, told
from tests.matching.review.test_race import Act, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("every_day_is_worked")
def test_four_clocks_remind_and_ask_once() -> None:
    introduction = make_introduction(make_cast())
    later = timezone.now() + timedelta(days=11)
    all_at_once([lambda: unanswered.remind(later) for _ in range(4)])
    assert [kind for kind, _user in told()] == ["introduction_reminder"] * 2
    all_at_once([lambda: unanswered.let_rest(later + timedelta(days=11)) for _ in range(4)])
    assert introduction.events.filter(to_state="dormant").count() == 1

    cast = make_cast()
    signed = make_introduction(cast, "negotiating")
    today = timezone.localdate()
    next_steps.agree(signed, by=cast.buyer, text="Call", assignee="offer", due_on=today)
    all_at_once([lambda: steps.remind(timezone.now()) for _ in range(4)])
    assert [kind for kind, _user in told()] == ["introduction_step"]
    contracts.sign(signed, by=cast.buyer, mode="license", signed_on=today, amount_band="10_50")
    all_at_once([lambda: follow_ups.remind(later + timedelta(days=190)) for _ in range(4)])
    assert [kind for kind, _user in told() if kind == "introduction_follow_up"] == [
        "introduction_follow_up"
    ] * 2


def test_two_people_sign_and_one_contract_stands() -> None:
    cast = make_cast()
    pk = make_introduction(cast, "negotiating").pk

    def sign(role: str) -> Act:
        mine, by = Introduction.objects.get(pk=pk), cast.person(role)
        return lambda: contracts.sign(
            mine, by=by, mode="license", signed_on=timezone.localdate(), amount_band="10_50"
        )

    got_through = all_at_once([sign(role) for role in ("seller", "buyer", "admin", "offer_coordinator")])
    assert sorted(got_through) == [False, False, False, True]
    assert IntroductionContract.objects.get().follow_ups.count() == 4


def test_an_answer_and_the_clock_that_gives_up_do_not_both_count() -> None:
    cast = make_cast()
    introduction = make_introduction(cast)
    later = timezone.now() + timedelta(days=11)
    unanswered.remind(later)
    side = introduction.sides.get(side="offer")
    all_at_once(
        [
            lambda: lifecycle.accept(Introduction.objects.get(pk=introduction.pk), side, by=cast.seller),
            lambda: unanswered.let_rest(later + timedelta(days=11)),
            lambda: pipeline.close(
                Introduction.objects.get(pk=introduction.pk), by=cast.admin, reason="silent"
            ),
        ]
    )
    introduction.refresh_from_db()
    last = introduction.events.latest("pk")
    assert introduction.state == last.to_state
    events = introduction.events.filter(what="moved").exclude(from_state="")
    assert events.count() == 1
