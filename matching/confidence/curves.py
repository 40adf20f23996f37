"""The curve from the strength of a pair to the share of such pairs that are worth an introduction.

``Curve`` is that of the engine: a logistic curve with a bend. Few decisions are completed by pseudo-decisions
of a prior curve, which gives the maximum a posteriori estimate (Bedrick, Christensen and Johnson, 1996, data
augmentation priors).
"""

import math

import numpy as np

from matching.confidence.judgements import Floats
from matching.confidence.scales import Scale
from matching.engine.confidence.calibration import fit_curve
from matching.engine.confidence.curve import Curve, logit

PRIOR_DECISIONS = 20.0
"""How many decisions the prior curve counts for. After ten times as many, it moves a share by a hundredth."""
PRIOR_POINTS = 9
"""The pseudo-decisions lie at this many quantiles of the strengths."""


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
    x = np.concatenate([strengths, points, points])
    y = np.concatenate([worth, np.ones(PRIOR_POINTS), np.zeros(PRIOR_POINTS)])
    return fit_curve(x, y, np.concatenate([weights, each * shares, each * (1 - shares)]))


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
