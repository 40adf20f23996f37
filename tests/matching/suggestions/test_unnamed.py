from matching.engine import Document, Engine, Index
from matching.suggestions.unnamed import FEW_WORDS, UNNAMED, factors_of

TOPICS = (
    "ceramic membrane graphene turbine catalyst photovoltaic electrolyte polymer bearing hydrogen robotics lidar "
    "antenna enzyme vaccine battery laser compressor gearbox alloy sensor transistor insulin biomass pigment "
    "adhesive rubber textile furnace drone magnet fuse valve crystal solvent resin"
).split()
SHORT = Document(1, "Hiring: two managers", body="Send your application to our office. We also like to travel.")
NAMED = Document(2, "Graphene electrodes wanted")
LONG = Document(3, " ".join(TOPICS), body="Send your application to our office.")
OFFICE = Document(4, "Chairs", body="Chairs for an office where people travel and read an application.")
GRAPHENE = Document(5, "Graphene powder")


def market() -> Index:
    offers, demands = [OFFICE, GRAPHENE], [SHORT, NAMED, LONG]
    return Index.build(Engine.fit(offers, demands), offers, demands)


def test_a_pair_of_a_short_demand_without_a_reason_is_weakened() -> None:
    index = market()
    assert not index.reasons(demand=SHORT, offer=OFFICE).reasons
    assert factors_of(index, [(SHORT, OFFICE)]) == [UNNAMED]


def test_a_pair_with_a_reason_keeps_its_strength() -> None:
    assert factors_of(market(), [(NAMED, GRAPHENE)]) == [1.0]


def test_a_long_demand_is_not_asked_for_reasons() -> None:
    index = market()
    assert len(index.specific_words(LONG)) >= FEW_WORDS
    assert not index.reasons(demand=LONG, offer=OFFICE).reasons
    assert factors_of(index, [(LONG, OFFICE)]) == [1.0]


def test_factors_stand_in_the_order_of_the_pairs() -> None:
    index = market()
    pairs = [(LONG, OFFICE), (SHORT, OFFICE), (NAMED, GRAPHENE), (SHORT, OFFICE)]
    assert factors_of(index, pairs) == [1.0, UNNAMED, 1.0, UNNAMED]
    assert factors_of(index, []) == []
