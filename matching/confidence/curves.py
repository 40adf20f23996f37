"""The curve from the strength of a pair to the share of such pairs that are worth an introduction.

Platt (1999), Probabilistic outputs for support vector machines: a logistic curve, here in the logarithm of
the strength. Few decisions are completed by pseudo-decisions of a prior curve, which gives the maximum a
posteriori estimate (Bedrick, Christensen and Johnson, 1996, data augmentation priors).
"""

import math
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from matching.confidence.judgements import Floats
from matching.confidence.scales import BOUND, LEAST, Scale

PRIOR_DECISIONS = 20.0
"""How many decisions the prior curve counts for. After ten times as many, it moves a share by a hundredth."""
PRIOR_POINTS = 9
"""The pseudo-decisions lie at this many quantiles of the strengths."""
WEAK_PENALTY = 100.0
"""Inverse strength of the penalty on the slope: it only keeps separable decisions from an endless slope."""


@dataclass(frozen=True)
class Curve:
    """log(p / (1 - p)) = slope * log(strength) + intercept."""

    slope: float
    intercept: float

    def shares_of(self, strengths: Floats) -> Floats:
        """The share for each strength, (pairs,)."""
        logits = self.slope * np.log(np.maximum(strengths, LEAST)) + self.intercept
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -BOUND, BOUND))), np.float64)

    def strength_at(self, share: float) -> float:
        """The strength at which the curve has ``share``, between 0 and 1. The slope must be positive."""
        return math.exp(np.clip((logit(share) - self.intercept) / self.slope, -BOUND, BOUND))


def logit(share: float) -> float:
    return math.log(share / (1 - share))


def implied_by(scale: Scale, strong: float, fair: float) -> Curve:
    """The curve that has the share ``strong`` at the floor of strong pairs, and ``fair`` at the other."""
    slope = (logit(strong) - logit(fair)) / math.log(scale.strong / scale.fair)
    return Curve(slope, logit(strong) - slope * math.log(scale.strong))


def fit(strengths: Floats, worth: Floats, weights: Floats, prior: Curve) -> Curve:
    """The curve of the decisions, drawn towards ``prior``. Arrays are (decisions,); ``weights`` have mean 1.

    Each point of the prior is two pseudo-decisions, one for and one against, in the proportion of its share.
    """
    points = np.quantile(strengths, np.linspace(0.05, 0.95, PRIOR_POINTS))
    shares = prior.shares_of(points)
    each = PRIOR_DECISIONS / PRIOR_POINTS
    x = np.log(np.maximum(np.concatenate([strengths, points, points]), LEAST))
    y = np.concatenate([worth, np.ones(PRIOR_POINTS), np.zeros(PRIOR_POINTS)])
    w = np.concatenate([weights, each * shares, each * (1 - shares)])
    model = LogisticRegression(C=WEAK_PENALTY).fit(x[:, None], y, sample_weight=w)
    return Curve(float(model.coef_[0, 0]), float(model.intercept_[0]))


def weights_for(strengths: Floats, everything: Floats) -> Floats:
    """Weights that give the decided pairs the strengths of all pairs, (decisions,). Their mean is 1.

    Coordinators decide strong pairs first. In each tenth of ``everything``, the weight is the share of all
    pairs over the share of decided ones, at most ``MOST`` and at least its inverse (inverse propensities).
    """
    edges = np.unique(np.quantile(everything, np.linspace(0, 1, 11)))[1:-1]
    cells = len(edges) + 1
    own = np.searchsorted(edges, strengths, side="right")
    all_of_them = np.bincount(np.searchsorted(edges, everything, side="right"), minlength=cells)
    decided = np.bincount(own, minlength=cells)
    ratios = (all_of_them / len(everything)) / np.maximum(decided / len(strengths), 1e-9)
    weights = np.clip(ratios, 1 / MOST, MOST)[own]
    return np.asarray(weights / weights.mean(), np.float64)


MOST = 4.0
"""No decision counts for more than this many times the usual."""
