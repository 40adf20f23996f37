from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Config, Document, Engine, FieldWeights
from tests.engine.hard_texts import LISTING_TEXTS
from tests.engine.market import DEMANDS, OFFERS, engine

LISTINGS = st.builds(
    Document,
    id=st.integers(-(2**63), 2**63 - 1),
    title=LISTING_TEXTS,
    keywords=st.lists(LISTING_TEXTS, max_size=3).map(tuple),
    summary=LISTING_TEXTS,
    body=LISTING_TEXTS,
)


@given(st.lists(LISTINGS, max_size=4), st.lists(LISTINGS, max_size=4), LISTINGS)
@settings(max_examples=200, deadline=None)
def test_whatever_the_texts_hold_scores_lie_between_zero_and_one(
    offers: list[Document], demands: list[Document], newcomer: Document
) -> None:
    fitted = Engine.fit(offers, demands)
    asked, spoken = fitted.weigh_demands([*demands, newcomer]), fitted.weigh_offers([*offers, newcomer])
    scores = (asked @ spoken.T).toarray()
    assert asked.dtype == spoken.dtype == np.float32
    assert scores.min() >= 0
    assert scores.max() <= 1 + 1e-5
    shares = np.asarray(asked.sum(axis=1)).ravel()
    assert np.all((np.abs(shares - 1) < 1e-5) | (shares == 0))
    assert (
        Engine.fit(offers, demands).weigh_demands([newcomer]) != fitted.weigh_demands([newcomer])
    ).nnz == 0


def test_the_score_is_the_share_of_the_demand_that_the_offer_speaks_of() -> None:
    asked, spoken = engine().weigh_demands(DEMANDS), engine().weigh_offers(OFFERS)
    best = (asked @ spoken.T).toarray().argmax(axis=1)
    assert [OFFERS[row].id for row in best] == [11, 13, 14]


def test_an_empty_market_still_weighs_what_comes_later() -> None:
    empty = Engine.fit([], [])
    score = empty.weigh_demands(DEMANDS[:1]) @ empty.weigh_offers(OFFERS[:1]).T
    assert 0 < score[0, 0] < 1
    assert empty.weigh_offers([]).shape[0] == 0


def test_a_saved_engine_weighs_bit_by_bit_the_same(tmp_path: Path) -> None:
    engine().save(tmp_path / "new" / "engine")
    loaded = Engine.load(tmp_path / "new" / "engine")
    assert loaded.config == engine().config
    for weigh in ("weigh_offers", "weigh_demands"):
        assert (getattr(loaded, weigh)(OFFERS) != getattr(engine(), weigh)(OFFERS)).nnz == 0
    assert loaded.explain(DEMANDS[0], OFFERS[0]) == engine().explain(DEMANDS[0], OFFERS[0])


def test_files_of_another_kind_are_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Engine.load(tmp_path)
    engine().save(tmp_path)
    (tmp_path / "terms.json").write_text('["one"]')
    with pytest.raises(ValueError, match="do not belong together"):
        Engine.load(tmp_path)
    (tmp_path / "engine.json").write_text('{"format": 99}')
    with pytest.raises(ValueError, match="has format 99"):
        Engine.load(tmp_path)
    (tmp_path / "engine.json").write_text("{")
    with pytest.raises(ValueError, match="not valid JSON"):
        Engine.load(tmp_path)


def test_settings_outlive_a_journey_through_json() -> None:
    config = Config(FieldWeights(title=3), FieldWeights(body=0), saturation=1, length=1, demand_saturation=2)
    assert Config.from_json(config.as_json()) == config


@pytest.mark.parametrize(
    "change",
    [{"saturation": 0}, {"length": 1.1}, {"demand_saturation": float("inf")}, {"saturation": float("nan")}],
)
def test_a_setting_out_of_range_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        Config(**change)
    with pytest.raises(ValueError, match="the weight of body"):
        FieldWeights(body=-1)


def test_only_documents_are_read() -> None:
    with pytest.raises(TypeError, match=r"offers\[1\] must be a Document, not str"):
        Engine.fit([OFFERS[0], "text"], [])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="sequence of Document"):
        engine().weigh_offers(OFFERS[0])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="must be a Config"):
        Engine.fit([], [], {})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown field 'price'"):
        OFFERS[0].text("price")
