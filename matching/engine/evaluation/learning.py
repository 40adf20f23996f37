"""What a few decisions on a demand teach of its other pairs, with grades in the place of a coordinator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..confidence.decisions import adjusted
from .trust import Flags, Floats, Queue

LEFT = 8
"""A demand takes part if at least so many pairs are left after its decisions."""

Likeness = Callable[[Sequence[int], Sequence[int]], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """The pairs that are left: strengths before and after the decisions, and true for the good ones.

    All are of shape (pairs left,). ``demands`` is the number of demands that took part.
    """

    demands: int
    before: Floats
    after: Floats
    are_good: Flags


def lesson(queue: Queue, strengths: Floats, likeness: Likeness, *, decided: int) -> Lesson:
    """Decide on the ``decided`` strongest pairs of each demand by their grades, and adjust the others.

    ``strengths`` is float64 of shape (pairs,). ``likeness`` takes the rows of the offers that are left and of
    those that are decided, and returns float64 of shape (left, decided). Raises ValueError if no demand has
    ``LEFT`` pairs more than decisions.
    """
    left, after, demands = [], [], np.unique(queue.demands)
    for demand in demands:
        pairs = np.flatnonzero(queue.demands == demand)
        if len(pairs) < decided + LEFT:
            continue
        ordered = pairs[np.argsort(-strengths[pairs], kind="stable")]
        first, rest = ordered[:decided], ordered[decided:]
        cosines = likeness(queue.offers[rest].tolist(), queue.offers[first].tolist())
        left.append(rest)
        after.append(adjusted(strengths[rest], approved=queue.are_good[first], likeness=cosines))
    if not left:
        raise ValueError(f"no demand has {decided + LEFT} pairs")
    rest = np.concatenate(left)
    return Lesson(len(left), strengths[rest], np.concatenate(after), queue.are_good[rest])
