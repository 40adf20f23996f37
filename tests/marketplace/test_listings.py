"""The use cases of a listing: the whole table of transitions, each state with each action."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import make_admin, make_demand, make_enterprise, make_member, make_offer
from ydeu.marketplace import listings
from ydeu.marketplace.models import Listing, ListingEvent, Offer
from ydeu.marketplace.signals import listing_left, listing_published
from ydeu.marketplace.states import State
from ydeu.notices.enums import NoticeKind
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError, LostRace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

ACTIONS: dict[str, Callable[..., None]] = {
    "submit": lambda listing, by: listings.submit(listing, by=by),
    "publish": lambda listing, by: listings.publish(listing, by=by),
    "request_changes": lambda listing, by: listings.request_changes(
        listing, by=by, note="Name the cell type."
    ),
    "reject": lambda listing, by: listings.reject(listing, by=by, reason="duplicate"),
    "pause": lambda listing, by: listings.pause(listing, by=by),
    "resume": lambda listing, by: listings.resume(listing, by=by),
    "fulfil": lambda listing, by: listings.fulfil(listing, by=by),
    "withdraw": lambda listing, by: listings.withdraw(listing, by=by),
    "expire": lambda listing, by: listings.expire(listing),
    "renew": lambda listing, by: listings.renew(listing, by=by),
    "archive": lambda listing, by: listings.archive(listing, by=by),
}
ALLOWED = {
    ("draft", "submit"): "submitted",
    ("submitted", "publish"): "published",
    ("submitted", "request_changes"): "changes_requested",
    ("submitted", "reject"): "rejected",
    ("changes_requested", "submit"): "submitted",
    ("published", "pause"): "paused",
    ("published", "fulfil"): "fulfilled",
    ("published", "withdraw"): "withdrawn",
    ("published", "expire"): "expired",
    ("paused", "resume"): "published",
    ("paused", "archive"): "archived",
    ("expired", "submit"): "submitted",
    ("expired", "renew"): "submitted",
    ("expired", "archive"): "archived",
    ("rejected", "archive"): "archived",
    ("fulfilled", "archive"): "archived",
    ("withdrawn", "archive"): "archived",
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", State)
def test_every_state_allows_what_the_table_says_and_nothing_else(state: State, action: str) -> None:
    offer = make_offer(state=state, revision=3)
    user = make_member(offer.enterprise)
    expected = ALLOWED.get((state.value, action))

    if expected is None:
        with pytest.raises(DomainError):
            ACTIONS[action](offer, user)
        assert trace(offer) == (state, 3, [], 0)
    else:
        ACTIONS[action](offer, user)
        assert Offer.objects.get(pk=offer.pk).state == offer.state == expected
        actor = None if action == "expire" else user
        assert [(e.from_state, e.to_state, e.actor) for e in offer.events.all()] == [(state, expected, actor)]


def trace(listing: Offer) -> tuple[str, int, list[ListingEvent], int]:
    stored = Offer.objects.get(pk=listing.pk)
    return stored.state, stored.revision, list(stored.events.all()), Notice.objects.count()


def test_who_loses_the_race_is_told_and_leaves_no_trace() -> None:
    offer = make_offer(state=State.PUBLISHED)
    also_open = Offer.objects.get(pk=offer.pk)
    listings.withdraw(offer, by=make_admin())

    with pytest.raises(LostRace):
        listings.pause(also_open, by=make_admin())

    assert Offer.objects.get(pk=offer.pk).state == "withdrawn"
    assert [event.to_state for event in offer.events.all()] == ["withdrawn"]


class TestSubmit:
    def test_an_unverified_enterprise_keeps_its_draft(self) -> None:
        offer = make_offer(enterprise=make_enterprise(verified=False))

        with pytest.raises(listings.NotVerified):
            listings.submit(offer, by=make_member(offer.enterprise))

        assert Offer.objects.get(pk=offer.pk).state == "draft"

    def test_missing_fields_are_named(self) -> None:
        demand = make_demand(summary="", alliance=None)

        with pytest.raises(listings.Incomplete) as refusal:
            listings.submit(demand, by=make_member(demand.enterprise))

        assert refusal.value.fields == ["summary", "alliance"]

    def test_a_date_that_has_passed_is_named(self) -> None:
        offer = make_offer(valid_until=timezone.localdate() - timedelta(days=1))

        with pytest.raises(listings.Incomplete) as refusal:
            listings.submit(offer, by=make_member(offer.enterprise))

        assert refusal.value.fields == ["valid_until"]

    def test_the_time_is_noted(self) -> None:
        offer = make_offer()

        listings.submit(offer, by=make_member(offer.enterprise))

        assert offer.submitted_at is not None


class TestPublish:
    def test_counts_a_revision_which_is_moderated(self) -> None:
        offer = make_offer(state=State.SUBMITTED, revision=4, valid_until=None)

        listings.publish(offer, by=make_admin())

        stored = Offer.objects.get(pk=offer.pk)
        assert (stored.revision, stored.moderated_revision, stored.matched_revision) == (5, 5, 0)
        assert stored.valid_until == timezone.localdate() + timedelta(days=365)
        assert stored.published_at is not None

    def test_a_second_publication_keeps_the_first_date(self) -> None:
        first = timezone.now() - timedelta(days=40)
        offer = make_offer(state=State.SUBMITTED, published_at=first)

        listings.publish(offer, by=make_admin())

        assert offer.published_at == first

    def test_tells_the_poster_and_signals_after_commit(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        enterprise = make_enterprise()
        poster = make_member(enterprise)
        offer = make_offer(state=State.SUBMITTED, enterprise=enterprise, created_by=poster)

        heard = hear(
            listing_published, django_capture_on_commit_callbacks, lambda: listings.publish(offer, by=None)
        )

        assert heard == [offer]
        assert [(notice.kind, notice.recipient) for notice in Notice.objects.all()] == [
            (NoticeKind.LISTING_PUBLISHED, poster)
        ]


@pytest.mark.parametrize("action", ["pause", "fulfil", "withdraw", "expire"])
def test_leaving_the_published_state_signals_after_commit(
    action: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    offer = make_offer(state=State.PUBLISHED)

    heard = hear(
        listing_left, django_capture_on_commit_callbacks, lambda: ACTIONS[action](offer, make_admin())
    )

    assert heard == [offer]


def hear(signal: Any, capture: DjangoCaptureOnCommitCallbacks, act: Callable[[], None]) -> list[Listing]:
    heard: list[Listing] = []

    def listen(listing: Listing, **kwargs: object) -> None:
        heard.append(listing)

    signal.connect(listen)
    try:
        with capture(execute=True):
            act()
    finally:
        signal.disconnect(listen)
    return heard


def test_asking_for_changes_needs_a_note() -> None:
    with pytest.raises(DomainError):
        listings.request_changes(make_offer(state=State.SUBMITTED), by=make_admin(), note="  ")


@pytest.mark.parametrize(("reason", "note"), [("", "why"), ("other", " "), ("invented", "why")])
def test_rejecting_needs_a_reason(reason: str, note: str) -> None:
    with pytest.raises(DomainError):
        listings.reject(make_offer(state=State.SUBMITTED), by=make_admin(), reason=reason, note=note)


def test_the_reason_and_the_note_are_kept() -> None:
    offer = make_offer(state=State.SUBMITTED)

    listings.reject(offer, by=make_admin(), reason="other", note="A joke.")

    assert [(event.reason, event.note) for event in offer.events.all()] == [("other", "A joke.")]


def test_the_poster_reads_the_reason_in_words() -> None:
    offer = make_offer(state=State.SUBMITTED, created_by=make_member(language="en"))

    listings.reject(offer, by=make_admin(), reason="duplicate")

    assert str(compose(Notice.objects.get()).body).count("Duplicate of another listing") == 1


class TestResume:
    def test_what_was_moderated_stays_so(self) -> None:
        offer = make_offer(state=State.PAUSED, revision=2, moderated_revision=2)

        listings.resume(offer, by=make_admin())

        assert (offer.revision, offer.moderated_revision) == (3, 3)

    def test_what_was_edited_while_paused_is_not_moderated(self) -> None:
        offer = make_offer(state=State.PAUSED, revision=2, moderated_revision=2)
        listings.revise(offer, by=make_admin())

        listings.resume(offer, by=make_admin())

        assert (offer.revision, offer.moderated_revision) == (4, 2)

    def test_an_edit_of_the_same_moment_stays_unmoderated(self) -> None:
        offer = make_offer(state=State.PAUSED, revision=1, moderated_revision=1)
        as_edited = Offer.objects.get(pk=offer.pk)
        listings.revise(as_edited, by=make_member(offer.enterprise))

        listings.resume(offer, by=make_member(offer.enterprise))

        stored = Offer.objects.get(pk=offer.pk)
        assert (stored.state, stored.revision, stored.moderated_revision) == ("published", 3, 1)


class TestRenew:
    def test_gives_another_year(self) -> None:
        offer = make_offer(state=State.EXPIRED, valid_until=timezone.localdate() - timedelta(days=3))

        listings.renew(offer, by=make_member(offer.enterprise))

        stored = Offer.objects.get(pk=offer.pk)
        assert (stored.state, stored.valid_until) == ("submitted", timezone.localdate() + timedelta(days=365))

    def test_a_refused_renewal_leaves_the_date(self) -> None:
        ended = timezone.localdate() - timedelta(days=3)
        offer = make_offer(state=State.EXPIRED, valid_until=ended, summary="")

        with pytest.raises(listings.Incomplete):
            listings.renew(offer, by=make_member(offer.enterprise))

        assert Offer.objects.get(pk=offer.pk).valid_until == ended


class TestRevise:
    def test_a_published_listing_waits_for_matching_and_moderation(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        offer = make_offer(state=State.PUBLISHED, revision=1, moderated_revision=1, matched_revision=1)

        heard = hear(
            listing_published,
            django_capture_on_commit_callbacks,
            lambda: listings.revise(offer, by=make_admin()),
        )

        stored = Offer.objects.get(pk=offer.pk)
        assert (stored.revision, stored.moderated_revision) == (2, 1)
        assert (heard, list(Offer.objects.awaiting_matching())) == ([offer], [offer])

    @pytest.mark.parametrize("state", [State.DRAFT, State.CHANGES_REQUESTED, State.EXPIRED])
    def test_a_draft_has_no_revisions(self, state: State) -> None:
        offer = make_offer(state=state)

        listings.revise(offer, by=make_admin())

        assert (offer.revision, offer.events.count()) == (0, 0)


@pytest.mark.parametrize("action", ["pause", "fulfil", "withdraw", "expire", "revise"])
def test_who_keeps_a_copy_of_the_market_sees_what_changed(action: str) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    offer, _other = (make_offer(state=State.PUBLISHED, changed_at=long_ago) for _ in range(2))
    before = timezone.now()

    {**ACTIONS, "revise": listings.revise}[action](offer, by=make_admin())

    assert list(Offer.objects.changed_since(before)) == [offer]
    assert offer.changed_at == Offer.objects.get(pk=offer.pk).changed_at
