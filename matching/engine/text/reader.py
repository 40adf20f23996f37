"""Documents as they are read: the terms and the normalised texts of their fields.

A match, the strengths of the pairs found and their reasons read the same documents one after another, so a
reader remembers the last ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .counting import N_FIELDS
from .documents import FIELDS, Document
from .folding import Fold
from .memory import Memory
from .tokens import ReadTexts, Tokens, read_texts

REMEMBERED = 1 << 20
"""The most occurrences of terms that are remembered, of 20 bytes each; a page of Chinese has a thousand."""
AT_ONCE = 1 << 11
"""A batch of more documents is a list that is read once. It is not remembered. A match of 100 listings finds
up to 1,000 partners, and their strengths read each of them up to three times."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadDocument:
    """The tokens of the fields of a document, numbered in the order of ``FIELDS``, and their texts."""

    tokens: Tokens
    texts: tuple[str, ...]
    are_plain: tuple[bool, ...]
    """See ``ReadTexts``."""


class Reader:
    """Reads documents. Threads may share it. ``fold`` is that of ``tokens``."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._memory: Memory[Document, ReadDocument] = Memory(REMEMBERED, at_once=AT_ONCE)

    def __reduce__(self) -> tuple[type["Reader"], tuple[Fold]]:
        """Pickle the reader without its memory."""
        return Reader, (self._fold,)

    def tokens(self, documents: Sequence[Document]) -> Tokens:
        """The tokens of the fields of all documents, as a batch of ``N_FIELDS`` texts for each.

        Raises as ``tokens`` does.
        """
        if not 0 < len(documents) <= AT_ONCE:
            return self._read(documents).tokens
        return Tokens.in_a_row([each.tokens for each in self.documents(documents)], N_FIELDS)

    def documents(self, documents: Sequence[Document]) -> list[ReadDocument]:
        """Each document as it is read. Raises as ``tokens`` does."""
        return self._memory.each(documents, self._divided, lambda _document, read: read.tokens.keys.size)

    def _divided(self, documents: Sequence[Document]) -> list[ReadDocument]:
        return _divided(self._read(documents), len(documents))

    def _read(self, documents: Sequence[Document]) -> ReadTexts:
        texts = [document.text(name) for document in documents for name in FIELDS]
        return read_texts(texts, self._fold)


def _divided(read: ReadTexts, size: int) -> list[ReadDocument]:
    """The documents of a batch, one by one, in arrays of their own."""
    firsts = np.arange(0, (size + 1) * N_FIELDS, N_FIELDS)
    edges = np.searchsorted(read.tokens.texts, firsts).tolist()
    return [
        ReadDocument(
            read.tokens.part(edges[at], edges[at + 1], first),
            read.texts[first : first + N_FIELDS],
            read.are_plain[first : first + N_FIELDS],
        )
        for at, first in enumerate(firsts[:-1].tolist())
    ]
