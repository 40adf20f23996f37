"""Terms found by arrays are those of the reference tokeniser, in any text and in any batch."""

import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matching.engine.text import characters, slices, stems, tokens
from matching.engine.text.characters import CODE_POINTS
from matching.engine.text.folding import Fold
from matching.engine.text.keys import STEM, STEMS
from matching.engine.text.normalise import normalise, normalise_with_offsets
from matching.engine.text.numbers import number_name
from matching.engine.text.tokens import MAX_TEXT, Tokens, key_of
from tests.engine.hard_texts import LISTING_TEXTS
from tests.engine.reference_terms import is_spaceless, occurrences, stem, terms

PIECES = st.sampled_from(
    (
        *(
            "1,000.5kg",
            "10 kWh",
            "3d",
            "h2o",
            "5g",
            "m3/h",
            "3d4y",
            "3d4.5,6",
            "2.5kg/m3",
            "10 kwh2x",
            "7 °c",
        ),
        *("7 °c", "50万元", "3千瓦时", "25℃", "90％", "1.", ",", ".", " ", "-", "/", "°", "2", "x"),
        *(
            "锂电池",
            "Ⅳ",
            "…",
            "ΑΣ",
            "Σ",
            "Σx",
            "İ",
            "\u0301",
            "\u3099",
            "か",
            "ｶﾞ",
            "א1ב",
            "٣kg",
            "👩\u200d🔬",
        ),
        *(
            "👩\u200d🔬",
            "\n",
            "\0",
            "\ud800",
            "\udc00",
            "welding",
            "Batteries",
            "ﬁ",
            *(
                "½",
                "²",
                "⁸",
                "⁻",
                "¹²",
                "①",
                "❷",
                "⅔",
                "㎧",
                "㎡",
                "⑾",
                "⻓",
                "⾞",
                "∕",
                "−",
                "^",
                "^2",
                "‰",
                "%",
            ),
            *("PCBs", "SoCs", "s", "AB", "1,000", ",000", "1,000,000 kg", " wt.%", "0.5 wt%", "15 kΩ", "µ"),
            "_",
            "x" * 70,
            "1" * 70,
        ),
    )
)
TEXTS = st.one_of(LISTING_TEXTS, st.lists(PIECES, max_size=8).map("".join))
BATCHES = st.lists(TEXTS, max_size=6)
Row = tuple[int, int, int, int]


def rows(found: Tokens) -> list[Row]:
    """The text, key, start and end of each occurrence."""
    columns = (found.texts, found.keys, found.starts, found.ends)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def slow_rows(texts: Sequence[str]) -> list[Row]:
    found = [
        (index, key_of(each.term), each.start, each.end)
        for index, text in enumerate(texts)
        for each in occurrences(normalise(text))
    ]
    return sorted(found, key=lambda row: (row[0], row[2], row[3]))


def keys(written: Iterable[str]) -> list[int]:
    return [key_of(term) for term in written]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("锂电池", ["锂", "锂电", "电", "电池", "池"]),
        ("LED灯", ["led", "灯"]),
        ("Batteries, battery", ["batteri", "batteri"]),
        ("容量10 kWh", ["容", "容量", "量", "10kwh"]),
        ("1,000mAh", ["1000mah"]),
        ("25℃ 90％ 50万元", ["25°c", "90%", "50万元"]),
        ("10 apples", ["10", "appl"]),
        ("CO2 H2O 3D", ["co2", "h2o", "3d"]),
        ("2.5kg/m3", ["2.5kg/m3"]),
        ("電池ガス", ["電", "電池", "池", "池ガ", "ガ", "ガス", "ス"]),
        ("...，。 \t\n", []),
        ("", []),
    ],
)
def test_a_text_falls_into_its_terms(text: str, expected: list[str]) -> None:
    assert tokens.tokens([text]).keys.tolist() == keys(expected)
    assert sorted(terms(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PCBs", "PCB"),
        ("GPUs", "GPU"),
        ("FPGAs board", "FPGA board"),
        ("1,000 kg", "1000 kg"),
        ("1,234,567.5 kWh", "1234567.5kwh"),
        ("１，０００ 台", "1000 台"),
        ("10⁸", "10^8"),
        ("10⁻³ Pa", "10^-3Pa"),
        ("30㎧", "30 m/s"),
        ("5㎡", "5 m^2"),
        ("120㎞/h", "120 km/h"),
        ("15 k\u2126", "15kΩ"),
        ("0.5 wt%", "0.5wt%"),
        ("0.5 wt.%", "0.5wt%"),
        ("3 vol %", "3vol%"),
        ("90 %", "90%"),
        ("5 \u00b5m", "5\u03bcm"),
        ("25 ℃", "25°C"),
        ("2½", "2 1/2"),
        ("H₂O", "H2O"),
        ("4000 cm⁻¹", "4000 cm-1"),
        ("10–20℃", "10~20 °C"),
        ("10～20℃", "10-20℃"),
        ("①激光焊接", "1 激光焊接"),
        ("①AI", "1 AI"),
    ],
)
def test_two_ways_to_write_one_thing_are_the_same_terms(one: str, other: str) -> None:
    assert tokens.tokens([one]).keys.tolist() == tokens.tokens([other]).keys.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10⁸", "108"),
        ("10^8", "108"),
        ("1,2,3", "123"),
        ("0,123", "0123"),
        ("1,2345", "12345"),
        ("MEMS", "MEM"),
        ("2½", "21/2"),
        ("PCBs", "PCBA"),
    ],
)
def test_two_things_stay_two(one: str, other: str) -> None:
    assert tokens.tokens([one]).keys.tolist() != tokens.tokens([other]).keys.tolist()


def test_the_name_of_a_number_has_its_key() -> None:
    written = ["1,000 kg", "5 m^2", "0.5 wt. %", "10^8", "1,2,3", "3.5"]
    names = ["1000kg", "5m2", "0.5wt%", "10^8", "1,2,3", "3.5"]
    assert [number_name(each) for each in written] == names
    assert tokens.tokens(written).keys.tolist() == keys(names)


def test_a_word_or_number_without_end_is_cut() -> None:
    million = 1_000_000
    assert rows(tokens.tokens(["x" * million])) == [(0, key_of("x" * 64), 0, million)]
    assert rows(tokens.tokens(["1" * million])) == [(0, key_of("1" * 64), 0, million)]


def test_only_scripts_without_spaces_make_n_grams() -> None:
    written = ["电池", "电", "batteri", "10kwh", "50万元"]
    assert [key_of(term) >> 60 < STEM for term in written] == [True, True, False, False, False]
    assert [is_spaceless(term) for term in written] == [True, True, False, False, False]


@pytest.mark.slow
@given(TEXTS)
@example("A.Σ")
@example("0AAs0")
@example("BAs¼")
@example("0².0")
@example("BAsͺ")
def test_where_a_term_stands_the_original_text_holds_it(text: str) -> None:
    normalised = normalise_with_offsets(text)
    for _, key, first, last in rows(tokens.tokens([text])):
        start, end = normalised.span(first, last)
        assert key in tokens.tokens([text[start:end]]).keys.tolist()


@pytest.mark.slow
@given(BATCHES)
@example([])
@example(["", "", "a", "", "1"])
@example(["10", "kWh", "ΑΣ", "Α", "e", "\u0301", "か", "\u3099", "\u1100", "\u1161"])
def test_a_batch_has_the_terms_and_places_of_the_slow_answer(texts: list[str]) -> None:
    assert rows(tokens.tokens(texts)) == slow_rows(texts)


@pytest.mark.slow
@given(BATCHES)
def test_a_text_reads_the_same_alone_and_among_others(texts: list[str]) -> None:
    alone = [
        (index, *row[1:])
        for index, text in enumerate(texts)
        for row in rows(tokens.tokens([text], pairs=True))
    ]
    assert rows(tokens.tokens(texts, pairs=True)) == alone


@pytest.mark.slow
@given(BATCHES)
def test_it_does_not_matter_how_a_batch_is_cut_into_blocks(texts: list[str]) -> None:
    whole = rows(tokens.tokens(texts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "BLOCK", 8)
        assert rows(tokens.tokens(texts)) == whole


@pytest.mark.slow
def test_every_character_reads_as_it_does_alone() -> None:
    texts = [f"x{chr(point)}x" for point in range(CODE_POINTS)]
    joined = characters.join_texts(texts)
    expected = "".join("\n" + normalise(text) for text in texts) + "\n"
    assert np.array_equal(joined.points, characters.points_of(expected))


@pytest.mark.slow
def test_every_character_that_looks_around_is_known() -> None:
    easy = np.flatnonzero(characters.SPELLINGS < CODE_POINTS).tolist()
    text = "".join(map(chr, easy))
    bases = ("e", "か", "\u1100", "\uac00", "\u0915", "\u09c7", "\u0dd9")
    for base in bases:
        followed = base + base.join(text[: 1 << 17])
        assert normalise(followed) == "".join(map(normalise, followed))


@pytest.mark.slow
def test_classes_are_those_of_the_regular_expressions() -> None:
    for point in range(0, CODE_POINTS, 7):
        character = chr(point)
        found = occurrences(character)
        kind = characters.CLASSES[point]
        assert (kind >= characters.SPACELESS) == bool(found)
        assert (kind == characters.DIGIT) == (unicodedata.category(character) == "Nd")


def test_arrays_have_the_promised_types() -> None:
    found = tokens.tokens(["LED灯 10 kWh", "battery pack"], pairs=True)
    types = [each.dtype for each in (found.texts, found.keys, found.starts, found.ends, found.kinds)]
    assert types == [np.int32, np.uint64, np.int32, np.int32, np.uint8]
    assert found.kinds.tolist() == [3, 1, 4, 3, 5, 3]


def test_exact_keys_hold_their_characters() -> None:
    assert key_of("锂") == 1 << 60 | ord("锂")
    assert key_of("锂电") == 2 << 60 | ord("锂") << 21 | ord("电")
    assert key_of("𠀀𠀁") == 2 << 60 | 0x20000 << 21 | 0x20001


def test_hashes_are_the_same_for_ever() -> None:
    assert keys(["membran", "10kwh", "lithium batteri"]) == [
        4511678547660811085,
        5682803568672562888,
        6158407390022216005,
    ]


@pytest.mark.slow
def test_another_process_finds_the_same_keys() -> None:
    program = (
        "from matching.engine.text import tokens; print(tokens.tokens(['welding 10 kWh']).keys.tolist())"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == str(tokens.tokens(["welding 10 kWh"]).keys.tolist())


@pytest.mark.parametrize("term", ["", "。", "锂电池", "-", " ", "a ", "\ud800"])
def test_what_can_be_no_term_has_no_key(term: str) -> None:
    with pytest.raises(ValueError, match="not a term"):
        key_of(term)


@pytest.mark.slow
def test_many_words_have_many_keys() -> None:
    words = [f"x{number:x}" for number in range(200_000)]
    found = tokens.tokens([" ".join(words)]).keys
    assert np.unique(found).size == len({stem(word) for word in words})


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("lithium batteries", ["lithium batteri"]),
        ("lithium-ion  -  batteries", ["lithium ion", "ion batteri"]),
        ("lithium, batteries", []),
        ("lithium 3 batteries", []),
        ("lithium电batteries", []),
        ("lithium\nbatteries", []),
        ("3d2 batteries", []),
        ("lithium", []),
    ],
)
def test_adjacent_words_are_a_term_if_one_asks(text: str, pairs: list[str]) -> None:
    found = tokens.tokens([text, "batteries"], pairs=True)
    assert found.keys[found.kinds == STEMS].tolist() == keys(pairs)
    assert STEMS not in tokens.tokens([text]).kinds


def test_a_pair_stands_where_its_words_stand() -> None:
    found = tokens.tokens(["a lithium - cell!"], pairs=True)
    pairs = found.kinds == STEMS
    assert list(zip(found.starts[pairs].tolist(), found.ends[pairs].tolist(), strict=True)) == [
        (0, 9),
        (2, 16),
    ]


def test_the_order_of_two_words_matters() -> None:
    assert key_of("membran pump") != key_of("pump membran")


def test_variants_are_folded_before_units_are_read() -> None:
    table = np.arange(CODE_POINTS, dtype=np.uint32)
    table[[ord("電"), ord("萬")]] = ord("电"), ord("万")
    assert rows(tokens.tokens(["電池50萬元"], fold=Fold(table))) == rows(tokens.tokens(["电池50万元"]))


@pytest.mark.parametrize("table", [np.zeros(5, np.uint32), np.zeros(CODE_POINTS, np.int64)])
def test_a_fold_of_another_shape_or_type_is_refused(table: characters.Points) -> None:
    with pytest.raises(ValueError, match="fold must be uint32 of shape"):
        Fold(table)


def test_one_text_is_no_batch() -> None:
    with pytest.raises(TypeError, match="a sequence of texts"):
        tokens.tokens("LED")


@pytest.mark.parametrize("texts", [[b"LED"], ["LED", None]])
def test_what_is_no_text_is_refused(texts: list[str]) -> None:
    with pytest.raises(TypeError):
        tokens.tokens(texts)


def test_a_text_too_long_for_its_places_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_TEXT * 18 < 2**31
    monkeypatch.setattr(tokens, "MAX_TEXT", 3)
    with pytest.raises(ValueError, match="longer than 3 code points"):
        tokens.tokens(["LED", "LEDs"])


def test_threads_find_alike_while_they_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems, "_memory", stems._Memory(16))
    batches = [[f"welding casting{number} moulds pump{number % 7}s"] * 3 for number in range(300)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda batch: rows(tokens.tokens(batch)), batches))
    assert found == [slow_rows(batch) for batch in batches]


def test_a_word_that_is_known_is_not_stemmed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems, "_memory", stems._Memory(1 << 10))
    stemmed: list[str] = []
    stem_words = stems._stemmer.stem_words

    def asking(words: list[str]) -> object:
        stemmed.extend(words)
        return stem_words(words)

    monkeypatch.setattr(stems._stemmer, "stem_words", asking)
    for _ in range(2):
        tokens.tokens(["welding pumps, welding", "pumps"])
    assert sorted(stemmed) == ["pumps", "welding"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("锂" * 2_000_000, 0),
        ("led " * 2_500_000, 0),
        ("1." * 1_000_000, 0),
        ("1,2 3 " * 100_000, 200_000),
        ("x" * 10_000_000, 0),
        ("1a" * 500_000, 500_000),
        ("e" + "\u0301\u0327" * 500_000, 0),
        ("\ud800…" * 500_000 + "3d", 1),
        ("\ud800\x00👩\u200d🔬" * 200_000, 0),
    ],
)
def test_a_long_text_is_matched_at_numbers_only(
    text: str, matches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test bounds the calls of the regular expression; the rest is a fixed number of array passes."""
    calls = 0
    end_of_number = slices._end_of_number

    def counted(text: str, start: int) -> int:
        nonlocal calls
        calls += 1
        return end_of_number(text, start)

    monkeypatch.setattr(slices, "_end_of_number", counted)
    tokens.tokens([text])
    assert calls <= matches
