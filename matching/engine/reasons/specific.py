"""Specific words that two documents share, found by their weights: no text of the offer is read for it."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from ..text.documents import AT_ONCE, Document, batches
from ..text.keys import CHARACTER, CHARACTERS
from ..text.memory import Memory
from ..text.tokens import Tokens
from .sides import Market
from .wording import SPACELESS, Word, Wording

Flags = npt.NDArray[np.bool_]

REMEMBERED = 1 << 20
"""The most code points of all documents whose specific words are remembered: some twenty bytes each."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

Columns = tuple[tuple[int, ...], ...]
"""The columns of the terms of each word."""


class Told(NamedTuple):
    """What a document says: its specific words as it writes them, and their columns."""

    words: tuple[str, ...]
    columns: Columns


class Common(NamedTuple):
    """What pairs have in common, bool of shape (pairs,) each.

    ``has_word``: the offer has weights for all terms of a specific word of the demand. ``has_script``: both
    are in scripts with spaces, or both in scripts without.
    """

    has_word: Flags
    has_script: Flags


class SpecificWords:
    """Finds the specific words of documents in one market. Threads may share it."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._told: Memory[Document, Told] = Memory(REMEMBERED)
        self._few: Memory[tuple[Document, int], bool] = Memory(REMEMBERED)

    def told(self, documents: Sequence[Document]) -> list[Told]:
        """What each document says."""
        return self._each(self._told, documents, documents, self._told_of)

    def are_few(self, documents: Sequence[Document], least: int) -> list[bool]:
        """True for documents with fewer than ``least`` specific words. The others are not read to the end."""

        def has_few(wording: Wording) -> bool:
            return len(list(islice(self._words(wording), least))) < least

        return self._each(self._few, [(each, least) for each in documents], documents, has_few)

    def _each(
        self,
        memory: Memory[Key, Value],
        keys: Sequence[Key],
        documents: Sequence[Document],
        of: Callable[[Wording], Value],
    ) -> list[Value]:
        """What a function says of the wording of each document, or what the memory holds of it."""
        known = memory.recall(keys)
        new = {each: key for each, key in zip(documents, keys, strict=True) if key not in known}
        for batch in batches(new, attrgetter("size"), AT_ONCE):
            wordings = self._market.wordings(batch)
            fresh = {new[each]: of(wording) for each, wording in zip(batch, wordings, strict=True)}
            memory.remember((new[each], fresh[new[each]], each.size) for each in batch)
            known |= fresh
        return [known[key] for key in keys]

    def common(self, demands: Sequence[Document], offers: Sequence[Document]) -> Common:
        """What each pair has in common. There are as many demands as offers."""
        confidence, every = self._market.confidence, list(dict.fromkeys([*demands, *offers]))
        row_of = {each: row for row, each in enumerate(every)}
        are_spaceless = np.array([is_spaceless(each.tokens) for each in confidence.reader.documents(every)])
        held = [set(columns.tolist()) for columns, _weights in confidence.said.rows(every)]
        pairs = list(zip(demands, offers, strict=True))
        has_word = [
            any(map(held[row_of[offer]].issuperset, told.columns))
            for told, offer in zip(self.told(demands), offers, strict=True)
        ]
        rows = np.array([(row_of[demand], row_of[offer]) for demand, offer in pairs], dtype=np.int64)
        scripts = are_spaceless[rows] if pairs else np.zeros((0, 2), dtype=np.bool_)
        return Common(np.array(has_word, dtype=np.bool_), scripts[:, 0] == scripts[:, 1])

    def _words(self, wording: Wording) -> Iterator[Word]:
        """The specific words of a document, each once."""
        reader, found = self._market.reader, set[tuple[int, ...]]()
        for stretch in reader.stretches(wording):
            for word in wording.words_in(*stretch):
                keys = tuple(wording.keys[word.first : word.stop])
                if keys not in found and not reader.is_general(word, wording):
                    found.add(keys)
                    yield word

    def _told_of(self, wording: Wording) -> Told:
        words = list(self._words(wording))
        written = tuple(wording.written(word.first, word.stop) for word in words)
        return Told(written, self._columns(wording, words))

    def _columns(self, wording: Wording, words: Sequence[Word]) -> Columns:
        """The columns of the pairs of characters in each word, or of its stem."""
        found = wording.found
        kept = np.flatnonzero(found.kinds != CHARACTER)
        places = list(zip(found.texts[kept].tolist(), found.starts[kept].tolist(), strict=True))
        columns = self._market.engine.vocabulary.columns_of(found.keys[kept]).tolist()
        return tuple(
            tuple(columns[bisect_left(places, start) : bisect_left(places, end)])
            for start, end in (_edges(wording, word) for word in words)
        )


def _edges(wording: Wording, word: Word) -> tuple[tuple[int, int], tuple[int, int]]:
    """Field and offset of the first term of a word, and those behind its last.

    A pair of characters that begins with the last character reaches beyond the word.
    """
    field, last = wording.fields[word.first], wording.starts[word.stop - 1]
    end = last if word.script == SPACELESS else last + 1
    return (field, wording.starts[word.first]), (field, end)


def is_spaceless(found: Tokens) -> bool:
    """True if more than half of the terms of a document are characters or pairs of characters."""
    kinds = found.kinds
    return 2 * int(np.count_nonzero(kinds <= CHARACTERS)) > kinds.size
