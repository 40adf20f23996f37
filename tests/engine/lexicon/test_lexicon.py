"""Words of a lexicon are found where a slow search finds them, and mean what their entries say."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.lexicon.cedict import glosses, variants
from matching.engine.lexicon.glossary import GlossaryTerm
from matching.engine.lexicon.lexicon import NESTED, Lexicon, dictionary
from matching.engine.lexicon.phrases import LONGEST_GLOSS, LONGEST_HEADWORD
from matching.engine.text.keys import PHRASE
from matching.engine.text.tokens import key_of, tokens

ENTRIES = (
    ("鋰", "锂", ["lithium (chemistry)"]),
    ("電池", "电池", ["battery", "CL:節|节[jie2]"]),
    ("電池組", "电池组", ["battery pack"]),
    ("鋰電池", "锂电池", ["lithium battery"]),
    ("膜", "膜", ["membrane", "film"]),
    ("質子交換膜", "质子交换膜", ["proton exchange membrane; PEM"]),
    ("卡拉OK", "卡拉OK", ["karaoke"]),
    ("水閘", "水闸", ["flood-gate", "gate of the water"]),
)
LEXICON = Lexicon.of(ENTRIES)


def found(lexicon: Lexicon, text: str) -> list[tuple[str, bool]]:
    """The words found in a text by position, each with a flag that is true if it is nested."""
    matches = lexicon.matches(tokens([text], fold=lexicon.fold))
    spans = zip(matches.starts.tolist(), matches.ends.tolist(), matches.nested.tolist(), strict=True)
    return [(text[start:end], nested) for start, end, nested in sorted(spans)]


def source(lexicon: Lexicon, word: str) -> int:
    """The source of the longest match in a word."""
    matches = lexicon.matches(tokens([word], fold=lexicon.fold))
    return int(matches.sources[-1])


def votes(lexicon: Lexicon, headword: str, gloss: str) -> float:
    return float(lexicon.links[source(lexicon, headword), source(lexicon, gloss)])


def test_a_word_inside_a_longer_one_is_nested() -> None:
    assert found(LEXICON, "锂电池组") == [("锂", True), ("锂电池", False), ("电池", True), ("电池组", False)]


def test_words_do_not_reach_over_a_gap_or_into_the_next_text() -> None:
    assert found(LEXICON, "锂 电池") == [("锂", False), ("电池", False)]
    counted = LEXICON.sources_in(tokens(["锂电", "池组"], fold=LEXICON.fold), 2)
    assert counted.nnz == 1


def test_traditional_and_capital_letters_read_like_simplified_and_small_ones() -> None:
    assert found(LEXICON, "鋰電池") == [("鋰", True), ("鋰電池", False), ("電池", True)]
    assert found(LEXICON, "卡拉ｏＫ") == [("卡拉ｏＫ", False)]


def test_english_words_are_found_by_their_stems_function_words_between() -> None:
    assert found(LEXICON, "Lithium batteries") == [
        ("Lithium", True),
        ("Lithium batteries", False),
        ("batteries", True),
    ]
    assert found(LEXICON, "the gate of the water") == [("gate of the water", False)]


def test_what_is_found_is_added_up_by_text() -> None:
    texts = ["电池，锂电池，电池", "", "膜"]
    counted = LEXICON.sources_in(tokens(texts, fold=LEXICON.fold), 3)
    assert counted.dtype == np.float32
    assert counted[0, source(LEXICON, "电池")] == np.float32(2 + NESTED)
    assert counted[0, source(LEXICON, "锂电池")] == 1
    assert counted[2, source(LEXICON, "膜")] == 1
    assert np.diff(counted.indptr).tolist() == [3, 0, 1]


def test_the_places_of_a_word_can_be_asked_for() -> None:
    matches = LEXICON.matches(tokens(["膜", "电池膜"], fold=LEXICON.fold))
    assert matches.spans_of(source(LEXICON, "膜")) == [(0, 0, 1), (1, 2, 3)]


def test_each_gloss_has_one_vote_from_its_headword() -> None:
    assert votes(LEXICON, "质子交换膜", "proton exchange membrane") == 1
    assert votes(LEXICON, "质子交换膜", "PEM") == 1
    assert votes(LEXICON, "膜", "film") == 1
    assert votes(LEXICON, "膜", "battery") == 0
    assert LEXICON.links.sum() == 11


def test_a_word_is_made_of_its_characters_their_pairs_and_stems() -> None:
    def own(word: str) -> dict[int, float]:
        row = LEXICON.own[source(LEXICON, word)]
        return dict(zip(LEXICON.terms[row.indices].tolist(), row.data.tolist(), strict=True))

    assert own("锂电池") == {key_of(term): 1 for term in ("锂", "电", "池", "锂电", "电池")}
    assert own("卡拉OK") == {key_of(term): 1 for term in ("卡", "拉", "卡拉", "ok")}
    assert own("lithium battery") == {key_of(term): 1 for term in ("lithium", "batteri")}


def test_a_term_alone_is_its_own_key_and_a_longer_phrase_has_a_kind_of_its_own() -> None:
    assert LEXICON.keys[source(LEXICON, "膜")] == key_of("膜")
    assert LEXICON.keys[source(LEXICON, "batteries")] == key_of("batteri")
    assert LEXICON.keys[source(LEXICON, "锂电池")] >> np.uint64(60) == PHRASE
    assert np.all(LEXICON.keys[1:] > LEXICON.keys[:-1])


def test_the_glossary_counts_by_its_weight_with_the_dictionary() -> None:
    pairs = [GlossaryTerm("膜", "film", 1.5), GlossaryTerm("隔膜", "separator", 0.5)]
    lexicon = Lexicon.of(ENTRIES, pairs)
    assert votes(lexicon, "膜", "film") == 2.5
    assert votes(lexicon, "隔膜", "separator") == 0.5


def test_the_glossary_can_forbid_a_pair_and_nothing_else() -> None:
    lexicon = Lexicon.of(ENTRIES, [GlossaryTerm("膜", "film", 0), GlossaryTerm("膜", "film", 1)])
    assert votes(lexicon, "膜", "film") == 0
    assert votes(lexicon, "膜", "membrane") == 1


def test_a_glossary_needs_no_dictionary_and_may_mix_scripts_and_numbers() -> None:
    lexicon = Lexicon.of([], [GlossaryTerm("3d打印", "3d printing", 1), GlossaryTerm("鋰", "lithium", 1)])
    assert found(lexicon, "用3D打印") == [("3D打印", False)]
    assert votes(lexicon, "3d打印", "3D printing") == 1


def test_what_is_too_long_or_empty_is_left_out() -> None:
    long_head, long_gloss = "膜" * (LONGEST_HEADWORD + 1), " ".join("bcdefgh"[: LONGEST_GLOSS + 1])
    pairs = [
        GlossaryTerm(long_head, "film", 1),
        GlossaryTerm("膜", long_gloss, 1),
        GlossaryTerm("", "the", 1),
    ]
    assert Lexicon.of([], pairs).links.nnz == 0
    assert found(Lexicon.of([], pairs), long_head) == [("膜", False)] * len(long_head)


def test_an_empty_lexicon_finds_nothing() -> None:
    lexicon = Lexicon.of([])
    assert lexicon.keys.size == 0
    assert found(lexicon, "锂电池 battery") == []
    assert lexicon.sources_in(tokens(["锂电池"], fold=lexicon.fold), 1).shape == (1, 0)


def test_notation_is_no_meaning() -> None:
    definitions = [
        ["variant of 電|电[dian4]", "see also 電池|电池[dian4 chi2]", "CL:個|个[ge4]", "surname Dian"],
        ["electric (adj.; also fig.)", "abbr. for 電力|电力[dian4 li4], power", "Taiwan pr. [dian3]"],
    ]
    texts, numbers = glosses(definitions)
    assert [" ".join(text.split()) for text in texts] == ["electric", "電力|电力 , power"]
    assert numbers == [1, 1]


def test_a_character_is_folded_where_it_means_the_same_and_else_by_its_neighbours() -> None:
    ways, contexts = variants(["電池", "乾燥", "乾坤", "後"], ["电池", "干燥", "乾坤", "后来"])
    assert {chr(left) + chr(right) for left, right in ways.tolist()} == {"電电"}
    assert {
        (chr(one), after, chr(adjacent), chr(form)) for one, after, adjacent, form in contexts.tolist()
    } == {
        ("乾", 1, "燥", "干"),
        ("乾", 1, "坤", "乾"),
    }
    fold = Lexicon.of([("電", "电", [])]).fold
    assert fold.of_text("電") == "电"
    assert fold.of_text("膜") == "膜"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("乾燥設備", "干燥设备"),
        ("乾法刻蝕", "干法刻蚀"),
        ("餅乾", "饼干"),
        ("乾坤", "乾坤"),
        ("乾隆年間", "乾隆年间"),
        ("看著", "看着"),
        ("沿著管道", "沿着管道"),
        ("附著力", "附着力"),
        ("著名企業", "著名企业"),
        ("效果顯著", "效果显著"),
        ("效果显著提升", "效果显著提升"),
        ("著作權", "著作权"),
        ("瞭解市場", "了解市场"),
        ("一目瞭然", "一目了然"),
        ("瞭望塔", "瞭望塔"),
        ("藉口", "借口"),
        ("藉助平臺", "借助平台"),
        ("憑藉優勢", "凭借优势"),
        ("聲名狼藉", "声名狼藉"),
        ("慰藉", "慰藉"),
        ("摺疊屏", "折叠屏"),
        ("乾", "干"),
        ("榜单 身份 座位 覆盖", "榜单 身份 座位 覆盖"),
    ],
)
def test_the_dictionary_folds_by_the_word(traditional: str, simplified: str) -> None:
    fold = dictionary().fold
    assert fold.of_text(traditional) == simplified
    assert fold.of_text(simplified) == simplified


def test_a_lexicon_is_the_same_after_it_was_saved(tmp_path: Path) -> None:
    LEXICON.save(tmp_path)
    loaded = Lexicon.load(tmp_path)
    texts = tokens(["鋰電池组 of lithium batteries"], fold=LEXICON.fold)
    assert (loaded.sources_in(texts, 1) != LEXICON.sources_in(texts, 1)).nnz == 0
    assert (loaded.links != LEXICON.links).nnz == (loaded.own != LEXICON.own).nnz == 0
    np.testing.assert_array_equal(loaded.fold.table, LEXICON.fold.table)
    np.testing.assert_array_equal(loaded.contexts, LEXICON.contexts)
    np.testing.assert_array_equal(loaded.keys, LEXICON.keys)


@pytest.mark.parametrize("name", ["keys", "own.data", "links.indptr"])
def test_a_missing_file_is_an_error(tmp_path: Path, name: str) -> None:
    LEXICON.save(tmp_path)
    (tmp_path / f"lexicon.{name}.npy").unlink()
    with pytest.raises(FileNotFoundError, match=name):
        Lexicon.load(tmp_path)


WORDS = st.text("甲乙丙", min_size=1, max_size=5)


@pytest.mark.slow
@given(st.sets(WORDS, max_size=12), st.lists(st.text("甲乙丙，", max_size=30), max_size=4))
def test_words_are_found_where_the_slow_answer_finds_them(words: set[str], texts: list[str]) -> None:
    lexicon = Lexicon.of([(word, word, ["a meaning"]) for word in sorted(words)])
    matches = lexicon.matches(tokens(texts))
    columns = (matches.texts, matches.starts, matches.ends, matches.nested)
    expected = [(n, *match) for n, text in enumerate(texts) for match in slowly_found(words, text)]
    assert sorted(zip(*(column.tolist() for column in columns), strict=True)) == sorted(expected)


def slowly_found(words: set[str], text: str) -> list[tuple[int, int, bool]]:
    spans = [(i, i + len(word)) for word in words for i in range(len(text)) if text.startswith(word, i)]
    return [
        (start, end, any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans))
        for start, end in spans
    ]


def test_the_installed_dictionary_knows_a_battery() -> None:
    lexicon = dictionary()
    assert votes(lexicon, "电池", "battery") >= 1
    assert found(lexicon, "鋰電池")[1] == ("鋰電池", False)
    assert lexicon.fold.of_text("鋰") == "锂"
    assert dictionary() is lexicon
