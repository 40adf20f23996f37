import pytest
from hypothesis import given, settings

from matching.engine import Document, Engine, GlossaryTerm, Lexicon
from matching.engine.explanation.top_terms import top_terms
from tests.engine.hard_texts import LISTINGS
from tests.engine.market import DEMANDS, OFFERS, engine


def names_of(demand: Document, offer: Document, most: int = 5, fitted: Engine | None = None) -> list[str]:
    fitted = fitted or engine()
    weights = fitted.weigh_demands([demand]), fitted.weigh_offers([offer])
    [found] = top_terms([(demand, offer)], *weights, fitted, most)
    return found


@pytest.mark.parametrize(
    ("demand", "offer", "expected"),
    [
        ("锂离子电池 LED", "led 锂离子电池", ["锂离子电池", "led"]),
        ("Batteries wanted", "a battery", ["batteries"]),
        ("10 kWh", "10kwh", ["10 kwh"]),
        ("电", "电", ["电"]),
        ("膜的", "膜的", ["膜"]),
        ("的", "的", ["的"]),
        ("pump", "motor", []),
        ("", "", []),
    ],
)
def test_shared_terms_that_overlap_become_one_phrase(demand: str, offer: str, expected: list[str]) -> None:
    assert names_of(Document(1, demand), Document(2, offer)) == expected


def test_no_more_are_named_than_asked_for() -> None:
    text = "锂离子电池, 隔膜, 防爆"
    every = names_of(Document(1, text), Document(2, text))
    assert set(every) == {"锂离子电池", "隔膜", "防爆"}
    [one] = names_of(Document(1, text), Document(2, text), 1)
    assert len(one) > 1
    assert one in text


def test_pairs_of_one_demand_are_named_one_by_one() -> None:
    rows = [DEMANDS[0], DEMANDS[1], DEMANDS[0]]
    offers = [OFFERS[0], OFFERS[2], OFFERS[3]]
    weights = engine().weigh_demands(rows), engine().weigh_offers(offers)
    assert list(top_terms(list(zip(rows, offers, strict=True)), *weights, engine(), 5)) == [
        names_of(demand, offer) for demand, offer in zip(rows, offers, strict=True)
    ]


@pytest.mark.slow
@given(LISTINGS, LISTINGS)
@settings(max_examples=40, deadline=None)
def test_whatever_the_texts_hold_names_are_few_and_distinct(demand: Document, offer: Document) -> None:
    found = names_of(demand, offer, 3)
    assert len(set(found)) == len(found) <= 3
    assert all(found)


def test_where_the_demand_holds_none_of_the_terms_the_offer_names_them() -> None:
    lexicon = Lexicon.of([], [GlossaryTerm("隔膜", "separator", 1.0)])
    demand, offer = Document(1, "隔膜"), Document(2, "Separators, coated")
    fitted = Engine.fit([offer], [demand], lexicon=lexicon)
    assert names_of(demand, offer, fitted=fitted) == ["separators"]
