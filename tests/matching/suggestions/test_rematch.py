"""`manage.py rematch` reports the truth, even if something goes wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matching.index import market_index, match_queue
from matching.management.commands import rematch
from matching.models import MatchingFailure, Suggestion
from matching.models.failure import MAX_ATTEMPTS
from tests.factories import make_published_demand, make_published_offer, make_suggestion
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Offer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_all_published_ones_are_matched_in_this_process() -> None:
    make_published_offer(), make_published_demand()
    said = StringIO()

    call_command("rematch", "--all", "--local", stdout=said)

    assert said.getvalue().startswith("2 listings matched in ")
    assert said.getvalue().endswith("; 1 suggestions to review, 0 folded\n")
    assert (match_queue.count(), Suggestion.objects.count()) == (0, 1)


def test_a_listing_that_was_given_up_is_not_called_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    demand = make_published_demand()
    MatchingFailure.objects.create(
        kind=ListingKind.DEMAND, listing_id=demand.pk, attempts=MAX_ATTEMPTS, error="no"
    )

    with pytest.raises(CommandError, match="1 of 1 listings are not matched"):
        call_command("rematch", "--local")
    with pytest.raises(CommandError, match="1 of 1 listings are not matched"):
        call_command("rematch")


def test_nobody_is_let_wait_for_an_index_that_is_not_there_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    make_published_demand(matched_revision=1)
    rebuild = market_index.rebuild
    waited: list[int] = []

    def counting() -> object:
        waited.append(match_queue.count())
        return rebuild()

    monkeypatch.setattr(market_index, "rebuild", counting)

    call_command("rematch", "--all", "--local", stdout=StringIO())

    assert waited == [0]


def test_without_a_worker_it_ends_and_asks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    make_published_demand()
    monkeypatch.setattr(rematch, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(rematch, "POLL_SECONDS", 0.05)

    with pytest.raises(CommandError, match="does a worker run"):
        call_command("rematch", "--all")


def test_a_pair_that_outlived_its_listing_is_taken_back() -> None:
    pair = make_suggestion(offer_rank=1, demand_rank=1)
    Offer.objects.filter(pk=pair.offer_id).update(state="withdrawn")

    call_command("rematch", "--local", stdout=StringIO())

    pair.refresh_from_db()
    assert (pair.state, pair.demand_rank) == ("superseded", None)
