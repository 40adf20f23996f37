import numpy as np
import pytest
from hypothesis import given

from matching.engine import Document
from matching.engine.text.counting import count
from matching.engine.text.documents import FIELDS
from matching.engine.text.folding import Fold
from matching.engine.text.keys import NUMBER, STEM, hashed_keys
from matching.engine.text.naming import names_in, names_of
from matching.engine.text.tokens import key_of, tokens
from tests.engine.hard_texts import MARKETS

pytestmark = pytest.mark.slow


def test_characters_are_read_from_the_key_and_hashes_are_called_hashes() -> None:
    keys = np.array([key_of(term) for term in ("膜", "隔膜", "led")], dtype=np.uint64)
    hashed = hashed_keys(NUMBER, np.array([0xF3A0], dtype=np.uint64))
    names = names_of(np.append(keys, hashed))
    assert names[:2].tolist() == ["膜", "隔膜"]
    assert names[2:].tolist() == [f"stem_{int(keys[2]) - (STEM << 60):015x}", "number_000000000000f3a"]
    assert names_of(np.zeros(0, np.uint64)).shape == (0,)


def test_a_word_is_named_by_its_stem_and_a_number_has_no_spaces() -> None:
    texts = ["Membranes, 10 kWh", "隔膜 membrane 10kWh"]
    expected = ["膜", "隔", "隔膜", "membran", "10kwh"]
    for order in (texts, texts[::-1]):
        assert names_in(order, tokens(order)).tolist() == expected


def test_names_are_folded_as_the_terms_are() -> None:
    table = np.arange(0x110000, dtype=np.uint32)
    table[ord("萬")] = ord("万")
    fold = Fold(table)
    assert names_in(["10萬元"], tokens(["10萬元"], fold=fold), fold).tolist() == ["10万元"]


@given(MARKETS)
def test_a_name_reads_as_the_key_of_its_term(documents: list[Document]) -> None:
    texts = [document.text(name) for document in documents for name in FIELDS]
    names = names_in(texts, tokens(texts))
    assert list(map(key_of, names)) == count(documents).keys.tolist()


@pytest.mark.parametrize("size", [63, 64, 65, 80])
def test_what_is_longer_than_a_hash_can_tell_is_named_so_that_it_reads_the_same(size: int) -> None:
    texts = ["x" * size, "1" * size]
    assert list(map(key_of, names_in(texts, tokens(texts)))) == np.unique(tokens(texts).keys).tolist()
