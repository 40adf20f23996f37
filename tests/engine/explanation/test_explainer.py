"""What a demand asks for is remembered while its offers are explained, and nothing else is."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from matching.engine import Config, Document, Engine, Index
from matching.engine.expansion.feedback import Feedback
from matching.engine.explanation import explainer
from tests.engine.market import DEMANDS, OFFERS, index

LED, PUMP = Document(1, "LED lamp"), Document(2, "pump")
WANTED = Document(3, "led turbine")


def lending() -> Index:
    """The LED lamp lends its second word to who wants LEDs."""
    return Index.build(Engine.fit([LED, PUMP], [WANTED], Config(fb_min_offers=1)), [LED, PUMP], [WANTED])


def terms(found: Index, *, without_feedback: bool) -> list[str]:
    return [each.term for each in found.explain(WANTED, LED, without_feedback=without_feedback).terms]


def test_who_asks_plainly_is_not_answered_with_what_was_lent() -> None:
    found = lending()
    assert terms(found, without_feedback=True) == ["led"]
    assert sorted(terms(found, without_feedback=False)) == ["lamp", "led"]
    assert terms(found, without_feedback=True) == ["led"]


def test_an_edited_demand_of_the_same_number_is_read_anew() -> None:
    found, edited = lending(), replace(WANTED, title="pump")
    assert terms(found, without_feedback=True) == ["led"]
    assert [each.term for each in found.explain(edited, PUMP).terms] == ["pump"]


def test_a_demand_is_read_once_for_all_its_offers(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Document] = []
    real = explainer._known

    def counting(engine: Engine, feedback: Feedback, demand: Document, without_feedback: bool) -> object:
        read.append(demand)
        return real(engine, feedback, demand, without_feedback)

    monkeypatch.setattr(explainer, "_known", counting)
    monkeypatch.setattr(explainer, "LONGEST", 100)
    found, long = lending(), replace(WANTED, body="x" * 100)
    for offer in (LED, PUMP, LED):
        found.explain(WANTED, offer)
        found.explain(long, offer)
    assert read == [WANTED, long, long, long]


def test_threads_that_explain_at_once_are_told_the_same() -> None:
    whole = index()
    pairs = [(demand, offer) for demand in DEMANDS for offer in OFFERS] * 5
    expected = [whole.explain(*pair) for pair in pairs]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda pair: index().explain(*pair), pairs)) == expected


def test_an_index_goes_to_another_process_without_what_it_remembers() -> None:
    found = lending()
    found.explain(WANTED, LED)
    again = pickle.loads(pickle.dumps(found))
    assert again.explain(WANTED, LED) == found.explain(WANTED, LED)


def test_keywords_in_a_list_are_explained_as_they_are_searched() -> None:
    listed = Document(3, keywords=["led", "turbine"])  # type: ignore[arg-type]
    assert [each.term for each in lending().explain(listed, LED, without_feedback=True).terms] == ["led"]
