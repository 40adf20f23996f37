import pickle

import pytest
from hypothesis import given

from matching.engine import Document
from matching.engine.lexicon.lexicon import EMPTY
from matching.engine.text import reader
from matching.engine.text.counting import N_FIELDS
from matching.engine.text.documents import FIELDS, batches
from matching.engine.text.normalise import normalise, normalise_with_offsets
from matching.engine.text.reader import Reader
from matching.engine.text.tokens import Tokens, tokens
from tests.engine.hard_texts import MARKETS

Occurrences = list[tuple[int, ...]]


def occurrences(found: Tokens) -> Occurrences:
    columns = (found.texts, found.keys, found.starts, found.ends)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@given(MARKETS)
def test_documents_have_the_tokens_of_their_texts_whether_they_are_remembered_or_not(
    documents: list[Document],
) -> None:
    texts = [document.text(name) for document in documents for name in FIELDS]
    market = Reader(EMPTY.fold)
    for _ in range(2):
        assert occurrences(market.tokens(documents)) == occurrences(tokens(texts))
    assert occurrences(market.tokens(documents[1:])) == occurrences(tokens(texts[N_FIELDS:]))


@given(MARKETS)
def test_a_document_is_read_as_normalised_text_and_plain_ones_keep_their_offsets(
    documents: list[Document],
) -> None:
    for document, read in zip(documents, Reader(EMPTY.fold).documents(documents), strict=True):
        texts = [document.text(name) for name in FIELDS]
        assert list(read.texts) == list(map(normalise, texts))
        for text, is_plain in zip(texts, read.are_plain, strict=True):
            offsets = normalise_with_offsets(text)
            if is_plain:
                size = len(text)
                assert (list(offsets.starts), list(offsets.ends)) == ([*range(size)], [*range(1, size + 1)])


def test_long_lists_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Document(number, f"filter {number}") for number in range(4)]
    monkeypatch.setattr(reader, "AT_ONCE", 2)
    market = Reader(EMPTY.fold)
    first, again = market.documents(rows[:1])[0], market.documents(rows)[0]
    assert again is first
    last = market.documents(rows)[-1]
    assert market.documents(rows)[-1] is not last
    assert market.tokens(rows).texts.max() == (len(rows) - 1) * N_FIELDS


def test_a_reader_is_pickled_without_what_it_remembers() -> None:
    market = Reader(EMPTY.fold)
    market.documents([Document(1, "a filter of steel")])
    assert len(pickle.dumps(market)) == len(pickle.dumps(Reader(EMPTY.fold)))


def test_batches_hold_what_fits_or_one_larger_row() -> None:
    assert list(batches([3, 3, 5, 12, 1], int, 10)) == [[3, 3], [5], [12], [1]]
    assert list(batches([], int, 10)) == []
