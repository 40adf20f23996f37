"""Specific words that two documents share, found by their weights: no text of the offer is read for it."""

from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..text.documents import Document
from ..text.keys import FIRST_HASHED
from .generality import grams_of
from .sides import Market, is_spaceless
from .wording import SPACELESS, Word, Wording

Flags = npt.NDArray[np.bool_]

REMEMBERED = 1024
"""Demands whose specific words are remembered."""

Columns = tuple[frozenset[int], ...]
"""The columns of the terms of each word."""


class Told(NamedTuple):
    """What a document says: its specific words as it writes them, their columns, and its script."""

    words: tuple[str, ...]
    columns: Columns
    is_spaceless: bool


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
        self.told = lru_cache(REMEMBERED)(self._told)

    def common(self, demands: Sequence[Document], offers: Sequence[Document]) -> Common:
        """What each pair has in common. Raises ValueError if there are not as many demands as offers."""
        row_of = {offer: row for row, offer in enumerate(dict.fromkeys(offers))}
        terms = [set(row.indices.tolist()) for row in self._market.engine.weigh_offers(list(row_of))]
        are_spaceless = [self._is_spaceless(held) for held in terms]
        pairs = [(self.told(demand), row_of[offer]) for demand, offer in zip(demands, offers, strict=True)]
        has_word = [any(word <= terms[row] for word in told.columns) for told, row in pairs]
        has_script = [told.is_spaceless == are_spaceless[row] for told, row in pairs]
        return Common(np.array(has_word, dtype=np.bool_), np.array(has_script, dtype=np.bool_))

    def _is_spaceless(self, columns: Set[int]) -> bool:
        """True if most terms are characters, whose columns come first."""
        characters = int(np.searchsorted(self._market.engine.vocabulary.keys, FIRST_HASHED))
        return 2 * sum(column < characters for column in columns) > len(columns)

    def _told(self, document: Document) -> Told:
        wording, reader = self._market.wording(document), self._market.reader
        found: dict[tuple[int, ...], Word] = {}
        for stretch in reader.stretches(wording):
            for word in wording.words_in(*stretch):
                if not reader.is_general(word, wording):
                    found.setdefault(tuple(wording.keys[word.first : word.stop]), word)
        written = tuple(wording.written(word.first, word.stop) for word in found.values())
        columns = tuple(self._columns(wording, word) for word in found.values())
        return Told(written, columns, is_spaceless(wording))

    def _columns(self, wording: Wording, word: Word) -> frozenset[int]:
        stems = np.array(wording.keys[word.first : word.stop], dtype=np.uint64)
        keys = grams_of(word.text) if word.script == SPACELESS else stems
        return frozenset(self._market.engine.vocabulary.columns_of(keys).tolist())
