"""The cache holds the query weights of a demand while its offers are explained, and nothing else."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from matching.engine import Config, Document, Engine, Index
from matching.engine.expansion.feedback import Feedback
from matching.engine.explanation import explainer
from tests.engine.market import DEMANDS, OFFERS, index

pytestmark = pytest.mark.slow

LED, PUMP = Document(1, "LED lamp"), Document(2, "pump")
WANTED = Document(3, "led turbine")


def index_with_feedback() -> Index:
    """An index in which the LED lamp gives its second word to the demand for LEDs."""
    return Index.build(Engine.fit([LED, PUMP], [WANTED], Config(fb_min_offers=1)), [LED, PUMP], [WANTED])


def terms(found: Index, *, without_feedback: bool) -> list[str]:
    return [
        each.term for each in found.explain(demand=WANTED, offer=LED, without_feedback=without_feedback).terms
    ]


def test_an_explanation_without_feedback_has_no_feedback_terms() -> None:
    found = index_with_feedback()
    assert terms(found, without_feedback=True) == ["led"]
    assert sorted(terms(found, without_feedback=False)) == ["lamp", "led"]
    assert terms(found, without_feedback=True) == ["led"]


def test_an_edited_demand_with_the_same_id_is_read_again() -> None:
    found, edited = index_with_feedback(), replace(WANTED, title="pump")
    assert terms(found, without_feedback=True) == ["led"]
    assert [each.term for each in found.explain(demand=edited, offer=PUMP).terms] == ["pump"]


def test_a_demand_is_read_once_for_all_its_offers(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Document] = []
    real = explainer._query

    def counting(engine: Engine, feedback: Feedback, demand: Document, without_feedback: bool) -> object:
        read.append(demand)
        return real(engine, feedback, demand, without_feedback)

    monkeypatch.setattr(explainer, "_query", counting)
    monkeypatch.setattr(explainer, "LONGEST", 100)
    found, long = index_with_feedback(), replace(WANTED, body="x" * 100)
    for offer in (LED, PUMP, LED):
        found.explain(demand=WANTED, offer=offer)
        found.explain(demand=long, offer=offer)
    assert read == [WANTED, long, long, long]


def test_threads_that_explain_at_once_get_the_same() -> None:
    whole = index()
    pairs = [(demand, offer) for demand in DEMANDS for offer in OFFERS] * 5
    expected = [whole.explain(demand=demand, offer=offer) for demand, offer in pairs]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda pair: index().explain(demand=pair[0], offer=pair[1]), pairs)) == expected


def test_an_index_goes_to_another_process_without_its_cache() -> None:
    found = index_with_feedback()
    found.explain(demand=WANTED, offer=LED)
    again = pickle.loads(pickle.dumps(found))
    assert again.explain(demand=WANTED, offer=LED) == found.explain(demand=WANTED, offer=LED)


def test_keywords_in_a_list_are_explained_as_they_are_searched() -> None:
    listed = Document(3, keywords=["led", "turbine"])  # type: ignore[arg-type]
    assert [
        each.term
        for each in index_with_feedback().explain(demand=listed, offer=LED, without_feedback=True).terms
    ] == ["led"]
