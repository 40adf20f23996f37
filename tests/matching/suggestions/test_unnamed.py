from matching.engine import Document, Engine, Index
from matching.suggestions.unnamed import FEW_WORDS, UNNAMED, factors_of

TOPICS = (
    "membrane graphene turbine catalyst electrolyte polymer bearing hydrogen lidar antenna enzyme vaccine",
    "battery laser compressor gearbox alloy transistor insulin biomass pigment adhesive rubber textile",
    "furnace drone magnet fuse valve crystal solvent resin ceramic photovoltaic robot sensor",
)
SHORT = Document(1, "New products of high quality", body="We are open to new ideas.")
NAMED = Document(2, "Graphene electrodes wanted")
LONG = Document(3, " ".join(TOPICS), body="We want new products of high quality.")
CHAIRS = Document(4, "Chairs", body="Our chairs are new products of high quality.")
GRAPHENE = Document(5, "Graphene powder")


def market() -> Index:
    offers, demands = [CHAIRS, GRAPHENE], [SHORT, NAMED, LONG]
    return Index.build(Engine.fit(offers, demands), offers, demands)


def test_a_pair_of_a_short_demand_without_a_specific_word_is_weakened() -> None:
    assert factors_of(market(), [(SHORT, CHAIRS)]) == [UNNAMED]


def test_a_pair_with_a_specific_word_keeps_its_strength() -> None:
    assert factors_of(market(), [(NAMED, GRAPHENE)]) == [1.0]


def test_a_long_demand_is_not_asked_for_a_word() -> None:
    index = market()
    assert len(index.specific_words(LONG)) >= FEW_WORDS
    assert not index.common([LONG], [CHAIRS]).has_word.any()
    assert factors_of(index, [(LONG, CHAIRS)]) == [1.0]


def test_factors_stand_in_the_order_of_the_pairs() -> None:
    index = market()
    pairs = [(LONG, CHAIRS), (SHORT, CHAIRS), (NAMED, GRAPHENE), (SHORT, CHAIRS)]
    assert factors_of(index, pairs) == [1.0, UNNAMED, 1.0, UNNAMED]
    assert factors_of(index, []) == []
