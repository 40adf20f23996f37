"""Specific words that two documents share, found by their weights: no text of the offer is read for it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..text.counting import count
from ..text.documents import Document
from .generality import grams_of
from .sides import Market
from .wording import SPACELESS, Word, Wording

Flags = npt.NDArray[np.bool_]

REMEMBERED = 512
"""Demands whose specific words are remembered."""
LONGEST = 10_000
"""The most code points of a demand that is remembered: each of its words takes some hundred bytes."""

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
        self._remembered = lru_cache(REMEMBERED)(self._told)

    def told(self, document: Document) -> Told:
        """What a document says. That of a long one is not remembered."""
        return self._told(document) if document.size > LONGEST else self._remembered(document)

    def common(self, demands: Sequence[Document], offers: Sequence[Document]) -> Common:
        """What each pair has in common. There are as many demands as offers."""
        row_of = {each: row for row, each in enumerate(dict.fromkeys([*demands, *offers]))}
        engine = self._market.engine
        counts = count(list(row_of), engine.lexicon.fold)
        are_spaceless = counts.are_spaceless()
        held = [set(row.indices.tolist()) for row in engine.weigh_counted_offers(counts)]
        pairs = list(zip(demands, offers, strict=True))
        has_word = [
            any(word <= held[row_of[offer]] for word in self.told(demand).columns) for demand, offer in pairs
        ]
        rows = np.array([(row_of[demand], row_of[offer]) for demand, offer in pairs], dtype=np.int64)
        scripts = are_spaceless[rows.reshape(-1, 2)]
        return Common(np.array(has_word, dtype=np.bool_), scripts[:, 0] == scripts[:, 1])

    def _told(self, document: Document) -> Told:
        wording, reader = self._market.wording(document), self._market.reader
        found: dict[tuple[int, ...], Word] = {}
        for stretch in reader.stretches(wording):
            for word in wording.words_in(*stretch):
                if not reader.is_general(word, wording):
                    found.setdefault(tuple(wording.keys[word.first : word.stop]), word)
        written = tuple(wording.written(word.first, word.stop) for word in found.values())
        columns = tuple(self._columns(wording, word) for word in found.values())
        return Told(written, columns)

    def _columns(self, wording: Wording, word: Word) -> frozenset[int]:
        stems = np.array(wording.keys[word.first : word.stop], dtype=np.uint64)
        keys = grams_of(word.text) if word.script == SPACELESS else stems
        return frozenset(self._market.engine.vocabulary.columns_of(keys).tolist())
