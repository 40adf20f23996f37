"""What the best offers lend to a demand, computed again with dense arrays and loops."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings

from matching.engine import DEFAULT, Config, Document, Engine, GlossaryTerm, feedback
from matching.engine.counting import Matrix
from matching.engine.documents import FIELDS
from matching.engine.feedback import Feedback, are_words
from matching.engine.lexicon import NOTHING, Lexicon
from matching.engine.reading import read
from matching.engine.tokens import NUMBER, STEM, key_of
from tests.engine.hard_texts import MARKETS
from tests.engine.market import DEMANDS, OFFERS, index, made_up, same_weights
from tests.engine.reference_terms import is_spaceless, terms

OFFERED, WANTED = made_up(80, 1), made_up(40, 2)
Numbers = npt.NDArray[np.float64]


def feedback_of(offers: list[Document], demands: list[Document], config: Config = DEFAULT) -> Feedback:
    engine = Engine.fit(offers, demands, replace(config, feedback_market=1))
    return Feedback.of(engine, engine.weigh_offers(offers).tocsc())


def extended(feedback: Feedback, demands: list[Document]) -> Numbers:
    return lend(feedback, demands).toarray().astype(np.float64)


def lend(feedback: Feedback, demands: list[Document]) -> Matrix:
    reading = feedback.engine.read(demands)
    return feedback.extend(feedback.engine.weigh_read_demands(reading), reading.of_words())


def column(feedback: Feedback, term: str) -> int:
    return int(feedback.engine.vocabulary.columns_of(np.array([key_of(term)], np.uint64))[0])


def heaviest(weights: Numbers, costs: npt.NDArray[np.int64], terms: int, postings: int) -> list[int]:
    """The columns of the heaviest terms within a budget of postings."""
    kept: list[int] = []
    spent = 0
    heaviest_first = sorted(np.flatnonzero(weights).tolist(), key=lambda at: (-weights[at], at))
    for at in [at for at in heaviest_first if costs[at] <= postings][:terms]:
        spent += int(costs[at])
        if spent <= postings:
            kept.append(at)
    return kept or heaviest_first[:1]


def consists_of_words(demand: Document) -> bool:
    found = [term for name in FIELDS for term in terms(demand.text(name))]
    return 0 < len(found) >= 2 * sum(map(is_spaceless, found))


def slow_answer(asked: Numbers, spoken: Numbers, engine: Engine) -> Numbers:
    """asked' of one demand, as the formula of feedback.py has it."""
    config = engine.config
    words = np.append(engine.vocabulary.keys >> np.uint64(60) >= STEM, np.zeros(1 << 16, bool))
    quarter = engine.most_postings // 4
    sought = np.zeros_like(asked)
    kept = heaviest(asked, engine.costs, config.most_terms, quarter)
    sought[kept] = asked[kept]
    scores = spoken @ sought
    best = [at for at in np.lexsort((np.arange(len(scores)), -scores)) if scores[at] > 0]
    best = best[: config.feedback_offers]
    if not best:
        return asked
    mixing = (scores[best] / scores[best[0]]) ** config.feedback_focus
    said = engine.demand_weighting.inverse_ * (mixing / mixing.sum() @ spoken[best])
    said *= words & (engine.costs <= quarter)
    kept = heaviest(said, engine.costs, config.feedback_terms, quarter)
    lent = np.zeros_like(said)
    lent[kept] = said[kept] / said[kept].sum() if kept else 0
    return (asked + config.feedback * lent) / (1 + config.feedback) if kept else asked


def test_a_word_of_the_only_offer_is_lent() -> None:
    feedback = feedback_of([Document(1, "led lamp"), Document(2, "pump")], [Document(3, "led")])
    found = extended(feedback, [Document(3, "led")])[0]
    # One word is asked for and one offer found: the words of it share what is lent by their idf.
    led, lamp = column(feedback, "led"), column(feedback, "lamp")
    idf, share = feedback.engine.demand_weighting.inverse_, DEFAULT.feedback
    lent = idf[lamp] / (idf[led] + idf[lamp])
    assert found[lamp] == pytest.approx(share * lent / (1 + share))
    assert found[led] == pytest.approx((1 + share * (1 - lent)) / (1 + share))
    assert np.flatnonzero(found).tolist() == sorted([led, lamp])


@pytest.mark.slow
@pytest.mark.parametrize(
    "config",
    [
        DEFAULT,
        Config(feedback=2, feedback_offers=1),
        Config(feedback_offers=3, feedback_focus=0, feedback_terms=2),
        Config(most_postings=90, market_postings=0),
        Config(most_terms=1, feedback_terms=1),
    ],
)
def test_the_quick_answer_is_the_slow_answer(config: Config) -> None:
    feedback = feedback_of(OFFERED, WANTED, config)
    asked = feedback.engine.weigh_demands(WANTED).toarray().astype(np.float64)
    spoken = feedback.postings.toarray().astype(np.float64)
    expected = [
        slow_answer(row, spoken, feedback.engine) if consists_of_words(demand) else row
        for row, demand in zip(asked, WANTED, strict=True)
    ]
    np.testing.assert_allclose(extended(feedback, WANTED), expected, rtol=1e-4, atol=1e-7)


def test_many_demands_are_lent_part_by_part_what_they_are_lent_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lender = feedback_of(OFFERED, WANTED)
    at_once = lend(lender, WANTED)
    monkeypatch.setattr(feedback, "AT_ONCE", 7)
    assert same_weights(lend(lender, WANTED), at_once)


def test_only_words_and_numbers_are_lent() -> None:
    feedback = feedback_of([Document(1, "led 锂离子电池 10 kWh lamp")], [Document(2, "led")])
    demand = Document(2, "led")
    before = feedback.engine.weigh_demands([demand])
    after = lend(feedback, [demand])
    lent = set(after.indices.tolist()) - set(before.indices.tolist())
    assert lent == {column(feedback, "lamp"), column(feedback, "10kwh")}


def test_only_a_demand_made_of_words_is_lent_some() -> None:
    feedback = feedback_of([Document(1, "led lamp pump 电")], [Document(2, "led"), Document(3, "电 led")])
    demands = [Document(2, "led"), Document(3, "led 电 电 电"), Document(4, "led lamp 电"), Document(5)]
    before = feedback.engine.weigh_demands(demands)
    after = lend(feedback, demands)
    assert [(after[[row]] != before[[row]]).nnz > 0 for row in range(4)] == [True, False, True, False]
    assert same_weights(after[1:2], before[1:2])


def test_as_much_of_words_as_of_characters_is_made_of_words() -> None:
    texts = ("led", "电", "", "led 电", "led 电池")
    reading = read([Document(number, text) for number, text in enumerate(texts)], NOTHING)
    assert reading.of_words().tolist() == [True, False, False, True, False]


def test_what_a_translation_adds_makes_no_demand_one_of_words() -> None:
    lexicon = Lexicon.of([], [GlossaryTerm("电池", "battery", 1.0), GlossaryTerm("驱动", "driver", 1.0)])
    offers = [Document(number, "LED battery driver lamp") for number in range(9)]
    engine = Engine.fit(offers, [], Config(feedback_market=1), lexicon)
    feedback = Feedback.of(engine, engine.weigh_offers(offers).tocsc())
    demand = [Document(1, "LED 电池 驱动")]
    assert same_weights(lend(feedback, demand), engine.weigh_demands(demand))


def test_words_and_numbers_may_be_lent_and_new_ones_not() -> None:
    vocabulary = index().engine.vocabulary
    kinds = (vocabulary.keys >> np.uint64(60)).tolist()
    assert set(kinds) >= {1, 2, STEM, NUMBER}
    assert are_words(vocabulary).tolist() == [*(kind >= STEM for kind in kinds), *[False] * (1 << 16)]


@pytest.mark.parametrize(
    ("offers", "config"),
    [
        (OFFERED, replace(DEFAULT, feedback=0)),
        ([], DEFAULT),
        ([Document(1, "锂离子电池"), Document(2, "")], DEFAULT),
        ([Document(1, "pump")], DEFAULT),
    ],
)
def test_where_nothing_can_be_lent_a_demand_stays_as_it_is(offers: list[Document], config: Config) -> None:
    feedback = feedback_of(offers, WANTED, config)
    asked = feedback.engine.weigh_demands([Document(1, "turbine"), Document(2)])
    assert same_weights(lend(feedback, [Document(1, "turbine"), Document(2)]), asked)


@pytest.mark.slow
@given(MARKETS, MARKETS)
@settings(deadline=None)
def test_what_is_asked_still_sums_to_one(offers: list[Document], demands: list[Document]) -> None:
    feedback = feedback_of(offers, demands)
    asked = feedback.engine.weigh_demands(demands)
    found = lend(feedback, demands)
    sums = np.asarray(found.sum(axis=1)).ravel()
    np.testing.assert_allclose(sums, [float(row.nnz > 0) for row in asked], atol=1e-5)
    assert (found.dtype, found.has_sorted_indices) == (np.float32, True)
    assert found.nnz == 0 or found.data.min() > 0


def test_a_demand_is_lent_the_same_alone_and_among_others() -> None:
    feedback = feedback_of(OFFERED, WANTED)
    together = lend(feedback, WANTED)
    for row, demand in enumerate(WANTED):
        alone = lend(feedback, [demand])
        assert same_weights(alone, together[[row]])


def test_saved_and_mapped_it_lends_bit_by_bit_the_same(tmp_path: Path) -> None:
    feedback = index().feedback
    feedback.save(tmp_path)
    loaded = Feedback.load(tmp_path, feedback.engine, feedback.postings)
    listings = [*DEMANDS, *OFFERS]
    assert same_weights(loaded.words, feedback.words)
    assert same_weights(lend(loaded, listings), lend(feedback, listings))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "words.data.npy",
        "words.indices.npy",
        "words.indptr.npy",
    ]
    (tmp_path / "words.data.npy").unlink()
    with pytest.raises(FileNotFoundError):
        Feedback.load(tmp_path, feedback.engine, feedback.postings)


def test_in_a_small_market_nothing_is_lent() -> None:
    offers = [Document(number, "led lamp") for number in range(DEFAULT.feedback_market - 1)]
    asked = [Document(1000, "led")]
    for market, is_lent in ((offers, False), ([*offers, Document(999, "led lamp")], True)):
        engine = Engine.fit(market, asked)
        feedback = Feedback.of(engine, engine.weigh_offers(market).tocsc())
        assert bool((lend(feedback, asked) != engine.weigh_demands(asked)).nnz) == is_lent
