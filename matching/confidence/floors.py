"""The floors of the bands: so low that a band, taken together, has the precision that is wanted."""

from dataclasses import dataclass

import numpy as np
from django.conf import settings

from matching.confidence.judgements import Floats
from matching.confidence.scales import DEFAULT
from matching.engine.confidence.curve import Curve

FARTHEST = 2.0
"""A floor is at most so many times as high as the strongest pair, or as the default floor of strong pairs."""


@dataclass(frozen=True)
class Wanted:
    """The share of the pairs of a band that are to be worth an introduction."""

    strong: float
    fair: float


def wanted() -> Wanted:
    """As the settings say, in hundredths there."""
    return Wanted(settings.MATCHING_STRONG_PERCENT / 100, settings.MATCHING_FAIR_PERCENT / 100)


def floors_of(curve: Curve, everything: Floats, goal: Wanted) -> tuple[float, float]:
    """The floors of strong and of fair pairs for pairs with the strengths ``everything``, (pairs,).

    The shares come from the curve, which is smooth and drawn towards its prior: a few lucky decisions do not
    open a band. If not even the strongest pair is good enough, the floor lies above it, where the curve has
    the precision. A curve that levels off may never have it; but it knows nothing of pairs that are much
    stronger than all so far, so the floor stays within their reach, and decisions on them correct it. No pair
    is strong that is less often worth it than fair pairs are to be on average.
    """
    strengths = np.sort(everything)[::-1]
    highest = FARTHEST * float(strengths.max(initial=DEFAULT.strong))
    strong = max(_lowest(curve, strengths, goal.strong), curve.strength_at(goal.fair))
    fair = _lowest(curve, strengths[strengths < strong], goal.fair)
    return min(strong, highest), min(fair, strong, highest)


def _lowest(curve: Curve, strengths: Floats, precision: float) -> float:
    """The lowest of the descending ``strengths`` down to which the mean share is at least ``precision``."""
    means = np.cumsum(curve.shares_of(strengths)) / np.arange(1, len(strengths) + 1)
    enough = np.flatnonzero(means >= precision)
    if not len(enough):
        return curve.strength_at(precision)
    return float(strengths[enough[-1]])
