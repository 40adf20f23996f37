"""Which column of a matrix stands for which term."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..text.characters import Hashes, mixed

UNSEEN = 1 << 16
"""Columns that terms share which no listing held when the vocabulary was learnt."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The known terms, ascending, one column each: uint64 of shape (terms,).

    Behind them are ``UNSEEN`` columns to which all other terms are spread: two listings newer than the
    vocabulary still meet on a word that is new to both.
    """

    keys: Hashes

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.keys) + UNSEEN

    def columns_of(self, keys: Hashes) -> npt.NDArray[np.int32]:
        """The column of each term, int32 of the shape of ``keys``."""
        positions = np.searchsorted(self.keys, keys)
        unseen = len(self.keys) + (mixed(keys) % np.uint64(UNSEEN)).astype(np.int64)
        if not len(self.keys):
            return unseen.astype(np.int32)
        known = self.keys[np.minimum(positions, len(self.keys) - 1)] == keys
        return np.where(known, positions, unseen).astype(np.int32)
