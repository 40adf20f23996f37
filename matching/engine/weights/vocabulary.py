"""The vocabulary: the column of each term in a weight matrix."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..text.characters import Hashes, mixed

UNSEEN = 1 << 16
"""The number of columns for terms outside the vocabulary, which share them by hash."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The known terms, one column each: ``keys`` is uint64 of shape (terms,), ascending.

    All other terms are hashed to ``UNSEEN`` further columns. Two listings that are newer than the vocabulary
    can therefore match on a word that is new to both.
    """

    keys: Hashes

    @property
    def columns(self) -> int:
        """The number of columns, including those of unknown terms."""
        return len(self.keys) + UNSEEN

    def columns_of(self, keys: Hashes) -> npt.NDArray[np.int32]:
        """The column of each term, int32 of the shape of ``keys``."""
        positions = np.searchsorted(self.keys, keys)
        unseen = len(self.keys) + (mixed(keys) % np.uint64(UNSEEN)).astype(np.int64)
        if not len(self.keys):
            return unseen.astype(np.int32)
        known = self.keys[np.minimum(positions, len(self.keys) - 1)] == keys
        return np.where(known, positions, unseen).astype(np.int32)
