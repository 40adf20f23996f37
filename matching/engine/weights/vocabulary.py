"""The vocabulary: the column of each term in a weight matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..text.characters import Hashes, mix_bits
from ..text.naming import Names, names_of

HASHED_COLUMNS = 1 << 16
"""The number of columns for terms outside the vocabulary, which share them by hash."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The known terms, one column each: ``keys`` is uint64 of shape (terms,), ascending.

    All other terms are hashed to ``HASHED_COLUMNS`` further columns. Two listings that are newer than the
    vocabulary can therefore match on a word that is new to both.
    """

    keys: Hashes

    @property
    def columns(self) -> int:
        """The number of columns, including those of unknown terms."""
        return len(self.keys) + HASHED_COLUMNS

    def columns_of(self, keys: Hashes) -> npt.NDArray[np.int32]:
        """The column of each term, int32 of the shape of ``keys``."""
        columns = np.searchsorted(self.keys, keys).astype(np.int32)
        is_unseen = (
            self.keys.take(columns, mode="clip") != keys
            if len(self.keys)
            else np.ones(columns.shape, dtype=np.bool_)
        )
        hashed = mix_bits(keys[is_unseen]) % np.uint64(HASHED_COLUMNS)
        columns[is_unseen] = len(self.keys) + hashed.astype(np.int32)
        return columns

    def names(self, terms: Sequence[str] | None = None) -> Names:
        """The name of each column, str of shape (columns,): of a term, or ``unseen_`` and a number.

        ``terms`` are the names of the known terms in the order of their keys. Without them a term is named by
        its key, see ``names_of``. Raises ValueError if there are not as many names as terms.
        """
        known = names_of(self.keys) if terms is None else np.asarray(terms, dtype=np.object_)
        if known.shape != self.keys.shape:
            raise ValueError(f"{len(self.keys)} terms have been learnt, and {len(known)} names are given")
        return np.append(known, np.array([f"unseen_{at}" for at in range(HASHED_COLUMNS)], dtype=np.object_))
