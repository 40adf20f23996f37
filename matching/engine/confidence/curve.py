"""The curve from the strength of a pair to the probability that such a pair is worth an introduction.

Platt (1999) fits a logistic curve that is straight in the logarithm of the strength. Whether the slope below
a strength of 1 is also right above it differs from market to market. Beta calibration (Kull, Silva Filho and
Flach, 2017) has two slopes. It takes a probability; here that is s / (1 + s), as a strength s has no end:

    ln(p / (1 - p)) = slope * ln(s) + bend * ln(1 + s) + intercept

The slope is ``slope`` for small strengths and ``slope + bend`` for large ones. Neither is negative, so that a
stronger pair is never less probable. Without a bend the curve is Platt's.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LEAST = 1e-4
"""Strengths below this one count as this one in the logarithm."""
BOUND = 30.0
"""Logits, and logarithms of strengths, beyond this one are as good as endless."""
HALVINGS = 60

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """A calibration curve, see above."""

    slope: float
    intercept: float
    bend: float = 0.0

    @property
    def rises(self) -> bool:
        """True if stronger pairs are more probable."""
        return min(self.slope, self.slope + self.bend) >= 0 < max(self.slope, self.slope + self.bend)

    def shares_of(self, strengths: npt.ArrayLike) -> Floats:
        """The probability for each strength, float64 of the same shape."""
        given = np.maximum(np.asarray(strengths, dtype=np.float64), LEAST)
        logits = self.slope * np.log(given) + self.bend * np.log1p(given) + self.intercept
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -BOUND, BOUND))), np.float64)

    def share_of(self, strength: float) -> float:
        """The probability for one strength: the same as ``shares_of``, and faster."""
        given = max(strength, LEAST)
        value = self.slope * math.log(given) + self.bend * math.log1p(given) + self.intercept
        return 1 / (1 + math.exp(-max(-BOUND, min(BOUND, value))))

    def strength_at(self, share: float) -> float:
        """The strength at which the curve has ``share``, between 0 and 1. The curve must rise.

        A share that the curve does not reach has a strength beyond all others, exp(-BOUND) or exp(BOUND).
        """
        wanted, low, high = logit(share) - self.intercept, -BOUND, BOUND
        if not self.bend:
            return math.exp(min(max(wanted / self.slope, low), high))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            is_above = self.slope * middle + self.bend * math.log1p(math.exp(middle)) >= wanted
            low, high = (low, middle) if is_above else (middle, high)
        return math.exp(high)


def logit(share: float) -> float:
    """ln(share / (1 - share))."""
    return math.log(share / (1 - share))
