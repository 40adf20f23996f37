"""Whether a probability means what it says: cross-validated calibration, and how far off it is.

Shapes: one element for each pair of a queue.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from ..confidence.calibration import fit_curve
from .trust import Flags, Floats, Queue

FOLDS = 5
BINS = 10

Fit = Callable[[Floats, Flags], Callable[[Floats], Floats]]
"""Learn from values and whether they are good; the answer turns values into probabilities."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of similar probability: their number, the mean probability, and the share of good ones."""

    pairs: int
    expected: float
    observed: float


def curve_of(values: Floats, are_good: Flags) -> Callable[[Floats], Floats]:
    """The curve with which the site gives per cent, fitted to these pairs."""
    return fit_curve(values, are_good, np.ones(len(values))).shares_of


def calibrated(values: Floats, queue: Queue, fit: Fit = curve_of, *, shuffle: int | None = None) -> Floats:
    """The probability that each pair is good, learnt from the pairs of other demands, float64 in (0, 1).

    Cross-validated in ``FOLDS`` parts of whole demands; with ``shuffle``, a seed, the demands are dealt by
    chance. ``fit`` is usually that of the site's curve. Raises ValueError for fewer demands than parts.
    """
    probabilities: Floats = np.empty(len(values))
    folds = GroupKFold(FOLDS, shuffle=shuffle is not None, random_state=shuffle)
    for seen, unseen in folds.split(values, groups=queue.demands):
        probabilities[unseen] = fit(values[seen], queue.are_good[seen])(values[unseen])
    return probabilities


def reliability(probabilities: Floats, are_good: Flags, *, are_even: bool = False) -> list[Bin]:
    """The bins of a reliability diagram (DeGroot & Fienberg 1983): ``BINS`` of equal width.

    With ``are_even`` they have equally many pairs.
    """
    numbers = np.minimum((probabilities * BINS).astype(np.int64), BINS - 1)
    if are_even:
        numbers[np.argsort(probabilities, kind="stable")] = np.arange(len(numbers)) * BINS // len(numbers)
    chosen = (numbers == number for number in np.unique(numbers))
    return [
        Bin(int(each.sum()), float(probabilities[each].mean()), float(are_good[each].mean()))
        for each in chosen
    ]


def expected_calibration_error(probabilities: Floats, are_good: Flags, *, are_even: bool = False) -> float:
    """The mean over pairs of |expected - observed| of their bins (Naeini, Cooper & Hauskrecht 2015)."""
    bins = reliability(probabilities, are_good, are_even=are_even)
    return sum(each.pairs * abs(each.expected - each.observed) for each in bins) / len(are_good)
