"""Silent owners are asked once, and their listings are paused once if they do not answer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.factories import (
    make_enterprise,
    make_member,
    make_offer,
)
from tests.marketplace.ageing import aged, offer_of, said, steps
from ydeu.accounts.models import User
from ydeu.marketplace import freshness, listings
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.transitions import LostRace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "every_day_is_worked")]

TODAY = timezone.localdate()


@pytest.fixture
def owner() -> User:
    return make_member(make_enterprise(), language="en")


class TestSilence:
    def test_a_silent_owner_is_asked_once(self, owner: User) -> None:
        offer = offer_of(owner, 91)

        freshness.sweep()
        freshness.sweep()

        until = TODAY + timedelta(days=10)
        assert said() == [("listing_asked", f"/offers/{offer.pk}/standing/")]
        assert Notice.objects.get().context["until"] == until.isoformat()
        assert steps(offer) == [("published", "published", "asked")]

    @pytest.mark.parametrize("life", ["changed_at", "updated_at", "published_at", "confirmed_at"])
    def test_an_owner_who_was_active_is_not(self, owner: User, life: str) -> None:
        offer_of(owner, 91, **{life: timezone.now() - timedelta(days=89)})

        freshness.sweep()

        assert said() == []

    def test_who_logs_in_is_not_silent(self, owner: User) -> None:
        offer_of(owner, 91)
        colleague = make_member(owner.memberships.get().enterprise)
        User.objects.filter(pk=colleague.pk).update(last_login=timezone.now() - timedelta(days=89))

        freshness.sweep()

        assert said() == []

    def test_how_long_is_a_setting(self, owner: User, settings: Settings) -> None:
        settings.LISTINGS_SILENT_DAYS = 10
        offer_of(owner, 11)

        freshness.sweep()

        assert [kind for kind, _url in said()] == ["listing_asked"]

    def test_a_yes_starts_the_time_again(self, owner: User) -> None:
        offer = offer_of(owner, 91)
        freshness.sweep()

        freshness.confirm(Offer.objects.get(), by=owner)
        freshness.sweep()

        assert Offer.objects.get().asked_at is None
        assert steps(offer)[1:] == [("published", "published", "confirmed")]
        assert len(said()) == 1

    def test_without_an_answer_it_is_paused_and_its_owner_told_once(self, owner: User) -> None:
        offer = offer_of(owner, 91, asked_at=timezone.now() - timedelta(days=11))

        freshness.sweep()
        freshness.sweep()

        assert said() == [("listing_paused", f"/offers/{offer.pk}/standing/")]
        assert steps(offer) == [("published", "paused", "")]

    def test_the_days_of_an_answer_are_waited_for(self, owner: User) -> None:
        offer_of(owner, 91, asked_at=timezone.now() - timedelta(days=9))

        freshness.sweep()

        assert (said(), Offer.objects.get().state) == ([], "published")

    def test_an_answer_of_the_last_moment_counts(self, owner: User) -> None:
        offer = offer_of(owner, 91, asked_at=timezone.now() - timedelta(days=11))
        freshness.confirm(Offer.objects.get(), by=owner)

        with pytest.raises(LostRace):
            freshness.lapse(offer)

        assert (said(), Offer.objects.get().state) == ([], "published")

    def test_who_edits_has_answered(self, owner: User) -> None:
        offer = offer_of(owner, 91, asked_at=timezone.now())

        listings.save_draft(offer, by=owner, fields=["title"])

        assert Offer.objects.get().asked_at is None

    def test_who_publishes_it_again_has_answered(self, owner: User) -> None:
        offer = offer_of(owner, 91, state=State.PAUSED, asked_at=timezone.now())

        listings.resume(offer, by=owner)

        stored = Offer.objects.get()
        assert (stored.state, stored.asked_at) == ("published", None)
        assert stored.confirmed_at is not None


class TestPuttingAway:
    @pytest.mark.parametrize("days", [729, 731])
    @pytest.mark.parametrize("state", State)
    def test_two_years_after_the_end(self, state: State, days: int) -> None:
        offer = aged(make_offer(state=state), days, valid_until=TODAY - timedelta(days=days))

        freshness.sweep()

        ended = {State.EXPIRED, State.FULFILLED, State.WITHDRAWN, State.REJECTED, State.PAUSED}
        gone = days == 731 and state in ended
        assert Offer.objects.get().state == ("archived" if gone else state)
        assert steps(offer) == ([(state, "archived", "")] if gone else [])

    @pytest.mark.parametrize(("days", "state"), [(179, "paused"), (181, "archived")])
    def test_or_when_nobody_ever_answered(self, days: int, state: str) -> None:
        aged(make_offer(state=State.PAUSED), days, asked_at=timezone.now() - timedelta(days=days))

        freshness.sweep()

        assert Offer.objects.get().state == state

    @pytest.mark.parametrize("asked_days_ago", [None, 300])
    def test_what_its_owner_paused_stays(self, owner: User, asked_days_ago: int | None) -> None:
        asked = timezone.now() - timedelta(days=asked_days_ago) if asked_days_ago else None
        offer = offer_of(owner, 301, asked_at=asked)
        listings.pause(offer, by=owner)
        aged(offer, 300)

        freshness.sweep()

        assert (Offer.objects.get().state, Offer.objects.get().asked_at, said()) == ("paused", None, [])

    def test_its_people_are_told_once(self, owner: User) -> None:
        offer = offer_of(owner, 181, state=State.PAUSED, asked_at=timezone.now() - timedelta(days=181))

        freshness.sweep()
        freshness.sweep()

        assert said() == [("listing_archived", f"/offers/{offer.pk}/standing/")]
        assert compose(Notice.objects.get()).subject.startswith("Archived: Lithium")

    def test_an_answer_of_the_last_moment_keeps_it(self, owner: User) -> None:
        offer = offer_of(owner, 181, state=State.PAUSED, asked_at=timezone.now() - timedelta(days=181))
        listings.save_draft(Offer.objects.get(), by=owner, fields=["title"])

        with pytest.raises(LostRace):
            freshness.put_away(offer)

        assert (said(), Offer.objects.get().state) == ([], "paused")
