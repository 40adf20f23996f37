"""The listings that are newer than the index, found without a read of the whole market."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.index import delta, market_index, rebuild
from matching.index.store import Label
from matching.models import Suggestion
from matching.suggestions import refresh
from tests.factories import (
    make_admin,
    make_offer,
    make_published_demand,
    make_published_offer,
)
from ydeu.marketplace import listings
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LONG_AGO = timezone.now() - timedelta(days=1)
Move = Callable[[Offer], object]

LEAVING: dict[str, Move] = {
    "pause": lambda offer: listings.pause(offer, by=make_admin()),
    "withdraw": lambda offer: listings.withdraw(offer, by=make_admin()),
    "fulfil": lambda offer: listings.fulfil(offer, by=make_admin()),
    "expire": listings.expire,
    "deletion": lambda offer: offer.delete(),
    "deletion by other hands": lambda offer: Offer.objects.filter(pk=offer.pk)._raw_delete("default"),
    "withdrawal by other hands": lambda offer: Offer.objects.filter(pk=offer.pk).update(state="withdrawn"),
}


def paused_and_resumed(offer: Offer) -> None:
    listings.pause(offer, by=make_admin())
    market_index.changes(market_index.current_or_build(), ListingKind.OFFER)
    listings.resume(offer, by=make_admin())


EDITS: dict[str, Move] = {
    "revise": lambda offer: listings.revise(offer, by=make_admin()),
    "pause, resume": paused_and_resumed,
    "edit by other hands": lambda offer: Offer.objects.filter(pk=offer.pk).update(revision=7),
}


def test_there_is_no_index_before_the_first_match() -> None:
    assert market_index.current() is None


def test_a_small_change_is_searched_beside_the_index() -> None:
    make_published_offer()
    version = market_index.current_or_build().version
    late = make_published_offer()
    demand = make_published_demand()

    refresh.refresh_one(demand)

    assert late.pk in Suggestion.objects.values_list("offer", flat=True)
    assert market_index.current_or_build().version == version


@pytest.mark.parametrize("is_first_look", [True, False])
@pytest.mark.parametrize("move", LEAVING)
def test_who_leaves_is_not_found_any_more(move: str, is_first_look: bool) -> None:
    offer, stays = make_published_offer(), make_published_offer()
    built = market_index.current_or_build()
    if not is_first_look:
        assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes()
    number = offer.pk
    LEAVING[move](offer)

    assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes(
        newer=[], withdrawn=[number]
    )
    refresh.refresh_one(make_published_demand())
    assert list(Suggestion.objects.values_list("offer", flat=True)) == [stays.pk]


@pytest.mark.parametrize("is_first_look", [True, False])
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_counts_at_once(edit: str, is_first_look: bool) -> None:
    offer, demand = make_published_offer(), make_published_demand()
    built = market_index.current_or_build()
    if not is_first_look:
        assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes()
    EDITS[edit](offer)

    assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes(
        newer=[offer.pk], withdrawn=[]
    )
    assert market_index.changes(built, ListingKind.DEMAND) == market_index.Changes()
    assert built.demands.ids.tolist() == [demand.pk]


def test_who_comes_and_goes_leaves_nothing() -> None:
    make_published_offer()
    built = market_index.current_or_build()
    comes = make_offer(state=State.SUBMITTED)
    listings.publish(comes, by=make_admin())
    assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes(newer=[comes.pk])

    listings.withdraw(comes, by=make_admin())

    assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes()


def test_what_was_under_way_for_longer_than_we_look_back_is_found() -> None:
    make_published_offer(changed_at=LONG_AGO)
    built = market_index.current_or_build()
    assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes()
    late = make_published_offer(changed_at=LONG_AGO)

    assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes(newer=[late.pk])


def test_a_build_that_says_nothing_of_its_reading_is_compared_with_all() -> None:
    offer = make_published_offer(changed_at=LONG_AGO)
    built = market_index.store().publish(market_index.current_or_build())  # with the same label
    unlabelled = type(built)(
        built.engine,
        built.offers,
        built.demands,
        built.demands_as_documents,
        built.feedback,
        built.confidence,
        "",
        built.version,
    )
    Offer.objects.filter(pk=offer.pk).update(revision=2)

    assert Label.of(unlabelled) == Label()
    assert market_index.changes(unlabelled, ListingKind.OFFER) == market_index.Changes(newer=[offer.pk])


@pytest.mark.parametrize("size", [1, 3])
def test_a_look_reads_what_has_changed_and_two_sums(size: int) -> None:
    for _ in range(size):
        make_published_offer(changed_at=LONG_AGO)
    built = market_index.current_or_build()
    late = make_published_offer()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert market_index.changes(built, ListingKind.OFFER) == market_index.Changes(newer=[late.pk])

    assert ["changed_at" in each["sql"] for each in asked] == [True, False]
    assert "COUNT" in asked[1]["sql"]


def test_after_rows_were_deleted_all_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, _stays = make_published_offer(changed_at=LONG_AGO), make_published_offer(changed_at=LONG_AGO)
    built, number = market_index.current_or_build(), gone.pk
    gone.delete()
    assert market_index.changes(built, ListingKind.OFFER).withdrawn == [number]

    with CaptureQueriesContext(connection) as asked:
        assert market_index.changes(built, ListingKind.OFFER).withdrawn == [number]

    assert len(asked) == 2


def test_another_version_is_looked_at_anew() -> None:
    make_published_offer(changed_at=LONG_AGO)
    first = market_index.current_or_build()
    late = make_published_offer(changed_at=LONG_AGO)
    assert market_index.changes(first, ListingKind.OFFER).newer == [late.pk]

    second = market_index.rebuild()

    assert market_index.changes(second, ListingKind.OFFER) == market_index.Changes()
    assert market_index.changes(first, ListingKind.OFFER).newer == [late.pk]
    assert delta.changes is market_index.changes


def test_a_match_does_not_wait_for_a_new_version() -> None:
    make_published_offer()
    first = market_index.current_or_build()
    for _ in range(3):
        make_published_demand()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuild, "DRIFT_LEAST", 2)
        assert rebuild.is_due() is True
        refresh.refresh_one(Demand.objects.earliest("pk"))

    assert market_index.current_or_build().version == first.version
