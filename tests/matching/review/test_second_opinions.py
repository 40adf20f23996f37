from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from matching.introductions import lifecycle
from matching.models import Introduction, Suggestion
from matching.review import assignments, decisions, second_opinions
from tests.factories import (
    alliance_of,
    make_admin,
    make_alliance,
    make_coordinator,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.reviewing import stored
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.marketplace import listings
from ydeu.marketplace.models import Offer
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> Suggestion:
    """A pair of two alliances. The alliance of the offer wants second opinions."""
    return make_suggestion(offer=make_published_offer(alliance=make_alliance(second_opinion=True)))


@pytest.fixture
def first(pair: Suggestion) -> User:
    return make_coordinator(alliance_of(pair.demand), name="Lin Wei")


@pytest.fixture
def second(pair: Suggestion) -> User:
    return make_coordinator(alliance_of(pair.offer), name="Chen Yu")


def read(pair: Suggestion) -> Suggestion:
    return Suggestion.objects.with_parties().get(pk=pair.pk)


@pytest.mark.parametrize("asks", [("offer",), ("demand",), ("offer", "demand")])
def test_an_approval_waits_for_the_other_alliance_if_either_wants_that(asks: tuple[str, ...]) -> None:
    pair = make_suggestion(
        **{
            side: make(alliance=make_alliance(second_opinion=side in asks))
            for side, make in (("offer", make_published_offer), ("demand", make_published_demand))
        }
    )
    first, other = make_coordinator(alliance_of(pair.demand)), make_coordinator(alliance_of(pair.offer))
    assert decisions.approve(pair, by=first) is None
    assert (pair.state, pair.second_side, pair.decided_by) == ("second", "offer", first)
    assert not Introduction.objects.exists()
    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient, notice.url) == (
        NoticeKind.REVIEW_OPINION,
        other,
        pair.get_absolute_url(),
    )


def test_without_a_second_alliance_or_a_wish_nobody_is_asked() -> None:
    both = make_alliance(second_opinion=True)
    inside = make_suggestion(
        offer=make_published_offer(alliance=both), demand=make_published_demand(alliance=both)
    )
    plain = make_suggestion()
    assert decisions.approve(inside, by=make_coordinator(both)) is not None
    assert decisions.approve(plain, by=make_coordinator(alliance_of(plain.demand))) is not None


def test_an_administrator_and_who_coordinates_both_speak_for_both(pair: Suggestion) -> None:
    both = make_coordinator(alliance_of(pair.offer), alliance_of(pair.demand))
    assert decisions.approve(pair, by=both) is not None
    other = make_suggestion(offer=pair.offer)
    assert decisions.approve(other, by=make_admin()) is not None


@pytest.mark.parametrize("sides", [("offer",), ("demand",), ("offer", "demand")])
def test_of_a_listing_without_an_alliance_nobody_is_asked(sides: tuple[str, ...]) -> None:
    listings = {"offer": make_published_offer(), "demand": make_published_demand()}
    for side in sides:
        type(listings[side]).objects.filter(pk=listings[side].pk).update(alliance=None)
        listings[side].refresh_from_db()
    Alliance.objects.update(second_opinion=True)
    coordinators = [make_coordinator(row.alliance) for row in listings.values() if row.alliance]
    pair = read(make_suggestion(**listings))
    assert decisions.approve(pair, by=coordinators[0] if coordinators else make_admin()) is not None


def test_the_question_can_be_taken_back_before_it_is_sent(
    pair: Suggestion, first: User, second: User, settings: Settings
) -> None:
    settings.MATCHING_UNDO_SECONDS = 60
    decisions.approve(pair, by=first)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.not_before > timezone.now() + timedelta(seconds=50)) == (second, True)
    decisions.undo(read(pair), by=first)
    assert Notice.objects.get().state == Delivery.WITHDRAWN


def test_where_the_other_alliance_has_nobody_the_administrators_are_asked(
    pair: Suggestion, first: User
) -> None:
    make_coordinator(alliance_of(pair.offer), is_active=False)
    admin = make_admin()
    assert decisions.approve(pair, by=first) is None
    assert [notice.recipient for notice in Notice.objects.all()] == [admin]
    assert second_opinions.agree(read(pair), by=admin).suggestion == pair


def test_the_second_agrees_and_the_two_are_introduced(pair: Suggestion, first: User, second: User) -> None:
    decisions.approve(pair, by=first)
    introduction = second_opinions.agree(read(pair), by=second)
    now = read(pair)
    assert (now.state, now.decided_by, now.second_side) == ("approved", second, "")
    assert (introduction.suggestion, introduction.opened_by) == (now, second)
    assert [(e.actor, e.to_state) for e in now.events.all()] == [(first, "second"), (second, "approved")]


def test_the_second_disagrees_and_both_opinions_stand_beside_the_pair(
    pair: Suggestion, first: User, second: User
) -> None:
    decisions.approve(pair, by=first)
    second_opinions.disagree(read(pair), by=second, reason="competitors", note="Both sell cathodes.")
    now = read(pair)
    assert (now.state, now.decided_by, now.reason, now.note) == ("pending", None, "", "")
    told = second_opinions.differing_opinions(now)
    assert told is not None
    assert (told.first.actor, told.first.to_state) == (first, "second")
    assert (told.second.actor, told.second.reason, told.second.note) == (
        second,
        "competitors",
        "Both sell cathodes.",
    )
    decisions.reject(now, by=first, reason="competitors")
    assert second_opinions.differing_opinions(read(pair)) is None


def test_taking_the_first_opinion_back_is_no_disagreement(pair: Suggestion, first: User) -> None:
    decisions.approve(pair, by=first)
    decisions.undo(read(pair), by=first)
    assert (read(pair).state, second_opinions.differing_opinions(read(pair))) == ("pending", None)


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("nonsense", "x"), ("other", " ")])
def test_a_disagreement_without_a_reason_is_refused(
    reason: str, note: str, pair: Suggestion, first: User, second: User
) -> None:
    decisions.approve(pair, by=first)
    before = stored(pair)
    with pytest.raises(lifecycle.ReasonNeeded):
        second_opinions.disagree(read(pair), by=second, reason=reason, note=note)
    assert stored(pair) == before


def test_nobody_agrees_with_themselves(pair: Suggestion, first: User) -> None:
    alliance_of(pair.offer).coordinators.create(user=first)
    Suggestion.objects.filter(pk=pair.pk).update(state="second", second_side="offer", decided_by=first)
    before = stored(pair)
    with pytest.raises(decisions.NotYourAlliance):
        second_opinions.agree(read(pair), by=first)
    assert stored(pair) == before


def test_a_listing_that_has_left_cannot_be_agreed_on(pair: Suggestion, first: User, second: User) -> None:
    decisions.approve(pair, by=first)
    Offer.objects.update(state="paused")
    before = stored(pair)
    with pytest.raises(decisions.NotPublished):
        second_opinions.agree(read(pair), by=second)
    assert stored(pair) == before


def test_the_pair_waits_for_the_second_and_no_longer_for_the_first(
    pair: Suggestion, first: User, second: User
) -> None:
    assert list(Suggestion.objects.waiting_for(first)) == [pair]
    decisions.approve(pair, by=first)
    assert list(Suggestion.objects.reviewable_by(first).waiting_for(first)) == []
    assert list(Suggestion.objects.reviewable_by(second).waiting_for(second)) == [pair]
    assert list(Suggestion.objects.seconded_by(make_coordinator())) == []


def test_a_first_opinion_falls_with_the_text_that_it_was_about(
    pair: Suggestion,
    first: User,
    second: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    decisions.approve(pair, by=first)
    with django_capture_on_commit_callbacks(execute=True):
        listings.revise(pair.demand, by=first)
    now = read(pair)
    assert (now.state, now.second_side, now.decided_by) == ("pending", "", None)
    event = pair.events.latest("pk")
    assert (event.from_state, event.to_state, event.actor) == ("second", "pending", None)
    assert [notice.state for notice in second.notices.all()] == [Delivery.WITHDRAWN]
    assert second_opinions.differing_opinions(now) is None


def test_who_took_the_pair_meanwhile_is_none_of_the_two_opinions(
    pair: Suggestion, first: User, second: User
) -> None:
    decisions.approve(pair, by=first)
    assignments.assign(pair, to=second, by=second)
    second_opinions.disagree(pair, by=second, reason="capacity")
    both = second_opinions.differing_opinions(read(pair))
    assert both is not None
    assert (both.first.actor, both.second.actor) == (first, second)
