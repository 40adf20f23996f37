"""Sort keys: a score and a candidate as one integer, so that comparing integers ranks the hits."""

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
    """A conversion between hits and sort keys. A better hit has a larger key; ties go to the lower id.

    ``numbers`` are the ids of the candidates, int64 of shape (candidates,). ``order`` sorts the candidates by
    id and ``positions`` is its inverse; both are None if the ids ascend already.
    """

    numbers: Ids
    order: Ids | None
    positions: Ids | None

    @classmethod
    def of(cls, numbers: Ids) -> "Ranking":
        """The conversion for candidates with these ids, int64 of shape (candidates,)."""
        if np.all(numbers[1:] > numbers[:-1]):
            return cls(numbers, None, None)
        order = np.argsort(numbers)
        positions = np.empty_like(order)
        positions[order] = np.arange(len(order))
        return cls(numbers, order, positions)

    def is_distinct(self) -> bool:
        """True if no id repeats. Ids that ascend strictly do not."""
        return self.order is None or bool(np.all(np.diff(self.numbers[self.order])))

    def keys(self, scores: Scores, columns: Ids) -> Keys:
        """The sort keys of hits, uint64 of the shape of ``scores`` and ``columns``; 0 for a score of zero.

        The upper 32 bits are those of the float32 score: the bits of floats >= 0 compare as the floats do.
        """
        positions = columns if self.positions is None else self.positions[columns]
        keys = scores.view(np.uint32).astype(np.uint64) << _PLACE | (_LAST - positions.astype(np.uint64))
        keys[scores == 0] = 0
        return keys

    def read(self, keys: Keys) -> tuple[Scores, Ids]:
        """The scores (float32) and ids (int64) of sort keys, of their shape; 0 and -1 for a key of zero."""
        positions = (_LAST - (keys & _LAST)).astype(np.int64)
        is_none = keys == 0
        positions[is_none] = 0
        ids = self.numbers[positions if self.order is None else self.order[positions]]
        ids[is_none] = -1
        return (keys >> _PLACE).astype(np.uint32).view(np.float32), ids


def top_keys(keys: Keys, k: int) -> Keys:
    """The k largest keys of each row in falling order, uint64 of shape (rows, k)."""
    kept = np.partition(keys, -k, axis=1)[:, -k:]
    kept.sort(axis=1)
    return kept[:, ::-1]
