"""The worth of a reason: a phrase says more than a word, and a rare word more than a usual one."""

from dataclasses import replace

import pytest

from matching.engine import Document
from matching.engine.reasons import candidates
from matching.engine.reasons.candidate import Candidate
from matching.engine.reasons.phrases import PhraseReader
from matching.engine.reasons.sides import Asking, Offering
from matching.engine.reasons.worth import LEAST, worth
from tests.engine.reasons.market import index, reasons_of, words_of

pytestmark = pytest.mark.slow

Found = tuple[Candidate, Asking, Offering, PhraseReader]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    """The candidates of the pairs that are read next, in order."""
    noted: list[Found] = []

    def note(candidate: Candidate, demand: Asking, offer: Offering, reader: PhraseReader, _n: int) -> bool:
        noted.append((candidate, demand, offer, reader))
        return True

    monkeypatch.setattr(candidates, "is_worth_showing", note)
    return noted


def worth_of(found: Found, reasons: int = 1, share: float = 0.1) -> float:
    candidate, demand, offer, reader = found
    return worth(replace(candidate, share=share), demand, offer, reader, reasons)


def test_a_phrase_is_worth_more_than_a_word(found: list[Found]) -> None:
    reasons_of("绝缘薄膜", "绝缘薄膜的制备")
    reasons_of("石墨烯", "石墨烯的制备")
    assert worth_of(found[0]) > worth_of(found[1])


def test_a_rare_word_is_worth_more_than_a_usual_one(found: list[Found]) -> None:
    reasons_of("石墨烯", "石墨烯的制备")
    reasons_of("轴承", "轴承的制备")
    assert worth_of(found[0]) > worth_of(found[1])


def test_the_larger_its_part_of_the_score_and_the_more_reasons_the_more_it_is_worth(
    found: list[Found],
) -> None:
    reasons_of("石墨烯", "石墨烯的制备")
    assert (
        0 < worth_of(found[0], share=1e-6) < worth_of(found[0], share=0.1) < worth_of(found[0], share=1) < 1
    )
    assert worth_of(found[0], reasons=1) < worth_of(found[0], reasons=2) < worth_of(found[0], reasons=9) < 1


def test_a_lone_word_with_a_small_part_of_the_score_is_mentioned_and_no_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = "寻求废水处理工艺", "印染废水的回用"
    assert [str(each) for each in reasons_of(*pair).mentions] == ["废水"]
    assert words_of(*pair) == []
    monkeypatch.setattr("matching.engine.reasons.worth.LEAST", LEAST - 0.1)
    assert [str(each) for each in index().reasons_of_pairs([_documents(*pair)])[0].reasons] == ["废水"]


def _documents(demand: str, offer: str) -> tuple[Document, Document]:
    return Document(1, demand), Document(1, offer)
