"""A demand that says nothing specific gets only folded pairs."""

import pytest

from matching.engine import Document, Index
from matching.models import Suggestion
from matching.review import gaps
from matching.suggestions import refresh
from tests.factories import make_published_demand, make_published_offer
from ydeu.marketplace.models import Demand
from ydeu.marketplace.poster_feedback import Gap

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The specific words of a text are those with a capital letter."""

    def specific_words(_index: Index, document: Document) -> tuple[str, ...]:
        return tuple(word for word in document.body.split() if word.istitle())

    monkeypatch.setattr(Index, "specific_words", specific_words)


VAGUE = {"title": "技术合作", "summary": "", "description": "lithium cooperation wanted", "problem": ""}
SPECIFIC = {**VAGUE, "description": "Lithium Sulfide wanted"}


def test_a_vague_demand_gets_only_folded_pairs_and_counts_as_too_vague() -> None:
    make_published_offer()
    demand = make_published_demand(**VAGUE)
    refresh.refresh_one(demand)
    demand.refresh_from_db()
    assert demand.is_vague
    assert set(Suggestion.objects.values_list("state", "fold_reason")) == {("folded", "vague")}
    assert gaps.gap_of(demand) == Gap.TOO_VAGUE


def test_once_it_says_what_is_wanted_its_pairs_come_into_the_queue() -> None:
    make_published_offer()
    demand = make_published_demand(**VAGUE)
    refresh.refresh_one(demand)
    Demand.objects.filter(pk=demand.pk).update(description=SPECIFIC["description"], revision=2)
    demand = Demand.objects.get(pk=demand.pk)
    refresh.refresh_one(demand)
    demand.refresh_from_db()
    assert not demand.is_vague
    assert set(Suggestion.objects.values_list("state", "fold_reason")) == {("pending", "")}
    assert gaps.gap_of(demand) is None


def test_an_offer_found_later_does_not_bring_a_vague_demand_into_the_queue() -> None:
    demand = make_published_demand(**VAGUE)
    refresh.refresh_one(demand)
    refresh.refresh_one(make_published_offer())
    assert set(Suggestion.objects.values_list("state", "fold_reason")) == {("folded", "vague")}
