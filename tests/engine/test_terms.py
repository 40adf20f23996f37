import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from matching.engine.normalise import normalise, normalise_with_offsets
from matching.engine.terms import MAX_TERM, is_spaceless, occurrences, terms
from tests.engine.hard_texts import LISTING_TEXTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("锂电池", ["锂", "电", "池", "锂电", "电池"]),
        ("LED灯", ["led", "灯"]),
        ("Batteries, battery", ["batteri", "batteri"]),
        ("容量10 kWh", ["容", "量", "容量", "10kwh"]),
        ("1,000mAh", ["1,000mah"]),
        ("25℃ 90％ 50万元", ["25°c", "90%", "50万元"]),
        ("10 apples", ["10", "appl"]),
        ("CO2 H2O 3D", ["co2", "h2o", "3d"]),
        ("2.5kg/m3", ["2.5kg/m3"]),
        ("電池ガス", ["電", "池", "ガ", "ス", "電池", "池ガ", "ガス"]),
        ("...，。 \t\n", []),
        ("", []),
    ],
)
def test_a_text_falls_into_its_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_word_without_end_is_cut() -> None:
    assert [len(term) for term in terms("x" * 1_000_000)] == [MAX_TERM]


def test_only_scripts_without_spaces_make_n_grams() -> None:
    assert [is_spaceless(term) for term in ("电池", "电", "batteri", "10kwh", "50万元")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@given(LISTING_TEXTS)
def test_the_terms_in_place_are_the_terms_that_are_counted(text: str) -> None:
    assert sorted(each.term for each in occurrences(normalise(text))) == sorted(terms(text))


@given(LISTING_TEXTS)
def test_where_a_term_stands_the_original_text_holds_it(text: str) -> None:
    normalised = normalise_with_offsets(text)
    for each in occurrences(normalised.text):
        start, end = normalised.span(each.start, each.end)
        assert each.term in terms(text[start:end])


@pytest.mark.parametrize(
    "text", ["锂" * 1_000_000, "led " * 250_000, "1." * 500_000, "\ud800\x00👩‍🔬" * 200_000]
)
def test_a_megabyte_of_anything_is_read_in_seconds(text: str) -> None:
    began = time.perf_counter()
    terms(text)
    assert time.perf_counter() - began < 10


def test_threads_stem_alike() -> None:
    words = [f"{stem}ing" for stem in ("test", "weld", "cast", "mould")] * 500
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(terms, words))
    assert found == [[word.removesuffix("ing")] for word in words]
