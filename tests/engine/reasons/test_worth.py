"""The worth of a reason: a phrase says more than a word, and a rare word more than a usual one."""

from dataclasses import replace

import pytest

from matching.engine import Document
from matching.engine.reasons import candidates
from matching.engine.reasons.candidate import Candidate
from matching.engine.reasons.phrases import PhraseReader
from matching.engine.reasons.sides import Asking, Offering
from matching.engine.reasons.worth import worth
from tests.engine.reasons.market import reasons_of, words_of

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


ABOUT = "废水很多。废水里有盐。废水太热。"


def test_a_lone_word_that_is_not_worth_showing_is_mentioned(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Document(1, "寻求工艺", body=ABOUT), Document(2, "回用装置", body="废水少。废水里有油。废水很冷。")
    monkeypatch.setattr("matching.engine.reasons.worth.LEAST", 0.0)
    assert [str(each) for each in reasons_of(*pair).reasons] == ["废水"]
    monkeypatch.setattr("matching.engine.reasons.worth.LEAST", 1.0)
    assert [str(each) for each in reasons_of(*pair).mentions] == ["废水"]
    assert words_of(*pair) == []


@pytest.mark.parametrize("boilerplate", ["", "我公司希望寻求技术合作，提供资金。" * 20])
def test_what_is_in_both_titles_is_a_reason_however_long_a_text_is(boilerplate: str) -> None:
    assert "石墨烯" in words_of(Document(1, "石墨烯", body=boilerplate), "石墨烯的制备")
