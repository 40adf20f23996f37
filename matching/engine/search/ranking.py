"""Scores and candidates as one whole number each, so that the best are found by comparing numbers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint64]

_PLACE = np.uint64(32)
_LAST = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Score and candidate as one whole number: the best is the largest, among equals that of the lowest id.

    ``order`` are the candidates by their ids, ``positions`` the place of each in it; None if they lie so.
    """

    numbers: Ids
    order: Ids | None
    positions: Ids | None

    @classmethod
    def of(cls, numbers: Ids) -> "Ranking":
        if np.all(numbers[1:] > numbers[:-1]):
            return cls(numbers, None, None)
        order = np.argsort(numbers)
        positions = np.empty_like(order)
        positions[order] = np.arange(len(order))
        return cls(numbers, order, positions)

    def is_distinct(self) -> bool:
        """Whether no id repeats; those that lie in ascending order do not."""
        return self.order is None or bool(np.all(np.diff(self.numbers[self.order])))

    def keys(self, scores: Scores, columns: Ids) -> Keys:
        """uint64 of their shape; 0 for a score of zero. Scores >= 0 compare as their bits do."""
        positions = columns if self.positions is None else self.positions[columns]
        keys = scores.view(np.uint32).astype(np.uint64) << _PLACE | (_LAST - positions.astype(np.uint64))
        keys[scores == 0] = 0
        return keys

    def read(self, keys: Keys) -> tuple[Scores, Ids]:
        """Scores and ids; 0 and -1 for a key of zero."""
        positions = (_LAST - (keys & _LAST)).astype(np.int64)
        is_none = keys == 0
        positions[is_none] = 0
        ids = self.numbers[positions if self.order is None else self.order[positions]]
        ids[is_none] = -1
        return (keys >> _PLACE).astype(np.uint32).view(np.float32), ids


def largest_of(keys: Keys, k: int) -> Keys:
    """The k largest of each row, the largest first."""
    kept = np.partition(keys, -k, axis=1)[:, -k:]
    kept.sort(axis=1)
    return kept[:, ::-1]
