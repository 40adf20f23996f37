"""How good a curve is, on decisions that it has not seen."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import GroupKFold

from matching.confidence.judgements import Floats, Ints, Judgements

FOLDS = 5
BINS = 10
RESAMPLES = 2000
SEED = 15
LEAST_SHARE = 1e-6
ONE_IN_TWENTY = 1.645

Mask = npt.NDArray[np.bool_]


def unseen_shares(
    judgements: Judgements, learn: Callable[[Judgements], Callable[[Floats], Floats]]
) -> Floats:
    """For each decision the share that ``learn`` gives from the decisions on other demands, (decisions,).

    At least two demands are needed.
    """
    shares = np.empty(len(judgements))
    folds = GroupKFold(min(FOLDS, len(np.unique(judgements.demands))))
    for seen, unseen in folds.split(judgements.strengths, groups=judgements.demands):
        shares[unseen] = learn(judgements.where(seen))(judgements.strengths[unseen])
    return shares


def losses_of(shares: Floats, worth: Floats) -> Floats:
    """The log loss of each decision, in nats."""
    given = np.clip(shares, LEAST_SHARE, 1 - LEAST_SHARE)
    return np.asarray(-np.where(worth == 1, np.log(given), np.log1p(-given)), np.float64)


def calibration_error(shares: Floats, worth: Floats) -> float:
    """The expected calibration error (Naeini, Cooper and Hauskrecht, 2015), over bins of equally many pairs.

    The mean distance between the predicted and the approved share of a bin.
    """
    order = np.argsort(shares, kind="stable")
    bins = [each for each in np.array_split(order, BINS) if len(each)]
    gaps = [len(each) * abs(shares[each].mean() - worth[each].mean()) for each in bins]
    return float(sum(gaps) / len(shares))


def share_of_better(gains: Floats, demands: Ints) -> float:
    """In what share of resamples of the demands the sum of ``gains`` is above 0 (paired bootstrap).

    ``gains`` is how much smaller the loss of the new curve is, per decision. The decisions on a demand hang
    together, so whole demands are drawn. The generator is seeded: the same decisions give the same answer.
    """
    _names, codes = np.unique(demands, return_inverse=True)
    sums = np.bincount(codes, weights=gains)
    generator = np.random.default_rng(SEED)
    draws = (generator.integers(0, len(sums), len(sums)) for _each in range(RESAMPLES))
    return sum(bool(sums[draw].sum() > 0) for draw in draws) / RESAMPLES


def area_under_curve(strengths: Floats, worth: Floats) -> float | None:
    """How often a pair that was worth it is stronger than one that was not; None without both kinds."""
    good, bad = np.sort(strengths[worth == 1]), strengths[worth == 0]
    if not len(good) or not len(bad):
        return None
    below = np.searchsorted(good, bad, side="left") + np.searchsorted(good, bad, side="right")
    return float(1 - below.mean() / (2 * len(good)))


def contradicts(strengths: Floats, worth: Floats) -> bool:
    """True if the stronger pairs were worth it less often, by more than chance would do once in twenty times.

    The statistic of Mann and Whitney (1947) in its normal approximation.
    """
    area = area_under_curve(strengths, worth)
    if area is None:
        return False
    good, bad = float(worth.sum()), float((1 - worth).sum())
    return area < 0.5 - ONE_IN_TWENTY * math.sqrt((good + bad + 1) / (12 * good * bad))


def precision_of(inside: Mask, worth: Floats) -> float | None:
    """The share of the decisions under the mask that were worth it; None for no decision."""
    return float(worth[inside].mean()) if inside.any() else None
