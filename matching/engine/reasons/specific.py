"""Specific words that two documents share, found by their weights: no text of the offer is read for it."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..text.documents import AT_ONCE, Document, batches
from ..text.keys import CHARACTER, CHARACTERS
from ..text.memory import Memory
from ..text.tokens import Tokens
from .sides import Market
from .wording import SPACELESS, Word, Wording

Flags = npt.NDArray[np.bool_]

REMEMBERED = 1 << 18
"""The most code points of the documents whose specific words are remembered, of some hundred bytes each."""

Columns = tuple[frozenset[int], ...]
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
        self._memory: Memory[Document, Told] = Memory(REMEMBERED)

    def told(self, documents: Sequence[Document]) -> list[Told]:
        """What each document says."""
        known = self._memory.recall(documents)
        new = [each for each in dict.fromkeys(documents) if each not in known]
        for batch in batches(new, attrgetter("size"), AT_ONCE):
            fresh = dict(zip(batch, map(self._told, self._market.wordings(batch)), strict=True))
            self._memory.remember((each, told, each.size) for each, told in fresh.items())
            known |= fresh
        return [known[each] for each in documents]

    def common(self, demands: Sequence[Document], offers: Sequence[Document]) -> Common:
        """What each pair has in common. There are as many demands as offers."""
        confidence, every = self._market.confidence, list(dict.fromkeys([*demands, *offers]))
        row_of = {each: row for row, each in enumerate(every)}
        are_spaceless = np.array([is_spaceless(each.tokens) for each in confidence.reader.documents(every)])
        held = [set(columns.tolist()) for columns, _weights in confidence.said.rows(every)]
        pairs = list(zip(demands, offers, strict=True))
        has_word = [
            any(word <= held[row_of[offer]] for word in told.columns)
            for told, offer in zip(self.told(demands), offers, strict=True)
        ]
        rows = np.array([(row_of[demand], row_of[offer]) for demand, offer in pairs], dtype=np.int64)
        scripts = are_spaceless[rows] if pairs else np.zeros((0, 2), dtype=np.bool_)
        return Common(np.array(has_word, dtype=np.bool_), scripts[:, 0] == scripts[:, 1])

    def _told(self, wording: Wording) -> Told:
        reader = self._market.reader
        found: dict[tuple[int, ...], Word] = {}
        for stretch in reader.stretches(wording):
            for word in wording.words_in(*stretch):
                if not reader.is_general(word, wording):
                    found.setdefault(tuple(wording.keys[word.first : word.stop]), word)
        written = tuple(wording.written(word.first, word.stop) for word in found.values())
        return Told(written, self._columns(wording, list(found.values())))

    def _columns(self, wording: Wording, words: Sequence[Word]) -> Columns:
        """The columns of the pairs of characters in each word, or of its stem."""
        found = wording.found
        kept = np.flatnonzero(found.kinds != CHARACTER)
        places = list(zip(found.texts[kept].tolist(), found.starts[kept].tolist(), strict=True))
        columns = self._market.engine.vocabulary.columns_of(found.keys[kept]).tolist()
        return tuple(
            frozenset(columns[bisect_left(places, start) : bisect_left(places, end)])
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
