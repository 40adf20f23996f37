from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from matching.engine import Document, Engine, Index
from matching.engine.confidence import norms
from matching.engine.confidence.norms import Norms, digests_of
from tests.engine.market import made_up

OFFERS, DEMANDS = made_up(60, 51), made_up(30, 52)
INDEX = Index.build(Engine.fit(OFFERS, DEMANDS), OFFERS, DEMANDS)


def test_a_digest_is_that_of_the_texts_whatever_the_id() -> None:
    one, same, other = digests_of(
        [Document(1, "膜", ("泵",)), Document(2, "膜", ("泵",)), Document(1, "膜泵")]
    )
    assert one == same != other


def test_a_text_in_another_field_is_another_demand() -> None:
    places = [
        Document(0, title="膜"),
        Document(0, summary="膜"),
        Document(0, body="膜"),
        Document(0, "膜\n"),
        Document(0),
    ]
    assert len(set(digests_of(places).tolist())) == len(places)
    assert digests_of([Document(0, "\ud800")]).dtype == np.uint64


def test_every_demand_is_found_and_no_other() -> None:
    digests = digests_of([*DEMANDS, Document(1, "unheard of")])
    rows = INDEX.confidence.norms.rows_of(digests)
    assert rows[-1] == -1
    np.testing.assert_array_equal(INDEX.confidence.norms.digests[rows[:-1]], digests[:-1])
    empty = Index.build(INDEX.engine, OFFERS, []).confidence.norms
    assert set(empty.rows_of(digests).tolist()) == {-1}


def test_norms_do_not_depend_on_how_many_are_computed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(norms, "AT_ONCE", 7)
    again = Index.build(INDEX.engine, OFFERS, DEMANDS[::-1]).confidence.norms
    for each in fields(Norms):
        np.testing.assert_array_equal(
            getattr(again, each.name), getattr(INDEX.confidence.norms, each.name), each.name
        )


def test_norms_that_are_saved_are_loaded_bit_by_bit(tmp_path: Path) -> None:
    INDEX.confidence.norms.save(tmp_path)
    loaded = Norms.load(tmp_path)
    for each in fields(Norms):
        np.testing.assert_array_equal(getattr(loaded, each.name), getattr(INDEX.confidence.norms, each.name))
