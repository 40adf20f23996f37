"""Warnings before a listing ends, and renewals."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    make_admin,
    make_enterprise,
    make_member,
    make_offer,
    make_published_demand,
    make_published_offer,
)
from tests.marketplace.ageing import aged, offer_of, said, steps
from ydeu.accounts.models import User
from ydeu.marketplace import freshness, listings, tasks
from ydeu.marketplace.models import Demand, Listing, Offer
from ydeu.marketplace.moderation import tell_poster
from ydeu.marketplace.states import State
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError, LostRace, TransitionRefused

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("in_english"),
    pytest.mark.usefixtures("every_day_is_worked"),
]

TODAY = timezone.localdate()


@pytest.fixture
def owner() -> User:
    return make_member(make_enterprise(), language="en")


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

    def test_is_said_again_when_it_has_moved(self, owner: User) -> None:
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


class TestPublishedAgain:
    @pytest.mark.parametrize(("days", "lasts"), [(-1, 365), (0, 0), (30, 30)])
    def test_what_lay_beyond_its_day_is_valid_for_another_year(
        self, owner: User, days: int, lasts: int
    ) -> None:
        offer = offer_of(owner, state=State.PAUSED, valid_until=TODAY + timedelta(days=days))

        listings.resume(offer, by=owner)
        tasks.expire()

        assert Offer.objects.current().get().valid_until == TODAY + timedelta(days=lasts)
        assert (steps(offer), said()) == ([("paused", "published", "")], [])

    @pytest.mark.parametrize(("days", "lasts"), [(-1, 365), (30, 30)])
    def test_also_what_waited_for_the_administrators_so_long(self, days: int, lasts: int) -> None:
        offer = make_offer(state=State.SUBMITTED, valid_until=TODAY + timedelta(days=days))

        listings.publish(offer, by=make_admin())

        assert Offer.objects.current().get().valid_until == TODAY + timedelta(days=lasts)


def test_one_row_that_fails_stops_no_other(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    offers = [offer_of(owner, valid_until=TODAY) for _ in range(3)]
    usual = tell_poster

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
    rows: int, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        offer_of(owner)

    with django_assert_num_queries(10):
        assert freshness.sweep() == 0


def test_a_refusal_is_a_domain_error() -> None:
    with pytest.raises(DomainError):
        freshness.lapse(make_published_offer())
