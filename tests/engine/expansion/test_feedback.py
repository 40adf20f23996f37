"""Feedback equals the formula of feedback.py, computed again with dense arrays and loops."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings

from matching.engine import DEFAULT, Config, Document, Engine, GlossaryTerm
from matching.engine.expansion import feedback
from matching.engine.expansion.feedback import Feedback, are_words
from matching.engine.expansion.reading import read
from matching.engine.lexicon.lexicon import EMPTY, Lexicon
from matching.engine.text.counting import Matrix
from matching.engine.text.documents import FIELDS
from matching.engine.text.keys import NUMBER, STEM
from matching.engine.text.tokens import key_of
from tests.engine.hard_texts import MARKETS
from tests.engine.market import DEMANDS, OFFERS, index, made_up, same_weights
from tests.engine.reference_terms import is_spaceless, terms

OFFERED, WANTED = made_up(80, 1), made_up(40, 2)
Floats = npt.NDArray[np.float64]


def feedback_of(offers: list[Document], demands: list[Document], config: Config = DEFAULT) -> Feedback:
    engine = Engine.fit(offers, demands, replace(config, fb_min_offers=1))
    return Feedback.of(engine, engine.weigh_offers(offers).tocsc())


def engine_of(feedback: Feedback) -> Engine:
    """The whole engine; feedback itself needs less."""
    assert isinstance(feedback.engine, Engine)
    return feedback.engine


def extended(feedback: Feedback, demands: list[Document]) -> Floats:
    return np.asarray(with_feedback(feedback, demands).toarray(), np.float64)


def with_feedback(feedback: Feedback, demands: list[Document]) -> Matrix:
    engine = engine_of(feedback)
    reading = engine.read(demands)
    return feedback.extend(engine.weigh_read_demands(reading), reading.are_word_based())


def column(feedback: Feedback, term: str) -> int:
    return int(feedback.engine.vocabulary.columns_of(np.array([key_of(term)], np.uint64))[0])


def heaviest(
    weights: Floats, document_frequencies: npt.NDArray[np.int64], terms: int, postings: int
) -> list[int]:
    """The columns of the heaviest terms within a budget of postings."""
    kept: list[int] = []
    spent = 0
    heaviest_first = sorted(np.flatnonzero(weights).tolist(), key=lambda at: (-weights[at], at))
    for at in [at for at in heaviest_first if document_frequencies[at] <= postings][:terms]:
        spent += int(document_frequencies[at])
        if spent <= postings:
            kept.append(at)
    return kept or heaviest_first[:1]


def consists_of_words(demand: Document) -> bool:
    found = [term for name in FIELDS for term in terms(demand.text(name))]
    return 0 < len(found) >= 2 * sum(map(is_spaceless, found))


def slow_answer(query_weights: Floats, document_weights: Floats, engine: Engine) -> Floats:
    """q'(d, t) of one demand by the formula of feedback.py."""
    config = engine.config
    words = np.append(engine.vocabulary.keys >> np.uint64(60) >= STEM, np.zeros(1 << 16, bool))
    quarter = engine.max_postings // 4
    sought = np.zeros_like(query_weights)
    kept = heaviest(query_weights, engine.document_frequencies, config.max_terms, quarter)
    sought[kept] = query_weights[kept]
    scores = document_weights @ sought
    best = [at for at in np.lexsort((np.arange(len(scores)), -scores)) if scores[at] > 0]
    best = best[: config.fb_docs]
    if not best:
        return query_weights
    mixing = (scores[best] / scores[best[0]]) ** config.fb_focus
    candidates = engine.query_weighting.idf_ * (mixing / mixing.sum() @ document_weights[best])
    candidates *= words & (engine.document_frequencies <= quarter)
    kept = heaviest(candidates, engine.document_frequencies, config.fb_terms, quarter)
    feedback_terms = np.zeros_like(candidates)
    feedback_terms[kept] = candidates[kept] / candidates[kept].sum() if kept else 0
    return (
        (query_weights + config.fb_weight * feedback_terms) / (1 + config.fb_weight)
        if kept
        else query_weights
    )


def test_a_word_of_the_only_offer_becomes_a_feedback_term() -> None:
    feedback = feedback_of([Document(1, "led lamp"), Document(2, "pump")], [Document(3, "led")])
    found = extended(feedback, [Document(3, "led")])[0]
    # The query has one word and finds one offer: its words share the feedback weight by idf.
    led, lamp = column(feedback, "led"), column(feedback, "lamp")
    idf, share = feedback.engine.query_weighting.idf_, DEFAULT.fb_weight
    feedback_terms = idf[lamp] / (idf[led] + idf[lamp])
    assert found[lamp] == pytest.approx(share * feedback_terms / (1 + share))
    assert found[led] == pytest.approx((1 + share * (1 - feedback_terms)) / (1 + share))
    assert np.flatnonzero(found).tolist() == sorted([led, lamp])


@pytest.mark.slow
@pytest.mark.parametrize(
    "config",
    [
        DEFAULT,
        Config(fb_weight=2, fb_docs=1),
        Config(fb_docs=3, fb_focus=0, fb_terms=2),
        Config(max_postings=90, max_market_postings=0),
        Config(max_terms=1, fb_terms=1),
    ],
)
def test_the_quick_answer_is_the_slow_answer(config: Config) -> None:
    feedback = feedback_of(OFFERED, WANTED, config)
    query_weights = engine_of(feedback).weigh_demands(WANTED).toarray().astype(np.float64)
    document_weights = feedback.postings.toarray().astype(np.float64)
    expected = [
        slow_answer(row, document_weights, engine_of(feedback)) if consists_of_words(demand) else row
        for row, demand in zip(query_weights, WANTED, strict=True)
    ]
    np.testing.assert_allclose(extended(feedback, WANTED), expected, rtol=1e-4, atol=1e-7)


def test_many_demands_get_the_same_feedback_in_parts_as_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = feedback_of(OFFERED, WANTED)
    at_once = with_feedback(model, WANTED)
    monkeypatch.setattr(feedback, "AT_ONCE", 7)
    assert same_weights(with_feedback(model, WANTED), at_once)


def test_only_words_and_numbers_become_feedback_terms() -> None:
    feedback = feedback_of([Document(1, "led 锂离子电池 10 kWh lamp")], [Document(2, "led")])
    demand = Document(2, "led")
    before = engine_of(feedback).weigh_demands([demand])
    after = with_feedback(feedback, [demand])
    feedback_terms = set(after.indices.tolist()) - set(before.indices.tolist())
    assert feedback_terms == {column(feedback, "lamp"), column(feedback, "10kwh")}


def test_only_a_demand_made_of_words_gets_feedback() -> None:
    feedback = feedback_of([Document(1, "led lamp pump 电")], [Document(2, "led"), Document(3, "电 led")])
    demands = [Document(2, "led"), Document(3, "led 电 电 电"), Document(4, "led lamp 电"), Document(5)]
    before = engine_of(feedback).weigh_demands(demands)
    after = with_feedback(feedback, demands)
    assert [(after[[row]] != before[[row]]).nnz > 0 for row in range(4)] == [True, False, True, False]
    assert same_weights(after[1:2], before[1:2])


def test_as_much_of_words_as_of_characters_is_made_of_words() -> None:
    texts = ("led", "电", "", "led 电", "led 电池")
    reading = read([Document(number, text) for number, text in enumerate(texts)], EMPTY)
    assert reading.are_word_based().tolist() == [True, False, False, True, False]


def test_what_a_translation_adds_makes_no_demand_one_of_words() -> None:
    lexicon = Lexicon.of([], [GlossaryTerm("电池", "battery", 1.0), GlossaryTerm("驱动", "driver", 1.0)])
    offers = [Document(number, "LED battery driver lamp") for number in range(9)]
    engine = Engine.fit(offers, [], Config(fb_min_offers=1), lexicon)
    feedback = Feedback.of(engine, engine.weigh_offers(offers).tocsc())
    demand = [Document(1, "LED 电池 驱动")]
    assert same_weights(with_feedback(feedback, demand), engine.weigh_demands(demand))


def test_known_words_and_numbers_may_be_feedback_terms() -> None:
    vocabulary = index().engine.vocabulary
    kinds = (vocabulary.keys >> np.uint64(60)).tolist()
    assert set(kinds) >= {1, 2, STEM, NUMBER}
    assert are_words(vocabulary).tolist() == [*(kind >= STEM for kind in kinds), *[False] * (1 << 16)]


@pytest.mark.parametrize(
    ("offers", "config"),
    [
        (OFFERED, replace(DEFAULT, fb_weight=0)),
        ([], DEFAULT),
        ([Document(1, "锂离子电池"), Document(2, "")], DEFAULT),
        ([Document(1, "pump")], DEFAULT),
    ],
)
def test_a_demand_without_feedback_terms_stays_as_it_is(offers: list[Document], config: Config) -> None:
    feedback = feedback_of(offers, WANTED, config)
    query_weights = engine_of(feedback).weigh_demands([Document(1, "turbine"), Document(2)])
    assert same_weights(with_feedback(feedback, [Document(1, "turbine"), Document(2)]), query_weights)


@pytest.mark.slow
@given(MARKETS, MARKETS)
@settings(deadline=None)
def test_query_weights_with_feedback_still_sum_to_one(
    offers: list[Document], demands: list[Document]
) -> None:
    feedback = feedback_of(offers, demands)
    query_weights = engine_of(feedback).weigh_demands(demands)
    found = with_feedback(feedback, demands)
    sums = np.asarray(found.sum(axis=1)).ravel()
    np.testing.assert_allclose(sums, [float(row.nnz > 0) for row in query_weights], atol=1e-5)
    assert (found.dtype, found.has_sorted_indices) == (np.float32, True)
    assert found.nnz == 0 or found.data.min() > 0


def test_a_demand_gets_the_same_feedback_alone_and_among_others() -> None:
    feedback = feedback_of(OFFERED, WANTED)
    together = with_feedback(feedback, WANTED)
    for row, demand in enumerate(WANTED):
        alone = with_feedback(feedback, [demand])
        assert same_weights(alone, together[[row]])


def test_saved_and_mapped_feedback_is_bit_by_bit_the_same(tmp_path: Path) -> None:
    feedback = index().feedback
    feedback.save(tmp_path)
    loaded = Feedback.load(tmp_path, feedback.engine, feedback.postings)
    listings = [*DEMANDS, *OFFERS]
    assert same_weights(loaded.words, feedback.words)
    assert same_weights(with_feedback(loaded, listings), with_feedback(feedback, listings))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "words.data.npy",
        "words.indices.npy",
        "words.indptr.npy",
    ]
    (tmp_path / "words.data.npy").unlink()
    with pytest.raises(FileNotFoundError):
        Feedback.load(tmp_path, feedback.engine, feedback.postings)


def test_a_small_market_has_no_feedback() -> None:
    offers = [Document(number, "led lamp") for number in range(DEFAULT.fb_min_offers - 1)]
    demands = [Document(1000, "led")]
    for market, has_feedback in ((offers, False), ([*offers, Document(999, "led lamp")], True)):
        engine = Engine.fit(market, demands)
        feedback = Feedback.of(engine, engine.weigh_offers(market).tocsc())
        changed = with_feedback(feedback, demands) != engine.weigh_demands(demands)
        assert bool(changed.nnz) == has_feedback
