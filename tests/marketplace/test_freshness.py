"""What ends is said before, who is silent is asked, what nobody answers for leaves: each exactly once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.factories import (
    make_enterprise,
    make_member,
    make_offer,
    make_published_demand,
    make_published_offer,
)
from ydeu.accounts.models import User
from ydeu.marketplace import freshness, listings, tasks
from ydeu.marketplace.models import Demand, Listing, Offer
from ydeu.marketplace.states import State
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError, LostRace, TransitionRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TODAY = timezone.localdate()


@pytest.fixture
def owner() -> User:
    return make_member(make_enterprise(), language="en")


def aged(listing: Listing, days: int, **changes: Any) -> Any:
    """As if nobody had touched it for so many days."""
    moment = timezone.now() - timedelta(days=days)
    times = {"changed_at": moment, "updated_at": moment, "published_at": moment}
    type(listing)._default_manager.filter(pk=listing.pk).update(**{**times, **changes})
    listing.refresh_from_db()
    return listing


def offer_of(owner: User, days: int = 0, **changes: Any) -> Offer:
    offer = make_published_offer(
        enterprise=owner.memberships.get().enterprise, created_by=owner, moderated_revision=1
    )
    found: Offer = aged(offer, days, **changes)
    return found


def said() -> list[tuple[str, str]]:
    return [(notice.kind, notice.url) for notice in Notice.objects.order_by("pk")]


def steps(listing: Any) -> list[tuple[str, str, str]]:
    return [(event.from_state, event.to_state, event.step) for event in listing.events.all()]


class TestTheEnd:
    @pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (14, True), (15, False)])
    def test_is_said_fourteen_days_before_and_once(self, owner: User, days: int, is_told: bool) -> None:
        offer = offer_of(owner, valid_until=TODAY + timedelta(days=days))

        freshness.sweep()
        freshness.sweep()

        page = f"/offers/{offer.pk}/standing/"
        assert said() == ([("listing_ending", page)] if is_told else [])
        assert steps(offer) == ([("published", "published", "warned")] if is_told else [])

    def test_the_mail_names_the_day(self, owner: User) -> None:
        ends = TODAY + timedelta(days=3)
        offer_of(owner, valid_until=ends)

        freshness.sweep()

        mail = compose(Notice.objects.get())
        assert mail.subject.startswith(f"Ends on {ends.isoformat()}: Lithium")
        assert f"is valid until {ends.isoformat()}" in str(mail.body)

    def test_is_said_anew_when_it_has_moved(self, owner: User) -> None:
        offer = offer_of(owner, valid_until=TODAY + timedelta(days=3))
        freshness.sweep()
        aged(offer, 0, valid_until=TODAY + timedelta(days=5))

        freshness.sweep()

        assert len(said()) == 2

    def test_two_workers_say_it_once(self, owner: User) -> None:
        offer = offer_of(owner, valid_until=TODAY)
        also_read = Offer.objects.get()
        freshness.warn(offer)

        with pytest.raises(LostRace):
            freshness.warn(also_read)

        assert len(said()) == 1

    def test_nobody_is_told_where_nobody_acts(self) -> None:
        make_published_offer(valid_until=TODAY)

        freshness.sweep()

        assert said() == []

    def test_its_people_hear_when_it_has_come(self, owner: User) -> None:
        offer = offer_of(owner, valid_until=TODAY - timedelta(days=1))
        make_published_demand(valid_until=TODAY - timedelta(days=1))

        tasks.expire()
        tasks.expire()

        assert said() == [("listing_expired", f"/offers/{offer.pk}/standing/")]

    def test_a_renewal_of_the_last_moment_counts(self, owner: User) -> None:
        offer = offer_of(owner, valid_until=TODAY - timedelta(days=1))
        freshness.extend(Offer.objects.get(), by=owner)

        with pytest.raises(LostRace):
            freshness.end(offer)

        stored = Offer.objects.get()
        assert (stored.state, stored.valid_until) == ("published", TODAY + timedelta(days=365))
        assert (said(), steps(offer)) == ([], [("published", "published", "renewed")])


class TestRenewing:
    def test_a_published_one_gets_another_year_and_nobody_reads_it_again(self, owner: User) -> None:
        offer = offer_of(owner, valid_until=TODAY + timedelta(days=3), asked_at=timezone.now())

        freshness.extend(offer, by=owner)

        stored = Offer.objects.get()
        assert (stored.state, stored.valid_until) == ("published", TODAY + timedelta(days=365))
        assert (stored.revision, stored.moderated_revision) == (1, 1)
        assert (stored.asked_at, stored.confirmed_at) == (None, offer.confirmed_at)
        assert steps(offer) == [("published", "published", "renewed")]

    def test_what_nobody_has_read_stays_unread(self, owner: User) -> None:
        offer = offer_of(owner, revision=2)

        freshness.extend(offer, by=owner)

        assert (offer.state, offer.revision, offer.moderated_revision) == ("published", 2, 1)

    def test_a_demand_whose_day_has_passed_has_to_say_a_new_one(self) -> None:
        demand = aged(make_published_demand(), 0, needed_by=TODAY, valid_until=TODAY)

        with pytest.raises(listings.Incomplete) as refusal:
            freshness.extend(demand, by=make_member(demand.enterprise))

        assert refusal.value.fields == ["needed_by"]
        assert Demand.objects.get().valid_until == TODAY

    @pytest.mark.parametrize("act", [freshness.extend, freshness.confirm])
    @pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
    def test_only_a_published_one_is_extended_or_confirmed(self, owner: User, act: Any, state: State) -> None:
        offer = make_offer(state=state, valid_until=TODAY)

        with pytest.raises(TransitionRefused):
            act(offer, by=owner)

        stored = Offer.objects.get()
        assert (stored.valid_until, stored.confirmed_at, steps(stored)) == (TODAY, None, [])

    @pytest.mark.parametrize("act", [freshness.extend, freshness.confirm])
    def test_one_that_left_meanwhile_is_not(self, owner: User, act: Any) -> None:
        offer = offer_of(owner)
        listings.withdraw(Offer.objects.get(), by=owner)

        with pytest.raises(LostRace):
            act(offer, by=owner)

        assert steps(offer) == [("published", "withdrawn", "")]


class TestSilence:
    def test_a_silent_owner_is_asked_once(self, owner: User) -> None:
        offer = offer_of(owner, 91)

        freshness.sweep()
        freshness.sweep()

        until = TODAY + timedelta(days=14)
        assert said() == [("listing_asked", f"/offers/{offer.pk}/standing/")]
        assert Notice.objects.get().context["until"] == until.isoformat()
        assert steps(offer) == [("published", "published", "asked")]

    @pytest.mark.parametrize("life", ["changed_at", "updated_at", "published_at", "confirmed_at"])
    def test_whoever_showed_life_is_not(self, owner: User, life: str) -> None:
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

    def test_a_yes_begins_the_time_anew(self, owner: User) -> None:
        offer = offer_of(owner, 91)
        freshness.sweep()

        freshness.confirm(Offer.objects.get(), by=owner)
        freshness.sweep()

        assert Offer.objects.get().asked_at is None
        assert steps(offer)[1:] == [("published", "published", "confirmed")]
        assert len(said()) == 1

    def test_without_an_answer_it_is_paused_and_its_owner_told_once(self, owner: User) -> None:
        offer = offer_of(owner, 91, asked_at=timezone.now() - timedelta(days=15))

        freshness.sweep()
        freshness.sweep()

        assert said() == [("listing_paused", f"/offers/{offer.pk}/standing/")]
        assert steps(offer) == [("published", "paused", "")]

    def test_the_days_of_an_answer_are_waited_for(self, owner: User) -> None:
        offer_of(owner, 91, asked_at=timezone.now() - timedelta(days=13))

        freshness.sweep()

        assert (said(), Offer.objects.get().state) == ([], "published")

    def test_an_answer_of_the_last_moment_counts(self, owner: User) -> None:
        offer = offer_of(owner, 91, asked_at=timezone.now() - timedelta(days=15))
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


def test_one_row_that_fails_stops_no_other(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    offers = [offer_of(owner, valid_until=TODAY) for _ in range(3)]
    usual = freshness.tell_poster

    def fail_for_one(kind: Any, listing: Listing, **said: Any) -> None:
        if listing.pk == offers[1].pk:
            raise RuntimeError
        usual(kind, listing, **said)

    monkeypatch.setattr(freshness, "tell_poster", fail_for_one)
    tasks.keep_fresh()

    assert [steps(offer) for offer in offers] == [
        [("published", "published", "warned")],
        [],
        [("published", "published", "warned")],
    ]
    assert Offer.objects.filter(warned_for=TODAY).count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_nothing_costs_the_same_however_many_there_are(
    rows: int, owner: User, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        offer_of(owner)

    with django_assert_num_queries(10):
        assert freshness.sweep() == 0


def test_a_refusal_is_a_domain_error() -> None:
    with pytest.raises(DomainError):
        freshness.lapse(make_published_offer())
