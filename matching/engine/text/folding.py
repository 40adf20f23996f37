"""Folding: characters to their variants before terms are read, such as traditional to simplified ones.

Most characters have one variant in every place, so a table holds them. The variant of a few depends
on the word: 乾 is 干 in 乾燥 and stays in 乾坤. The character next to them tells which word it is.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .characters import CODE_POINTS, Points, points_of, text_of

NO_CONTEXTS: Points = np.zeros((0, 4), dtype=np.uint32)
BEFORE, AFTER = -1, 1
"""The side on which a neighbour stands."""

_POINT_BITS = np.uint64(21)


@dataclass(frozen=True, eq=False)
class Fold:
    """The variant of each character, by itself and by its neighbours.

    ``table``, uint32 of shape (CODE_POINTS,): the variant of each character by itself. ``contexts``, uint32
    of shape (contexts, 4): a character, 1 if the neighbour stands after it or 0 if before, the neighbour (as
    ``table`` folds it), and the variant of the character next to it. If both neighbours are known, the one
    after the character decides. Raises ValueError for a table of another shape or dtype.
    """

    table: Points
    contexts: Points = field(default_factory=lambda: NO_CONTEXTS)

    def __post_init__(self) -> None:
        """Check the arrays, and sort the contexts for binary search."""
        if self.table.shape != (CODE_POINTS,) or self.table.dtype != np.uint32:
            shape = f"{self.table.dtype} of {self.table.shape}"
            raise ValueError(f"fold must be uint32 of shape ({CODE_POINTS},), not {shape}")
        keys = _keys(self.contexts[:, 0], self.contexts[:, 1], self.contexts[:, 2])
        order = np.argsort(keys)
        is_hard = np.zeros(CODE_POINTS, dtype=np.bool_)
        is_hard[self.contexts[:, 0]] = True
        changed = np.flatnonzero(self.table != np.arange(CODE_POINTS))
        first = min([*changed[:1].tolist(), *self.contexts[:, 0].tolist()], default=CODE_POINTS)
        object.__setattr__(self, "_first", first)
        object.__setattr__(self, "_keys", keys[order])
        object.__setattr__(self, "_forms", self.contexts[order, 3])
        object.__setattr__(self, "_is_hard", is_hard)

    def of(self, points: Points) -> Points:
        """The variants of code points in their order, uint32 of the same shape."""
        if not points.size or points.max() < self._first:  # most Latin texts
            return points
        folded = self.table.take(points)
        if not self.contexts.size:
            return folded
        at = np.flatnonzero(self._is_hard.take(points))
        for after in (0, 1) if at.size else ():
            adjacent = at + (AFTER if after else BEFORE)
            inside = (adjacent >= 0) & (adjacent < points.size)
            neighbours = self.table.take(points.take(adjacent, mode="clip"))
            keys = _keys(points.take(at), np.full(at.size, after, dtype=np.uint32), neighbours)
            found = np.searchsorted(self._keys, keys)
            known = inside & (self._keys.take(found, mode="clip") == keys)
            folded[at[known]] = self._forms[found[known]]
        return folded

    def of_text(self, text: str) -> str:
        """The text with the variant of each character. It keeps its length."""
        return text_of(self.of(points_of(text)))

    _first: int = field(init=False, repr=False)
    _keys: npt.NDArray[np.uint64] = field(init=False, repr=False)
    _forms: Points = field(init=False, repr=False)
    _is_hard: npt.NDArray[np.bool_] = field(init=False, repr=False)


def _keys(characters: Points, sides: Points, neighbours: Points) -> npt.NDArray[np.uint64]:
    """One number for each context, uint64 of the shape of the arguments."""
    words = (characters.astype(np.uint64) << _POINT_BITS) | neighbours
    return (words << np.uint64(1)) | sides
