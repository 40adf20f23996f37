"""The scale of an alliance: it turns the strength of a pair into a band, and later into a share."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from matching.enums import Band

LEAST = 1e-4
"""Strengths below this one count as this one in the logarithm."""
BOUND = 30.0
"""Logits beyond this one are as good as certain."""


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


UNION = None
"""The key of the scale of the whole union."""
STARTING = Scale(strong=0.30, fair=0.15)
"""The scale before anything was decided."""

Scales = Mapping[int | None, Scale]
"""The scale of each alliance that has one, by primary key, and under ``UNION`` that of the union."""


def known() -> Scales:
    """All scales in use."""
    return {UNION: STARTING}


def scale_for(scales: Scales, demand_alliance: int | None, offer_alliance: int | None) -> Scale:
    """The scale of a pair: that of the demand's alliance, else of the offer's, else of the union."""
    own = (scales.get(alliance) for alliance in (demand_alliance, offer_alliance) if alliance is not None)
    return next((scale for scale in own if scale is not None), scales[UNION])
