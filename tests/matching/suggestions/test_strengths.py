import pytest

from matching.confidence import scales
from matching.index import market_index
from matching.models import Suggestion
from matching.suggestions import refresh, strengths
from tests.factories import make_published_demand, make_published_offer

pytestmark = pytest.mark.django_db

CELLS = {
    "title": "固态电池电解质",
    "summary": "",
    "description": "硫化物固态电解质，离子电导率高，用于动力电池",
    "technology_keywords": ["电解质"],
}
PUMPS = {"title": "Centrifugal pump seal", "summary": "", "description": "Mechanical seal for slurry pumps"}


def test_a_pair_has_the_same_strength_from_both_sides() -> None:
    offers = [make_published_offer(**CELLS), make_published_offer(**PUMPS, advantages="")]
    demands = [make_published_demand(**CELLS, problem="寿命短"), make_published_demand(**PUMPS)]
    market_index.rebuild()
    for demand in demands:
        refresh.refresh_one(demand)
    from_the_demands = dict(Suggestion.objects.values_list("pk", "base_strength"))
    Suggestion.objects.update(base_strength=-1.0)
    for offer in offers:
        refresh.refresh_one(offer)
    from_the_offers = dict(Suggestion.objects.values_list("pk", "base_strength"))
    assert len(from_the_offers) == len(from_the_demands) > 1
    assert from_the_offers == pytest.approx(from_the_demands, rel=1e-5)


def test_a_member_who_asks_gets_the_strength_that_the_matcher_gives() -> None:
    offer, demand = make_published_offer(**CELLS), make_published_demand(**CELLS)
    refresh.refresh_one(demand)
    pair = Suggestion.objects.get()
    rating = strengths.rating_of(offer, demand)
    assert rating.score == pytest.approx(pair.score, rel=1e-5)
    assert rating.strength == pytest.approx(pair.base_strength, rel=1e-5)


def test_without_an_index_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(market_index, "current", lambda: None)
    assert strengths.rating_of(make_published_offer(), make_published_demand()) == (0.0, 0.0)


def test_requirements_raise_or_lower_the_strength(monkeypatch: pytest.MonkeyPatch) -> None:
    offer, demand = make_published_offer(**CELLS), make_published_demand(**CELLS)
    index = market_index.current_or_build()
    plain = strengths.strengths_of(index, [(demand, offer, 0.5)])
    monkeypatch.setattr(strengths, "requirement_factor", lambda _demand, _offer: 0.25)
    assert strengths.strengths_of(index, [(demand, offer, 0.5)]) == pytest.approx([plain[0] / 4])


def test_no_pairs_have_no_strengths() -> None:
    make_published_offer()
    assert strengths.strengths_of(market_index.current_or_build(), []) == []


def test_requirements_of_a_hopeless_pair_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    offer, demand = make_published_offer(**CELLS), make_published_demand(**CELLS)
    index = market_index.current_or_build()
    monkeypatch.setattr(scales, "current", scales.Scales)
    read: list[float] = []

    def factor(_demand: object, _offer: object) -> float:
        read.append(1.25)
        return 1.25

    monkeypatch.setattr(strengths, "requirement_factor", factor)
    found = strengths.strengths_of(index, [(demand, offer, 1e-6), (demand, offer, 0.9)])
    assert len(read) == 1
    assert 0 < 1.25 * found[0] < scales.current().least
    assert 1.25 * found[0] < found[1]
