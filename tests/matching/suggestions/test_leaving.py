"""A listing that is withdrawn, deleted or edited while it, or its partner, is being matched."""

from collections.abc import Callable
from typing import Any

import pytest

from matching.index import match_queue
from matching.models import Suggestion
from matching.states import SuggestionState
from matching.suggestions import partners, refresh
from tests.factories import make_admin, make_published_demand, make_published_offer
from ydeu.marketplace import listings
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def between_search_and_write(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Run something at the moment when a refresh has found the pairs and not yet written them."""

    def arrange(act: Callable[[], object]) -> None:
        search = partners.find

        def search_and_act(*args: Any) -> Any:
            found = search(*args)
            act()
            return found

        monkeypatch.setattr(partners, "find", search_and_act)

    return arrange


def states() -> list[str]:
    return list(Suggestion.objects.values_list("state", flat=True))


@pytest.mark.parametrize("leaver", ["offer", "demand"])
def test_a_listing_withdrawn_while_a_pair_is_found_is_not_suggested(
    leaver: str, between_search_and_write: Callable[[Callable[[], object]], None]
) -> None:
    rows = {"offer": make_published_offer(), "demand": make_published_demand()}
    mine = type(rows["demand"])._default_manager.get(pk=rows["demand"].pk)
    between_search_and_write(lambda: listings.withdraw(rows[leaver], by=make_admin()))

    refresh.refresh_one(mine)

    assert states() == []


def test_a_listing_deleted_while_a_pair_is_found_is_left_out(
    between_search_and_write: Callable[[Callable[[], object]], None],
) -> None:
    gone, stays = make_published_offer(), make_published_offer()
    demand = make_published_demand()
    between_search_and_write(lambda: Offer.objects.filter(pk=gone.pk).delete())

    refresh.refresh_one(demand)

    assert list(Suggestion.objects.values_list("offer", flat=True)) == [stays.pk]


def test_matching_the_partner_of_a_withdrawn_listing_does_not_bring_the_pair_back() -> None:
    offer, demand = make_published_offer(), make_published_demand()
    refresh.refresh_one(demand)
    refresh.refresh_one(offer)
    listings.withdraw(offer, by=make_admin())
    assert states() == [SuggestionState.SUPERSEDED]

    refresh.refresh_one(demand)

    assert states() == [SuggestionState.SUPERSEDED]


def test_a_listing_that_comes_back_has_its_pairs_again() -> None:
    offer, demand = make_published_offer(), make_published_demand()
    refresh.refresh_one(demand)
    refresh.refresh_one(offer)
    listings.pause(offer, by=make_admin())

    listings.resume(offer, by=make_admin())
    refresh.refresh_one(Offer.objects.get(pk=offer.pk))

    assert states() == [SuggestionState.PENDING]


def test_a_listing_edited_into_something_else_loses_the_pairs_that_its_partners_wanted() -> None:
    offer, demand = make_published_offer(), make_published_demand()
    refresh.refresh_one(demand)
    refresh.refresh_one(offer)
    assert match_queue.count() == 0
    other = {"title": "Slurry", "summary": "", "description": "", "advantages": "", "technology_keywords": []}
    Offer.objects.filter(pk=offer.pk).update(**other, revision=2)

    refresh.refresh_one(Offer.objects.get(pk=offer.pk))

    kind, looking_again = match_queue.claim() or ("", [])
    assert (kind, looking_again) == (ListingKind.DEMAND, [demand])
    refresh.refresh_one(looking_again[0])
    assert states() == [SuggestionState.SUPERSEDED]
    assert match_queue.count() == 0
