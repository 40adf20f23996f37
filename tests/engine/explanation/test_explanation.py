import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import (
    Config,
    Document,
    Engine,
    Explanation,
    Index,
    Lexicon,
    MissingTerm,
    Span,
    TermShare,
    dictionary,
)
from matching.engine.explanation import missing_terms
from matching.engine.explanation.spans import SpanSet
from matching.engine.text.normalise import normalise
from matching.engine.text.tokens import key_of
from tests.engine.hard_texts import LISTINGS
from tests.engine.market import DEMANDS, OFFERS, index
from tests.engine.reference_terms import terms

pytestmark = pytest.mark.slow

LED, PUMP = Document(1, "LED lamp"), Document(2, "pump")
WANTED = Document(3, "led turbine")


FEEDBACK_WORDS = {"battery", "batteries", "10 kwh", "10kwh", "10"}
"""Possible feedback terms of the index that ``LISTINGS`` may hold."""


def small_index() -> Index:
    return Index.build(Engine.fit([LED, PUMP], [WANTED], Config(fb_min_offers=1)), [LED, PUMP], [WANTED])


def cut(document: Document, spans: tuple[Span, ...]) -> list[str]:
    return [document.text(field)[start:end] for field, start, end in spans]


def near(share: float) -> Any:
    """A share that equals those next to it."""
    return pytest.approx(share)


def test_a_pair_is_explained_by_shared_feedback_and_missing_terms() -> None:
    built = small_index()
    query_weights, document_weights = built.weigh_demands([WANTED]), built.engine.weigh_offers([LED])
    weight = dict(zip(query_weights.indices.tolist(), query_weights.data.tolist(), strict=True))
    offered = dict(zip(document_weights.indices.tolist(), document_weights.data.tolist(), strict=True))
    columns = built.engine.vocabulary.columns_of(
        np.array(list(map(key_of, ("led", "lamp", "turbin"))), np.uint64)
    )
    led, lamp, turbine = columns.tolist()
    shared, feedback_terms = weight[led] * offered[led], weight[lamp] * offered[lamp]
    assert feedback_terms > shared > 0
    assert built.explain(demand=WANTED, offer=LED) == Explanation(
        near(shared + feedback_terms),
        (
            TermShare("lamp", near(feedback_terms), (), (("title", 4, 8),)),
            TermShare("led", near(shared), (("title", 0, 3),), (("title", 0, 3),)),
        ),
        (MissingTerm("turbine", near(weight[turbine]), (("title", 4, 11),)),),
    )


def test_an_offer_without_feedback_terms_is_explained_by_what_is_shared() -> None:
    found = small_index().explain(demand=WANTED, offer=PUMP)
    assert (found.score, found.terms) == (0, ())
    assert [each.term for each in found.missing_terms] == ["turbine", "led"]


def test_a_word_in_two_fields_gives_its_share_once() -> None:
    found = small_index().explain(
        demand=Document(1, "led", ("led",), "LED", "leds"), offer=Document(2, "led lamp", body="led")
    )
    [led] = [each for each in found.terms if each.term == "led"]
    assert [field for field, *_ in led.demand_spans] == ["title", "keywords", "summary", "body"]
    assert led.offer_spans == (("title", 0, 3), ("body", 0, 3))


LEXICON = Lexicon.of(
    [
        ("電池", "电池", ("battery",)),
        ("隔膜", "隔膜", ("membrane",)),
        ("鋰離子電池", "锂离子电池", ("lithium-ion battery",)),
    ]
)


def test_a_word_that_the_offer_says_in_the_other_language_is_named_in_both() -> None:
    offer = Document(1, "Lithium-ion battery", body="Membranes for each cell.")
    demand = Document(3, "鋰離子電池隔膜铸造")
    offers = [offer, Document(2, "pump")]
    built = Index.build(Engine.fit(offers, [demand], lexicon=LEXICON), offers, [demand])
    found = built.explain(demand=demand, offer=offer)
    assert [(each.term, each.demand_spans, each.offer_spans) for each in found.terms] == [
        (
            "锂离子电池 = lithium-ion battery",
            (("title", 0, 5),),
            (("title", 0, 7), ("title", 8, 11), ("title", 12, 19)),
        ),
        ("隔膜 = membranes", (("title", 5, 7),), (("body", 0, 9),)),
        ("电池 = battery", (("title", 3, 5),), (("title", 12, 19),)),
    ]
    assert [each.term for each in found.missing_terms] == ["铸造"]
    [(_, score)] = built.best_offers([demand], 1).pairs(0)
    assert found.score == pytest.approx(score, abs=1e-6)


def in_two_languages() -> tuple[Index, Document, Document]:
    """An index, a demand, and an offer that holds three of the demand's words in English."""
    offer = Document(1, "Lithium-ion battery", body="Membranes for each cell.")
    demand = Document(3, "鋰離子電池隔膜铸造 pump", body="隔膜研发，电池防爆 turbine，高温合金叶片")
    offers = [offer, Document(2, "rocket")]
    return Index.build(Engine.fit(offers, [demand], lexicon=LEXICON), offers, [demand]), demand, offer


def test_fewer_missing_terms_are_the_first_of_all_and_change_nothing_else() -> None:
    built, demand, offer = in_two_languages()
    whole = built.explain(demand=demand, offer=offer, max_missing=100)
    translated = {"锂离子", "电池", "隔膜"}
    assert len(whole.missing_terms) > 5
    assert translated & {
        each.term
        for each in built.explain(demand=demand, offer=Document(2, "rocket"), max_missing=100).missing_terms
    }
    assert not translated & {each.term for each in whole.missing_terms}
    for most in range(len(whole.missing_terms) + 2):
        found = built.explain(demand=demand, offer=offer, max_missing=most)
        assert found == replace(whole, missing_terms=whole.missing_terms[:most])


def test_only_as_many_missing_terms_are_looked_up_among_the_translations_as_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built, demand, offer = in_two_languages()
    checked: list[Span] = []
    real = SpanSet.covers

    def counting(self: SpanSet, span: Span) -> bool:
        checked.append(span)
        return real(self, span)

    monkeypatch.setattr(SpanSet, "covers", counting)
    built.explain(demand=demand, offer=offer, max_missing=100)
    all_words = len(checked)
    checked.clear()
    [missing] = built.explain(demand=demand, offer=offer, max_missing=1).missing_terms
    assert checked[-1] == missing.demand_spans[0]
    assert len(checked) < all_words


def test_the_demand_is_not_cut_into_words_if_no_missing_term_is_to_be_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built, demand, offer = in_two_languages()

    def unwanted(*_: object) -> None:
        pytest.fail("The demand was cut into words, though no missing term is to be listed.")

    monkeypatch.setattr(missing_terms, "_words", unwanted)
    assert built.explain(demand=demand, offer=offer, max_missing=0).missing_terms == ()


def test_what_is_not_to_be_translated_is_missing_and_no_term_without_a_share() -> None:
    lexicon = dictionary()
    offers = [Document(1, "battery separator"), Document(2, "pump")]
    built = Index.build(Engine.fit(offers, DEMANDS, Config(translation_weight=0), lexicon), offers, DEMANDS)
    found = built.explain(demand=Document(9, "电池"), offer=offers[0])
    assert found.terms == ()
    assert [each.term for each in found.missing_terms] == ["电池"]


def test_traditional_characters_are_found_in_simplified_ones() -> None:
    listings = [Document(1, "電池"), Document(2, "泵")]
    built = Index.build(Engine.fit(listings, [], lexicon=LEXICON), listings, [])
    [shared] = built.explain(demand=Document(3, "電池 电池"), offer=listings[0]).terms
    assert (shared.term, shared.demand_spans, shared.offer_spans) == (
        "电池",
        (("title", 0, 2), ("title", 3, 5)),
        (("title", 0, 2),),
    )


@pytest.mark.slow
@given(st.lists(LISTINGS, min_size=1, max_size=4, unique_by=lambda each: each.id), LISTINGS)
@settings(max_examples=60, deadline=None)
def test_in_two_languages_too_the_shares_sum_to_the_score(offers: list[Document], demand: Document) -> None:
    built = Index.build(Engine.fit(offers, [demand], lexicon=LEXICON), offers, [demand])
    scores = dict(built.best_offers([demand], len(offers)).pairs(0))
    for offer in offers:
        assert built.explain(demand=demand, offer=offer).score == pytest.approx(
            scores.get(offer.id, 0), abs=1e-5
        )


def test_a_phrase_ends_where_the_offer_goes_on_otherwise() -> None:
    found = index().explain(demand=Document(1, "甲乙丙"), offer=Document(2, "甲乙 乙丙"))
    assert [(each.term, each.offer_spans) for each in found.terms] == [
        ("甲乙", (("title", 0, 2),)),
        ("丙", (("title", 4, 5),)),
    ]


def test_the_phrases_that_both_texts_hold_are_named_and_found_in_both() -> None:
    demand, offer = DEMANDS[0], OFFERS[0]
    first = index().explain(demand=demand, offer=offer).terms[0]
    assert first.term == "锂离子电池"
    assert first.demand_spans == (("title", 2, 7), ("keywords", 0, 5))
    assert first.offer_spans == (("title", 3, 8), ("keywords", 0, 5))
    assert {"耐高温", "隔膜"} <= {each.term for each in index().explain(demand=demand, offer=offer).terms}


def test_a_word_is_found_in_another_form() -> None:
    shared = {each.term: each for each in index().explain(demand=DEMANDS[1], offer=OFFERS[2]).terms}
    assert cut(DEMANDS[1], shared["battery"].demand_spans) == ["battery", "battery"]
    assert cut(OFFERS[2], shared["battery"].offer_spans) == ["battery", "batteries"]
    assert cut(OFFERS[2], shared["10 kwh"].offer_spans) == ["10 kWh"]


def test_missing_terms_are_listed_heaviest_first() -> None:
    missing = index().explain(demand=DEMANDS[0], offer=OFFERS[0]).missing_terms
    assert {each.term for each in missing[:2]} == {"防爆", "研发"}
    assert [cut(DEMANDS[0], each.demand_spans) for each in missing[:2]] == [
        [each.term] for each in missing[:2]
    ]
    assert [each.weight for each in missing] == sorted((each.weight for each in missing), reverse=True)
    assert len(index().explain(demand=DEMANDS[0], offer=OFFERS[0], max_missing=2).missing_terms) == 2


def test_an_unknown_word_is_the_heaviest_missing_term() -> None:
    demand = Document(1, title="MXene 锂离子电池")
    assert index().explain(demand=demand, offer=OFFERS[0]).missing_terms[0].term == "mxene"


def test_a_pair_without_a_common_word_has_no_score() -> None:
    found = index().explain(demand=Document(1, "电机"), offer=Document(2, "rocket"))
    assert (found.score, found.terms) == (0, ())
    assert index().explain(demand=Document(1), offer=Document(2)).missing_terms == ()


def test_particles_belong_to_no_phrase() -> None:
    found = index().explain(demand=Document(1, "电池的研发"), offer=Document(2, "电池的充电"))
    assert {each.term for each in found.terms} == {"电池", "的"}


@pytest.mark.slow
@given(LISTINGS, LISTINGS)
@settings(max_examples=80, deadline=None)
def test_shares_sum_to_the_score_and_spans_lead_to_the_term_in_any_texts(
    demand: Document, offer: Document
) -> None:
    score = (index().weigh_demands([demand]) @ index().engine.weigh_offers([offer]).T).toarray()[0, 0]
    found = index().explain(demand=demand, offer=offer)
    assert sum(each.share for each in found.terms) == pytest.approx(found.score)
    assert found.score == pytest.approx(float(score), abs=1e-6)
    for each in found.terms:
        pieces = [*cut(demand, each.demand_spans), *cut(offer, each.offer_spans)]
        assert each.offer_spans
        assert each.demand_spans or each.term in FEEDBACK_WORDS
        assert all(set(terms(each.term)) <= set(terms(piece)) for piece in pieces)
    for missing in found.missing_terms:
        assert all(missing.term in normalise(piece) for piece in cut(demand, missing.demand_spans))


def test_a_negative_number_of_words_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        index().explain(demand=DEMANDS[0], offer=OFFERS[0], max_missing=-1)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["锂" * 50_000, "锂离子电池的隔膜，" * 6_000, "lithium battery " * 4_000])
def test_two_endless_texts_are_explained_in_bounded_time(text: str) -> None:
    began = time.process_time()
    found = index().explain(demand=Document(1, body=text), offer=Document(2, body=text))
    assert found.terms
    assert time.process_time() - began < 20
