from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine import Config, Document, Engine, FieldWeights
from matching.engine.text.counting import count
from matching.engine.text.tokens import key_of
from matching.engine.weights.statistics import Statistics
from matching.engine.weights.vocabulary import HASHED_COLUMNS
from tests.engine.hard_texts import LISTINGS, MARKETS
from tests.engine.market import DEMANDS, OFFERS, engine, made_up, same_weights


@pytest.mark.slow
@given(MARKETS, MARKETS, LISTINGS)
@settings(max_examples=60, deadline=None)
def test_whatever_the_texts_hold_scores_lie_between_zero_and_one(
    offers: list[Document], demands: list[Document], newcomer: Document
) -> None:
    fitted = Engine.fit(offers, demands)
    query_weights, document_weights = (
        fitted.weigh_demands([*demands, newcomer]),
        fitted.weigh_offers([*offers, newcomer]),
    )
    scores = (query_weights @ document_weights.T).toarray()
    assert query_weights.dtype == document_weights.dtype == np.float32
    assert scores.min() >= 0
    assert scores.max() <= 1 + 1e-5
    assert document_weights.nnz == 0 or (document_weights.data.min() > 0 and document_weights.data.max() < 1)
    shares = np.asarray(query_weights.sum(axis=1)).ravel()
    assert np.all((np.abs(shares - 1) < 1e-5) | (shares == 0))
    again = Engine.fit(offers, demands)
    assert same_weights(again.weigh_demands([newcomer]), fitted.weigh_demands([newcomer]))


@pytest.mark.slow
@given(MARKETS, LISTINGS)
@settings(max_examples=50, deadline=None)
def test_a_listing_weighs_the_same_alone_and_among_others(rows: list[Document], other: Document) -> None:
    for weigh in (engine().weigh_offers, engine().weigh_demands):
        together = weigh([*rows, other])
        assert same_weights(weigh([other]), together[len(rows) :])
        assert same_weights(weigh(rows), together[: len(rows)])


def test_the_score_is_the_share_of_the_demand_that_the_offer_covers() -> None:
    query_weights, document_weights = engine().weigh_demands(DEMANDS), engine().weigh_offers(OFFERS)
    best = (query_weights @ document_weights.T).toarray().argmax(axis=1)
    assert [OFFERS[row].id for row in best] == [11, 13, 14]


def test_a_long_demand_asks_for_its_heaviest_terms_only() -> None:
    long = Document(1, body=" ".join(f"word{number}" for number in range(300)))
    whole = Engine.fit(OFFERS, [long], Config(max_terms=1000)).weigh_demands([long])
    kept = Engine.fit(OFFERS, [long], Config(max_terms=5)).weigh_demands([long])
    assert (whole.nnz, kept.nnz) == (300, 5)
    assert whole.sum() == pytest.approx(1)
    assert kept.sum() == pytest.approx(5 / 300)
    assert kept.indices.tolist() == whole.indices[:5].tolist()
    assert kept.data.tolist() == whole.data[:5].tolist()


def test_a_term_costs_as_many_postings_as_the_larger_side_has_of_it() -> None:
    fitted = Engine.fit(
        [Document(1, "led"), Document(2, "led pump")], [Document(number, "led") for number in range(5)]
    )
    columns = fitted.vocabulary.columns_of(
        np.array([key_of("led"), key_of("pump"), key_of("new")], np.uint64)
    )
    assert fitted.document_frequencies[columns].tolist() == [5, 1, 0]
    assert fitted.document_frequencies.shape == (2 + HASHED_COLUMNS,)


def test_a_demand_follows_no_more_postings_than_its_budget() -> None:
    offers, demands = made_up(80, 11), made_up(40, 12)
    fitted = Engine.fit(offers, demands, Config(max_postings=60, max_market_postings=0))
    query_weights = fitted.weigh_demands(demands)
    spent = np.add.reduceat(
        np.append(fitted.document_frequencies[query_weights.indices], 0), query_weights.indptr[:-1]
    )
    assert np.all((spent <= 60) | (np.diff(query_weights.indptr) <= 1))
    assert query_weights.nnz < Engine.fit(offers, demands).weigh_demands(demands).nnz


@pytest.mark.parametrize(
    ("listings", "postings"),
    [(0, 1000), (1, 1000), (10, 100), (99, 10), (100, 10), (101, 10), (10**5, 10)],
)
def test_a_small_market_lets_a_demand_follow_more(listings: int, postings: int) -> None:
    assert Config(max_postings=10, max_market_postings=1000).max_postings_per_demand(listings) == postings


@pytest.mark.parametrize(("listings", "postings"), [(10**5, 100), (16 * 10**5, 200), (81 * 10**5, 300)])
def test_a_very_large_market_lets_a_demand_follow_more_too(listings: int, postings: int) -> None:
    assert Config(max_postings=100, max_market_postings=1000).max_postings_per_demand(listings) == postings


def test_the_larger_side_decides_how_much_a_demand_may_follow() -> None:
    config = Config(max_postings=10, max_market_postings=1000)
    for offers, demands in ((25, 4), (4, 25)):
        assert Engine.fit(made_up(offers, 1), made_up(demands, 2), config).max_postings == 40


def test_an_engine_learnt_from_sums_is_one_fitted_on_listings() -> None:
    sums = [Statistics.of(count([offer]), "offers") for offer in OFFERS]
    sums += [Statistics.of(count([demand]), "demands") for demand in DEMANDS]
    learnt = Engine.from_statistics(Statistics.merged(sums))
    assert same_weights(learnt.weigh_offers(OFFERS), engine().weigh_offers(OFFERS))
    assert same_weights(learnt.weigh_read_demands(learnt.read(DEMANDS)), engine().weigh_demands(DEMANDS))
    assert same_weights(learnt.weigh_counted_offers(count(DEMANDS)), engine().weigh_offers(DEMANDS))
    assert learnt.document_frequencies.tolist() == engine().document_frequencies.tolist()


def test_an_empty_market_still_weighs_what_comes_later() -> None:
    empty = Engine.fit([], [])
    score = empty.weigh_demands(DEMANDS[:1]) @ empty.weigh_offers(OFFERS[:1]).T
    assert 0 < score[0, 0] < 1
    assert empty.weigh_offers([]).shape == empty.weigh_demands([]).shape == (0, HASHED_COLUMNS)


def test_a_market_may_come_one_by_one() -> None:
    fitted = Engine.fit(iter(OFFERS), iter(DEMANDS))
    assert same_weights(fitted.weigh_demands(iter(DEMANDS)), engine().weigh_demands(DEMANDS))


@pytest.mark.parametrize("market", [(OFFERS, DEMANDS), ((), ())])
def test_a_saved_engine_weighs_bit_by_bit_the_same(
    market: tuple[tuple[Document, ...], tuple[Document, ...]], tmp_path: Path
) -> None:
    fitted = Engine.fit(*market, Config(saturation=2, max_terms=9))
    fitted.save(tmp_path / "new" / "engine")
    loaded = Engine.load(tmp_path / "new" / "engine")
    assert loaded.config == fitted.config
    assert loaded.max_postings == fitted.max_postings
    assert same_weights(loaded.weigh_offers([*OFFERS, *DEMANDS]), fitted.weigh_offers([*OFFERS, *DEMANDS]))
    assert same_weights(loaded.weigh_demands([*OFFERS, *DEMANDS]), fitted.weigh_demands([*OFFERS, *DEMANDS]))


def test_files_of_another_kind_are_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Engine.load(tmp_path)
    engine().save(tmp_path)
    np.save(tmp_path / "terms.npy", np.zeros(1, np.uint64))
    with pytest.raises(ValueError, match="do not belong together"):
        Engine.load(tmp_path)
    (tmp_path / "terms.npy").unlink()
    with pytest.raises(FileNotFoundError):
        Engine.load(tmp_path)
    (tmp_path / "engine.json").write_text('{"format": 99}')
    with pytest.raises(ValueError, match="has format 99, this version reads 10"):
        Engine.load(tmp_path)
    (tmp_path / "engine.json").write_text("{")
    with pytest.raises(ValueError, match="not valid JSON"):
        Engine.load(tmp_path)


def test_settings_survive_a_round_trip_through_json() -> None:
    config = Config(FieldWeights(title=3), FieldWeights(body=0), saturation=1, length=1, demand_saturation=2)
    assert Config.from_json(config.as_json()) == config
    with pytest.raises(TypeError):
        Config.from_json({**config.as_json(), "colour": 1})


@pytest.mark.parametrize(
    "change",
    [
        {"saturation": 0},
        {"length": 1.1},
        {"demand_saturation": float("inf")},
        {"saturation": float("nan")},
        {"max_terms": 0},
        {"max_postings": -1},
    ],
)
def test_a_setting_out_of_range_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        Config(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"fb_weight": -0.5},
        {"fb_weight": float("nan")},
        {"fb_docs": 0},
        {"fb_terms": 0},
        {"fb_focus": float("inf")},
        {"rarity": -1},
        {"boilerplate": float("nan")},
        {"translation_weight": -0.1},
        {"cohesion": float("nan")},
        {"max_terms": 0},
        {"max_postings": 0},
        {"max_market_postings": -1},
    ],
)
def test_a_setting_of_feedback_out_of_range_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        Config(**change)


def test_a_weight_of_a_field_is_a_finite_number() -> None:
    for weight in (-1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="the weight of body"):
            FieldWeights(body=weight)


def test_only_documents_are_read() -> None:
    with pytest.raises(TypeError, match=r"offers\[1\] must be a Document, not str"):
        Engine.fit([OFFERS[0], "text"], [])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="sequence of Document"):
        engine().weigh_offers(OFFERS[0])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="must be a Config"):
        Engine.fit([], [], {})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown field 'price'"):
        OFFERS[0].text("price")
