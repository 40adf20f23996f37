"""The scale of an alliance: it turns the strength of a pair into a band and, once it is known, into a share."""

import math
from dataclasses import dataclass

from matching.enums import Band


@dataclass(frozen=True)
class Scale:
    """The floors of the bands, and the logistic curve of Platt (1999) from a strength to a probability.

    ``slope`` and ``intercept`` are None until there are enough decisions.
    """

    strong: float
    fair: float
    slope: float | None = None
    intercept: float | None = None

    def band_of(self, strength: float) -> Band:
        """The band of a pair."""
        if strength >= self.strong:
            return Band.STRONG
        return Band.FAIR if strength >= self.fair else Band.WEAK

    def confidence_of(self, strength: float) -> float | None:
        """The share of pairs of this strength that are worth an introduction; None if it is not known."""
        if self.slope is None or self.intercept is None:
            return None
        logit = self.slope * math.log(max(strength, LEAST)) + self.intercept
        return 1 / (1 + math.exp(-max(-BOUND, min(BOUND, logit))))


LEAST = 1e-4
"""Strengths below this one count as this one in the logarithm."""
BOUND = 30.0
"""Logits beyond this one are as good as certain."""
