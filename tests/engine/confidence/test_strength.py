import pickle
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from matching.engine import Document, Engine, Index
from matching.engine.confidence import said
from matching.engine.confidence.background import FEWEST
from matching.engine.confidence.strength import LEAST, NOISE, RECIPROCITY, RETURNED
from matching.engine.expansion.reading import Reading
from matching.engine.expansion.translations import Translation
from matching.engine.text import reader
from matching.engine.text.counting import count
from tests.engine.market import DEMANDS, OFFERS, index, made_up

MANY_OFFERS, MANY_DEMANDS = made_up(300, 41), made_up(60, 42, first=1000)
NOTHING = Document(900)
Pair = tuple[Document, Document, float]


@cache
def large() -> Index:
    return Index.build(Engine.fit(MANY_OFFERS, MANY_DEMANDS), MANY_OFFERS, MANY_DEMANDS)


@cache
def pairs() -> list[Pair]:
    """The best pairs of every demand, as a match finds them."""
    found = large().best_offers(MANY_DEMANDS, 5)
    return [
        (demand, MANY_OFFERS[number], score)
        for row, demand in enumerate(MANY_DEMANDS)
        for number, score in found.pairs(row)
    ]


def strengths(market: Index, rows: list[Pair]) -> npt.NDArray[np.float64]:
    return market.strengths(*columns(rows))


def columns(rows: list[Pair]) -> tuple[list[Document], list[Document], list[float]]:
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def test_the_strength_is_that_of_a_calculation_from_dense_weights() -> None:
    market, (demand, offer, score) = large(), pairs()[7]
    engine = market.engine
    asked, said = (each([demand]).toarray()[0] for each in (market.weigh_demands, engine.weigh_offers))
    back = engine.query_weighting.transform(count([offer])).toarray()[0]
    background = market.confidence.background.postings.toarray() @ asked
    own = asked @ said
    z = (score - background.mean()) / (background.std() + NOISE * own)
    mutuality = (back @ said) / (back @ engine.weigh_offers([offer]).toarray()[0])
    expected = score / own * max(LEAST, z) * mutuality**RECIPROCITY
    assert strengths(market, [pairs()[7]])[0] == pytest.approx(expected, rel=1e-4)
    assert z > LEAST
    assert mutuality > RETURNED * score / own


def test_a_demand_that_is_not_in_the_index_has_the_strengths_it_would_have_there() -> None:
    without = Index.build(large().engine, MANY_OFFERS, MANY_DEMANDS[:20])
    assert len(without.confidence.norms.digests) < len(large().confidence.norms.digests)
    np.testing.assert_array_equal(strengths(without, pairs()), strengths(large(), pairs()))


def test_strengths_do_not_depend_on_the_documents_that_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(said, "REMEMBERED", 400)
    monkeypatch.setattr(reader, "REMEMBERED", 600)
    market = Index.build(large().engine, MANY_OFFERS, MANY_DEMANDS)
    expected = strengths(large(), pairs())
    for start in (0, 100, 50, 200, 0):  # 20 demands each, known or new
        some = slice(start, start + 100)
        np.testing.assert_array_equal(strengths(market, pairs()[some]), expected[some])
    assert strengths(market, []).shape == (0,)


def test_an_edited_demand_is_measured_by_its_new_text() -> None:
    (demand, offer, score), (other, _, _) = pairs()[0], pairs()[-1]
    edited = replace(other, id=demand.id)
    assert edited.title != demand.title or edited.body != demand.body
    assert strengths(large(), [(edited, offer, score)]) == strengths(large(), [(other, offer, score)])


def test_a_pair_in_two_languages_is_stronger_if_its_score_is_higher() -> None:
    demand, offer = Document(1, "锂离子电池隔膜"), Document(2, "Ceramic membranes for pumps")
    crowd = [*OFFERS, offer]
    market = Index.build(Engine.fit(crowd, [demand]), crowd, [demand])
    weak, strong = market.strengths([demand] * 2, [offer] * 2, [0.05, 0.2])
    assert 0 < weak < strong


def test_a_strength_does_not_depend_on_the_pairs_that_are_asked_with_it() -> None:
    together = strengths(large(), pairs())
    alone = np.concatenate([strengths(large(), [pair]) for pair in pairs()])
    np.testing.assert_array_equal(together, alone)
    order = Random(3).sample(range(len(pairs())), len(pairs()))
    np.testing.assert_array_equal(strengths(large(), [pairs()[at] for at in order]), together[order])


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10**6), scores=st.lists(st.floats(0, 1.7), min_size=2, max_size=6))
def test_a_higher_score_never_makes_a_pair_weaker(at: int, scores: list[float]) -> None:
    demand, offer, _ = pairs()[at % len(pairs())]
    found = strengths(large(), [(demand, offer, score) for score in sorted(scores)])
    assert np.all(np.diff(found) >= 0)
    assert np.all(np.isfinite(found))


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.text("膜电池废水pump 10kWh,", max_size=12), min_size=1, max_size=6),
    size=st.integers(0, 10),
    score=st.floats(0, 2),
)
def test_any_text_in_any_small_market_has_a_finite_strength(
    texts: list[str], size: int, score: float
) -> None:
    market = of_size(size)
    documents = [Document(at, text) for at, text in enumerate(texts)]
    for other in (*documents, NOTHING):
        found = market.strengths(documents, [other] * len(documents), [score] * len(documents))
        assert np.all(np.isfinite(found))
        assert np.all(found >= 0)


@cache
def of_size(size: int) -> Index:
    offers = made_up(size, 5)
    return Index.build(Engine.fit(offers, DEMANDS), offers, DEMANDS)


@pytest.mark.parametrize("size", [FEWEST, 2 * FEWEST, 300])
def test_where_all_offers_are_the_same_a_pair_has_a_strength_still(size: int) -> None:
    offers = [Document(at, "锂离子电池隔膜") for at in range(size)]
    market = Index.build(Engine.fit(offers, DEMANDS), offers, DEMANDS)
    scores = market.best_offers(DEMANDS[:1], 1).scores[0].tolist()
    found = market.strengths(DEMANDS[:1], offers[:1], scores)
    assert 0 < found[0] < 1  # nothing stands out


@pytest.mark.parametrize("size", [1, 2, 10])
def test_the_first_offers_of_a_market_stand_out_from_those_that_are_not_there_yet(size: int) -> None:
    offers = [Document(at, "锂离子电池隔膜") for at in range(size)]
    market = Index.build(Engine.fit(offers, DEMANDS), offers, DEMANDS)
    scores = market.best_offers(DEMANDS[:1], 1).scores[0].tolist()
    one_of_many = Index.build(market.engine, [*offers, *OFFERS[: FEWEST - size]], DEMANDS)
    few, many = (each.strengths(DEMANDS[:1], offers[:1], scores)[0] for each in (market, one_of_many))
    assert few >= many > 0


@pytest.mark.parametrize("pair", [(NOTHING, OFFERS[0]), (DEMANDS[0], NOTHING), (NOTHING, NOTHING)])
def test_a_text_without_words_makes_no_strong_pair(pair: tuple[Document, Document]) -> None:
    assert index().strengths([pair[0]], [pair[1]], [0.0]).tolist() == [0]


def test_no_pairs_have_no_strengths() -> None:
    assert index().strengths([], [], []).shape == (0,)


def test_the_exact_answer_to_a_long_demand_is_stronger_than_a_phrase_that_many_offers_share() -> None:
    chance = Random(8)
    crowd = [
        Document(at, " ".join(chance.sample(("技术合作", "泵", "阀门", "涂料", "铸造", "电机", "水处理"), 3)))
        for at in range(120)
    ]
    wanted = Document(
        1,
        "耐高温陶瓷隔膜",
        (),
        "",
        "用于动力锂离子电池的隔膜，厚度12 μm，孔隙率40%，穿刺强度高，批量供应，长期技术合作。",
    )
    vague = Document(2, "寻求技术合作")
    answer = Document(500, "陶瓷涂覆的耐高温锂离子电池隔膜", (), "", "孔隙率40%，厚度12 μm，穿刺强度高")
    market = Index.build(Engine.fit([*crowd, answer], [wanted, vague]), [*crowd, answer], [wanted, vague])
    best = market.best_offers([wanted, vague], 1)
    exact, common = best.ids[:, 0].tolist()
    assert exact == answer.id
    found = market.strengths([wanted, vague], [answer, crowd[common]], best.scores[:, 0])
    assert found[0] > found[1]


def test_an_index_from_disk_gives_the_same_strengths(tmp_path: Path) -> None:
    large().save(tmp_path)
    np.testing.assert_array_equal(strengths(Index.load(tmp_path), pairs()), strengths(large(), pairs()))


def test_each_document_is_read_once_and_a_demand_of_the_index_is_not_weighed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighed: list[int] = []
    weigh = Engine.query_parts_with_translation

    def noted(self: Engine, reading: Reading, *, depth: int) -> tuple[sparse.csr_matrix, Translation]:
        weighed.append(reading.counts.size)
        return weigh(self, reading, depth=depth)

    monkeypatch.setattr(Engine, "query_parts_with_translation", noted)
    new = Document(77, "爆炸 battery")
    index().strengths([DEMANDS[0], new] * 2, [OFFERS[0], OFFERS[1]] * 2, [0.1] * 4)
    assert weighed == [1]
    index().reasons_of_pairs([(new, OFFERS[0])])
    assert weighed == [1]
    searched = Document(78, "探测器 battery")
    found = index().best_offers([searched], 1)
    index().strengths([searched], [OFFERS[0]], found.scores[:, 0])
    before = index().reasons_of_pairs([(searched, OFFERS[0])])
    assert weighed == [1, 1]
    alone = pickle.loads(pickle.dumps(index())).reasons(demand=searched, offer=OFFERS[0])
    assert [alone] == before


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="2 demands, 1 offers"):
        index().strengths(DEMANDS[:2], OFFERS[:1], [0.1])
    with pytest.raises(ValueError, match=r"scores of shape \(2,\)"):
        index().strengths(DEMANDS[:1], OFFERS[:1], [0.1, 0.2])
    with pytest.raises(TypeError, match="must be a Document"):
        index().strengths(["a"], OFFERS[:1], [0.1])  # type: ignore[list-item]


def test_the_parts_multiply_to_the_strength() -> None:
    parts = large().confidence.parts(*columns(pairs()))
    np.testing.assert_array_equal(parts.strengths(), strengths(large(), pairs()))
    assert np.all(parts.mutuality >= 0)
    assert np.all(parts.distinctness >= LEAST)
