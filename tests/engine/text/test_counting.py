from collections import Counter

import numpy as np
import pytest
from hypothesis import given

from matching.engine import Document
from matching.engine.text.counting import N_FIELDS, Counts, count
from matching.engine.text.documents import FIELDS
from matching.engine.text.tokens import key_of
from tests.engine.hard_texts import MARKETS
from tests.engine.reference_terms import is_spaceless, terms


def slow_count(documents: list[Document]) -> list[Counter[int]]:
    """The terms of each field of each document, in order."""
    return [Counter(map(key_of, terms(document.text(name)))) for document in documents for name in FIELDS]


def as_counters(counts: Counts) -> list[Counter[int]]:
    return [
        Counter(dict(zip(counts.keys[row.indices].tolist(), row.data.astype(int).tolist(), strict=True)))
        for row in counts.by_field
    ]


def test_each_field_becomes_a_row_of_counts() -> None:
    counts = count([Document(1, "电电 led", ("LED", "led"), "", "Leds"), Document(2)])
    assert counts.keys.tolist() == [key_of("电"), key_of("电电"), key_of("led")]
    assert counts.by_field.toarray().tolist() == [
        [2, 1, 1],
        [0, 0, 2],
        [0, 0, 0],
        [0, 0, 1],
        *[[0, 0, 0]] * 4,
    ]
    assert (counts.by_field.dtype, counts.keys.dtype, counts.size) == (
        np.dtype(np.float32),
        np.dtype(np.uint64),
        2,
    )


def test_a_keyword_does_not_join_the_next_one() -> None:
    assert key_of("池隔") not in count([Document(1, keywords=("电池", "隔膜"))]).keys.tolist()


@pytest.mark.slow
@given(MARKETS)
def test_terms_are_counted_as_the_slow_answer_counts_them(documents: list[Document]) -> None:
    counts = count(documents)
    assert as_counters(counts) == slow_count(documents)
    assert counts.keys.tolist() == sorted(set().union(*slow_count(documents)))
    assert counts.by_field.has_canonical_format


@pytest.mark.slow
@given(MARKETS)
def test_what_is_drawn_from_the_counts_is_what_a_loop_finds(documents: list[Document]) -> None:
    counts, slow = count(documents), slow_count(documents)
    totals = [sum(slow[at : at + N_FIELDS], Counter()) for at in range(0, len(slow), N_FIELDS)]
    assert counts.lengths().ravel().tolist() == [field.total() for field in slow]
    assert counts.presence().toarray().tolist() == [
        [float(key in total) for key in counts.keys.tolist()] for total in totals
    ]
    grams = [sum(is_spaceless(term) for name in FIELDS for term in terms(d.text(name))) for d in documents]
    assert counts.are_spaceless().tolist() == [
        2 * of_grams > total.total() for of_grams, total in zip(grams, totals, strict=True)
    ]


def test_as_much_of_the_one_as_of_the_other_is_in_a_script_with_spaces() -> None:
    documents = [Document(1, "电 led"), Document(2, "电 电 led"), Document(3), Document(4, "10 kWh")]
    assert count(documents).are_spaceless().tolist() == [False, True, False, False]


def test_no_document_has_no_term() -> None:
    counts = count([])
    assert (counts.size, counts.keys.tolist(), counts.by_field.shape) == (0, [], (0, 0))
    assert (counts.lengths().shape, counts.presence().shape, counts.are_spaceless().shape) == (
        (0, N_FIELDS),
        (0, 0),
        (0,),
    )


def test_counts_may_be_asked_twice() -> None:
    counts = count([Document(1, "电 led led", body="led")])
    before = counts.by_field.toarray().tolist()
    counts.presence()
    counts.are_spaceless()
    assert counts.by_field.toarray().tolist() == before


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError):
        count([Document(1, keywords=(5,))])  # type: ignore[arg-type]
