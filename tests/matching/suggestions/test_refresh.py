"""What the matcher writes, and what it does not change."""

import pytest
from django.utils import timezone

from matching.enums import RejectionReason
from matching.models import Suggestion, SuggestionEvent
from matching.states import DECIDED, SuggestionState
from matching.suggestions import partners, refresh
from tests.factories import make_enterprise, make_published_demand, make_published_offer, make_suggestion
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BATTERY = {"title": "固态电池电解质", "summary": "", "description": "硫化物固态电解质，离子电导率高"}
PUMP = {"title": "Centrifugal pump seal", "summary": "", "description": "Mechanical seal for slurry pumps"}


def pairs() -> list[tuple[int, int, str]]:
    return list(Suggestion.objects.order_by("offer", "demand").values_list("offer", "demand", "state"))


def test_a_published_demand_is_paired_with_the_offer_that_speaks_of_the_same() -> None:
    offer = make_published_offer(**BATTERY, technology_keywords=["电解质"])
    make_published_offer(**PUMP, technology_keywords=["seal"], advantages="")
    demand = make_published_demand(**BATTERY, technology_keywords=["电解质"], problem="")

    refresh.refresh_one(demand)

    suggestion = Suggestion.objects.get()
    assert (suggestion.offer, suggestion.demand, suggestion.state) == (offer, demand, SuggestionState.PENDING)
    assert (suggestion.demand_rank, suggestion.offer_rank) == (None, 1)
    assert (suggestion.demand_revision, suggestion.offer_revision) == (1, 1)
    assert 0 < suggestion.score <= 1
    assert suggestion.index_version == "v00000001"
    demand.refresh_from_db()
    assert demand.matched_revision == demand.revision == 1


def test_both_sides_give_the_pair_one_row_and_the_same_score() -> None:
    offer, demand = make_published_offer(), make_published_demand()

    refresh.refresh_one(demand)
    seen_by_demand = Suggestion.objects.get()
    refresh.refresh_one(offer)

    suggestion = Suggestion.objects.get()
    assert (suggestion.offer_rank, suggestion.demand_rank) == (1, 1)
    assert suggestion.score == pytest.approx(seen_by_demand.score, abs=1e-6)


def test_an_enterprise_never_meets_itself() -> None:
    enterprise = make_enterprise()
    demand = make_published_demand(enterprise=enterprise)
    make_published_offer(enterprise=enterprise)

    refresh.refresh_one(demand)

    assert pairs() == []


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED}))
def test_only_published_listings_are_suggested(state: State) -> None:
    from_elsewhere = make_published_offer()
    refresh.refresh_one(from_elsewhere)
    from_elsewhere.__class__.objects.filter(pk=from_elsewhere.pk).update(state=state)
    demand = make_published_demand()

    refresh.refresh_one(demand)

    assert pairs() == []


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_a_decided_pair_is_never_touched(state: SuggestionState) -> None:
    decided = make_suggestion(
        state=state, score=0.25, reason=RejectionReason.STALE, decided_at=timezone.now()
    )
    before = Suggestion.objects.filter(pk=decided.pk).values().get()

    refresh.refresh_one(decided.demand)
    refresh.refresh_one(decided.offer)

    assert Suggestion.objects.filter(pk=decided.pk).values().get() == before
    assert Suggestion.objects.count() == 1
    assert not SuggestionEvent.objects.exists()


def test_a_pair_that_nobody_counts_among_the_best_any_more_becomes_superseded_and_may_come_back() -> None:
    demand = make_published_demand(**BATTERY, problem="")
    offer = make_published_offer(**BATTERY)
    refresh.refresh_one(demand)
    offer.title, offer.summary, offer.description, offer.advantages = "Slurry pump", "", "Seal", ""
    offer.technology_keywords, offer.revision = [], 2
    offer.save()

    refresh.refresh_one(demand)
    assert pairs() == [(offer.pk, demand.pk, SuggestionState.SUPERSEDED)]

    offer.title, offer.revision = BATTERY["title"], 3
    offer.save()
    refresh.refresh_one(demand)
    assert pairs() == [(offer.pk, demand.pk, SuggestionState.PENDING)]
    moves: list[tuple[str, str, int | None]] = list(
        SuggestionEvent.objects.values_list("from_state", "to_state", "actor")
    )
    assert moves == [("pending", "superseded", None), ("superseded", "pending", None)]


def test_a_pair_stays_while_the_other_side_still_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partners, "PER_LISTING", 1)
    demand = make_published_demand(**BATTERY, problem="")
    good = make_published_offer(**{**BATTERY, "description": ""}, advantages="")
    refresh.refresh_one(demand)
    refresh.refresh_one(good)
    better = make_published_offer(**BATTERY, advantages="")

    refresh.refresh_one(demand)

    ranks = dict(Suggestion.objects.values_list("offer", "offer_rank"))
    assert ranks == {good.pk: None, better.pk: 1}
    assert Suggestion.objects.get(offer=good).state == SuggestionState.PENDING


def test_matching_twice_changes_nothing() -> None:
    demand = make_published_demand()
    for _ in range(3):
        make_published_offer()
    refresh.refresh_one(demand)
    before = list(Suggestion.objects.order_by("pk").values())

    refresh.refresh_one(demand)

    assert list(Suggestion.objects.order_by("pk").values()) == before


def test_a_listing_that_leaves_takes_its_open_suggestions_along_and_leaves_the_decided_ones() -> None:
    demand = make_published_demand()
    open_pair = make_suggestion(demand=demand)
    approved = make_suggestion(demand=demand, state=SuggestionState.APPROVED)
    type(demand).objects.filter(pk=demand.pk).update(state=State.WITHDRAWN)

    assert refresh.supersede_listing(demand) == 1

    open_pair.refresh_from_db()
    approved.refresh_from_db()
    assert (open_pair.state, approved.state) == (SuggestionState.SUPERSEDED, SuggestionState.APPROVED)


def test_a_listing_edited_during_matching_stays_waiting() -> None:
    demand = make_published_demand()
    type(demand).objects.filter(pk=demand.pk).update(revision=2)

    refresh.refresh_one(demand)

    assert type(demand).objects.awaiting_matching().get() == demand


def test_no_more_than_the_best_are_suggested() -> None:
    for _ in range(partners.PER_LISTING + 5):
        make_published_offer()
    demand = make_published_demand()

    refresh.refresh_one(demand)

    ranks = Suggestion.objects.order_by("offer_rank").values_list("offer_rank", flat=True)
    assert list(ranks) == list(range(1, partners.PER_LISTING + 1))
