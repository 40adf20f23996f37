"""Specific words that two documents share, found by their weights, so that few texts are read for it."""

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
from .shares import FIELD
from .sides import Market
from .wording import SPACELESS, Word, Wording

Flags = npt.NDArray[np.bool_]

REMEMBERED = 1 << 20
"""The most code points of all documents whose specific words are remembered: some twenty bytes each."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

Columns = tuple[tuple[int, ...], ...]
"""The columns of the terms of each word."""

FOREMOST = 6
"""Specific words of a demand that are compared first: most pairs with a word in common have one in the title,
and then the rest of the demand need not be read."""


class Leading(NamedTuple):
    """The first specific words of a document, by their columns. ``are_all`` is true if there are no more."""

    columns: Columns
    are_all: bool


class Unshared(NamedTuple):
    """What pairs lack, bool of shape (pairs,) each.

    ``is_short``: the demand has few specific words, and the offer has weights for all terms of none of them.
    ``has_script``: for such pairs, both texts are in scripts with spaces, or both in scripts without.
    """

    is_short: Flags
    has_script: Flags


class SpecificWords:
    """Finds the specific words of documents in one market. Threads may share it."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._told: Memory[Document, tuple[str, ...]] = Memory(REMEMBERED)
        self._leading: Memory[tuple[Document, int], Leading] = Memory(REMEMBERED)

    def told(self, documents: Sequence[Document]) -> list[tuple[str, ...]]:
        """The specific words of each document, as it writes them."""
        return self._each(self._told, documents, documents, self._told_of)

    def unshared(self, demands: Sequence[Document], offers: Sequence[Document], few: int) -> Unshared:
        """The pairs that share no specific word of a demand with fewer than ``few``.

        There are as many demands as offers. No more of a demand is read than the answer needs.
        """
        rows = self._market.confidence.said.rows(list(dict.fromkeys(offers)))
        held = {
            offer: set(columns.tolist())
            for offer, (columns, _weights) in zip(dict.fromkeys(offers), rows, strict=True)
        }
        is_short = np.ones(len(offers), dtype=np.bool_)
        for most in (FOREMOST, few):
            at = np.flatnonzero(is_short).tolist()
            leading = self._first_of([demands[each] for each in at], most)
            for each, words in zip(at, leading, strict=True):
                has_word = any(map(held[offers[each]].issuperset, words.columns))
                is_short[each] = not has_word and (words.are_all or most < few)
        return Unshared(is_short, self._have_script(demands, offers, is_short))

    def _first_of(self, documents: Sequence[Document], most: int) -> list[Leading]:
        """The first specific words of each document, up to ``most``."""

        def first_of(wording: Wording) -> Leading:
            words = list(islice(self._words(wording), most))
            return Leading(self._columns(wording, words), len(words) < most)

        return self._each(self._leading, [(each, most) for each in documents], documents, first_of)

    def _have_script(self, demands: Sequence[Document], offers: Sequence[Document], is_short: Flags) -> Flags:
        """``has_script`` of the pairs that ``is_short`` names; False for the others."""
        at = np.flatnonzero(is_short)
        every = list(dict.fromkeys(each[row] for row in at.tolist() for each in (demands, offers)))
        read = self._market.confidence.reader.documents(every)
        spaceless = {each: is_spaceless(of_each.tokens) for each, of_each in zip(every, read, strict=True)}
        found = np.zeros(is_short.size, dtype=np.bool_)
        found[at] = [spaceless[demands[row]] == spaceless[offers[row]] for row in at.tolist()]
        return found

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

    def _words(self, wording: Wording) -> Iterator[Word]:
        """The specific words of a document, each once."""
        reader, found = self._market.reader, set[tuple[int, ...]]()
        for stretch in reader.stretches(wording):
            for word in wording.words_in(*stretch):
                keys = tuple(wording.keys[word.first : word.stop])
                if keys not in found and not reader.is_general(word, wording):
                    found.add(keys)
                    yield word

    def _told_of(self, wording: Wording) -> tuple[str, ...]:
        return tuple(wording.written(word.first, word.stop) for word in self._words(wording))

    def _columns(self, wording: Wording, words: Sequence[Word]) -> Columns:
        """The columns of the pairs of characters in each word, or of its stem."""
        found = wording.found
        kept = np.flatnonzero(found.kinds != CHARACTER)
        places = found.texts[kept].astype(np.int64) * FIELD + found.starts[kept]
        edges = np.array([_edges(wording, word) for word in words], dtype=np.int64).reshape(-1, 2)
        slices = np.searchsorted(places, edges).tolist()
        at = np.concatenate([kept[low:high] for low, high in slices] or [kept[:0]])
        columns = iter(self._market.engine.vocabulary.columns_of(found.keys[at]).tolist())
        return tuple(tuple(islice(columns, high - low)) for low, high in slices)


def _edges(wording: Wording, word: Word) -> tuple[int, int]:
    """The place of the first term of a word, and the first place that no term of it begins at.

    A pair of characters that begins with the last character reaches beyond the word.
    """
    field, last = wording.fields[word.first] * FIELD, wording.starts[word.stop - 1]
    end = last if word.script == SPACELESS else last + 1
    return field + wording.starts[word.first], field + end


def is_spaceless(found: Tokens) -> bool:
    """True if more than half of the terms of a document are characters or pairs of characters."""
    kinds = found.kinds
    return 2 * int(np.count_nonzero(kinds <= CHARACTERS)) > kinds.size
