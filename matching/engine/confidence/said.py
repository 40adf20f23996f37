"""What documents say: their weights as offers. Those of the last documents are remembered.

The strength of a pair needs the weights of both of its documents, the reasons need those of the offer, and a
search finds the same demands again and again.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..model import Engine
from ..text.arrays import canonical
from ..text.counting import Matrix, count_tokens
from ..text.documents import Document
from ..text.memory import Memory
from ..text.reader import Reader

REMEMBERED = 1 << 20
"""The most weights that are remembered, of 8 bytes each: a page of Chinese has some 500."""

Row = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]
"""The columns of a document, ascending, and its weights in them."""


class SaidWeigher:
    """Weighs documents by what they say in one market. Threads may share it."""

    def __init__(self, engine: Engine, reader: Reader) -> None:
        self._engine, self._reader = engine, reader
        self._memory: Memory[Document, Row] = Memory(REMEMBERED)

    def rows(self, documents: Sequence[Document]) -> list[Row]:
        """The document weights w(o, t) of each document, row by row."""
        return self._memory.each(documents, self._weighed, lambda _document, row: row[0].size)

    def weights(self, documents: Sequence[Document]) -> Matrix:
        """The same as csr float32 of shape (documents, columns)."""
        rows = self.rows(documents)
        indptr = np.cumsum([0, *(columns.size for columns, _weights in rows)], dtype=np.int32)
        none: Row = (np.zeros(0, np.int32), np.zeros(0, np.float32))
        columns, weights = map(np.concatenate, zip(*(rows or [none]), strict=True))
        shape = (len(rows), self._engine.vocabulary.columns)
        return canonical(sparse.csr_matrix((weights, columns, indptr), shape=shape))

    def _weighed(self, documents: Sequence[Document]) -> Iterator[Row]:
        counts = count_tokens(self._reader.tokens(documents), len(documents))
        found = self._engine.weigh_counted_offers(counts)
        for row in range(len(documents)):
            part = slice(found.indptr[row], found.indptr[row + 1])
            yield found.indices[part].copy(), found.data[part].copy()
