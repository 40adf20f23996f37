import pytest

from matching.engine import Document, Engine, GlossaryTerm, Index, Lexicon
from matching.suggestions.unnamed import FEW_WORDS, UNNAMED, limited

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


def strength_of(demand: Document, offer: Document, strength: float, *, index: Index | None = None) -> float:
    [found] = limited(index or market(), [(demand, offer)], [strength], least=0.05)
    return found


@pytest.mark.parametrize("strength", [0.0, 0.01, 0.2, 1.0, 10.0, 1e9])
def test_a_short_demand_and_an_offer_without_a_specific_word_in_common_stay_weak(strength: float) -> None:
    assert strength_of(SHORT, CHAIRS, strength) <= min(strength, UNNAMED)


def test_such_pairs_keep_their_order() -> None:
    given = [0.06, 0.2, 0.3, 2.0, 50.0]
    found = limited(market(), [(SHORT, CHAIRS)] * len(given), given, least=0.05)
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_a_pair_with_a_specific_word_keeps_its_strength() -> None:
    assert strength_of(NAMED, GRAPHENE, 0.7) == 0.7


def test_a_long_demand_is_not_asked_for_a_word() -> None:
    index = market()
    assert len(index.specific_words(LONG)) >= FEW_WORDS
    assert not index.unshared([LONG], [CHAIRS], FEW_WORDS).is_short.any()
    assert index.unshared([LONG], [CHAIRS], FEW_WORDS + 10).is_short.all()
    assert strength_of(LONG, CHAIRS, 0.7) == 0.7


def test_the_strengths_stand_in_the_order_of_the_pairs() -> None:
    pairs = [(LONG, CHAIRS), (SHORT, CHAIRS), (NAMED, GRAPHENE)]
    first, second, third = limited(market(), pairs, [1.0, 1.0, 1.0], least=0.05)
    assert (first, third) == (1.0, 1.0)
    assert second == pytest.approx(UNNAMED / 2)
    assert limited(market(), [], [], least=0.05) == []


POWDER = Document(6, "石墨烯粉体", body="一种石墨烯粉体的制备")


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_translated_word_is_as_good(is_indexed: bool) -> None:
    """Also of an offer that is newer than the index, whose words the vocabulary does not know."""
    offers = [CHAIRS, GRAPHENE, Document(8, "石墨烯"), *([POWDER] if is_indexed else [])]
    lexicon = Lexicon.of([], [GlossaryTerm("石墨烯", "graphene", 1.0)])
    with_glossary = Index.build(Engine.fit(offers, [NAMED], lexicon=lexicon), offers, [NAMED])
    without = Index.build(Engine.fit(offers, [NAMED]), offers, [NAMED])
    assert not with_glossary.unshared([NAMED], [POWDER], FEW_WORDS).has_script.any()
    assert strength_of(NAMED, POWDER, 0.7, index=with_glossary) == 0.7
    assert strength_of(NAMED, POWDER, 0.7, index=without) < UNNAMED
    assert strength_of(NAMED, POWDER, 0.04, index=without) == 0.04, "its texts are not read"


def test_a_document_is_in_its_own_script() -> None:
    mixed, plain = Document(7, "石墨烯电极材料制备 lidar drone rotor valve pump"), Document(8, "轴承")
    assert market().unshared([mixed], [plain], FEW_WORDS).has_script.all()
    assert not market().unshared([mixed], [CHAIRS], FEW_WORDS).has_script.any()


def test_what_is_no_pair_is_refused() -> None:
    index = market()
    with pytest.raises(TypeError, match="demands must be a sequence of Document"):
        index.unshared("x", [CHAIRS], FEW_WORDS)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="1 demands and 2 offers"):
        index.unshared([SHORT], [CHAIRS, GRAPHENE], FEW_WORDS)
