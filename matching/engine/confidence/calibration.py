"""Fit the curve of calibration to pairs that are known to be good or not.

The maximum a posteriori estimate under normal priors: wide ones of the slopes, a narrower one of the bend.
"""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from .curve import BOUND, LEAST, Curve, Floats

SLOPES = 100.0
"""Variance of the slopes before anything is known: it only keeps separable pairs from an endless slope."""
BEND = 3.0
"""Variance of the bend before anything is known: few pairs give a curve that is nearly straight."""


def fit_curve(strengths: npt.ArrayLike, are_good: npt.ArrayLike, weights: npt.ArrayLike) -> Curve:
    """The most probable curve of some pairs. Arrays are (pairs,), and pairs of both kinds are needed.

    If stronger pairs are less often good, this is Platt's curve, which falls. Raises ValueError for one kind.
    """
    given = np.maximum(np.asarray(strengths, dtype=np.float64), LEAST)
    good, weight = np.asarray(are_good, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    straight = LogisticRegression(C=SLOPES).fit(np.log(given)[:, None], good, sample_weight=weight)
    slope, intercept = float(straight.coef_[0, 0]), float(straight.intercept_[0])
    if slope <= 0:
        return Curve(slope, intercept)
    columns = np.stack([np.log(given) - np.log1p(given), np.log1p(given), np.ones_like(given)])
    low, high, constant = _fit_slopes(columns, good, weight, np.array([slope, slope, intercept]))
    return Curve(low, constant, high - low)


def _fit_slopes(columns: Floats, good: Floats, weights: Floats, start: Floats) -> list[float]:
    """The slopes below and above a strength of 1, and the intercept; ``columns`` are (3, pairs)."""

    def loss(values: Floats) -> tuple[float, Floats]:
        logits, bend = values @ columns, values[1] - values[0]
        slopes = np.array([values[0], values[1], 0.0])
        away = weights * (1 / (1 + np.exp(-np.clip(logits, -BOUND, BOUND))) - good)
        penalty = bend**2 / (2 * BEND) + slopes @ slopes / (2 * SLOPES)
        gradient = columns @ away + slopes / SLOPES + np.array([-bend, bend, 0.0]) / BEND
        return float(weights @ (np.logaddexp(0, logits) - good * logits)) + penalty, gradient

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None), (0, None), (None, None)])
    return [float(value) for value in found.x]
