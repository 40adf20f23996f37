"""What holds for the reasons of any two texts: they stand whole in both, and say what the spans say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Document, Reason
from matching.engine.reasons.cuts import cut, inner_starts
from matching.engine.text.documents import FIELDS
from matching.engine.text.normalise import normalise
from matching.engine.text.tokens import tokens
from tests.engine.hard_texts import LISTINGS
from tests.engine.reasons.market import index

pytestmark = pytest.mark.slow

PIECES = st.sampled_from(
    (
        *("绝缘", "边缘", "薄膜", "电池", "锂离子电池", "石墨烯", "石墨", "具体面议", "体面", "分析", "析"),
        *("服务", "人工", "作业", "的", "和", "提高", "管理系统", "处理器", "機器人", "机器人", "深度学习"),
        *("0.45mm", "45mm", "110", "3D", "PVC", "ＰＶＣ", " ", "，", "。", "\n", "-", "①"),
        *("battery", "Batteries", "separated", "the", "wind turbine", "lithium-ion", "LEDs", "x"),
    )
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
PAIRED = st.builds(Document, st.just(1), TEXTS, st.lists(TEXTS, max_size=2).map(tuple), TEXTS, TEXTS)


def is_chinese(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


def folded(text: str) -> str:
    return index().engine.lexicon.fold.of_text(normalise(text))


def read_as(text: str) -> list[int]:
    return list(map(int, tokens([text], fold=index().engine.lexicon.fold).keys))


def edges_of(text: str) -> set[int]:
    """Where words begin and end in a normalised text, by the cut of its Chinese runs alone."""
    edges, at = set(), 0
    while at < len(text):
        end = at
        while end < len(text) and is_chinese(text[end]):
            end += 1
        start = at
        for word in cut(text[at:end]):
            edges |= {
                start,
                start + word.length,
                *(start + inner for inner in inner_starts(text[start:][: word.length])),
            }
            start += word.length
        at = max(end, at + 1)
    return edges


def check(reason: Reason, demand: Document, offer: Document) -> None:
    assert reason.demand_spans
    assert reason.offer_spans
    sides = (
        (demand, reason.demand_spans, reason.text),
        (offer, reason.offer_spans, reason.translation or reason.text),
    )
    for document, spans, said in sides:
        assert len(normalise(said)) > 1
        for field, start, end in spans:
            found = document.text(field)[start:end]
            assert read_as(found) == read_as(said), (found, said)


@given(PAIRED, PAIRED)
@settings(deadline=None, max_examples=40)
def test_every_span_of_a_reason_reads_as_the_reason(demand: Document, offer: Document) -> None:
    for reason in index().reasons(demand=demand, offer=offer).reasons:
        check(reason, demand, offer)


@given(PAIRED, PAIRED)
@settings(deadline=None, max_examples=40)
def test_a_chinese_reason_begins_and_ends_with_a_word_in_both_texts(
    demand: Document, offer: Document
) -> None:
    for reason in index().reasons(demand=demand, offer=offer).reasons:
        for document, spans in ((demand, reason.demand_spans), (offer, reason.offer_spans)):
            for field, start, end in spans:
                text = document.text(field)
                before, inside = len(folded(text[:start])), len(folded(text[start:end]))
                if is_chinese(text[start]):
                    assert before in edges_of(folded(text)), (text, text[start:end])
                if is_chinese(text[end - 1]):
                    assert before + inside in edges_of(folded(text)), (text, text[start:end])


@given(PAIRED, PAIRED)
@settings(deadline=None, max_examples=40)
def test_the_shares_of_all_reasons_are_at_most_the_score(demand: Document, offer: Document) -> None:
    found = index().reasons(demand=demand, offer=offer)
    assert sum(reason.share for reason in found.reasons) <= 1 + 1e-5
    assert all(reason.share >= 0.03 for reason in found.reasons)


@given(PAIRED, PAIRED)
@settings(deadline=None, max_examples=40)
def test_nothing_is_both_a_reason_and_missing(demand: Document, offer: Document) -> None:
    found = index().reasons(demand=demand, offer=offer)
    missing = index().missing(demand=demand, offer=offer)
    assert not {reason.text for reason in found.reasons} & {each.text for each in missing}
    for each in missing:
        assert all(
            field in FIELDS and demand.text(field)[start:end] for field, start, end in each.demand_spans
        )


@given(LISTINGS, LISTINGS)
@settings(deadline=None, max_examples=40)
def test_any_text_has_reasons_or_none(demand: Document, offer: Document) -> None:
    for reason in index().reasons(demand=demand, offer=offer).reasons:
        check(reason, demand, offer)
    assert len(index().specific_words(demand)) <= len(read_as(" ".join(map(demand.text, FIELDS))))
