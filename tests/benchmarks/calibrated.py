"""How well probabilities hold on demands that had no part in the learning: the curve, others, and chance."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from scipy.stats import norm
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from matching.engine import evaluation
from matching.engine.evaluation.calibration import BINS, FOLDS, Fit
from matching.engine.evaluation.trust import Flags, Integers
from tests.benchmarks import report
from tests.benchmarks.bootstrap import Values
from tests.benchmarks.trusted import Trusted

DEALS = 20
"""How often the demands are dealt into parts by chance."""
DRAWS = 1000
SEED = 1
LEAST = 1e-4
LIKENESS = np.linspace(0, 0.6, 13)
"""The likeness of pairs of one demand that is tried; the one closest to that of the collection is taken."""


def _platt(of: Callable[[Values], Values], values: Values, good: Flags) -> Callable[[Values], Values]:
    """Platt's scaling of a function of the values."""
    model = LogisticRegression(C=1e6).fit(of(values)[:, None], good)
    return lambda others: model.predict_proba(of(others)[:, None])[:, 1]


def _isotonic(values: Values, good: Flags) -> Callable[[Values], Values]:
    steps: Callable[[Values], Values] = IsotonicRegression(out_of_bounds="clip").fit(values, good).predict
    return steps


def _between(values: Values, good: Flags) -> Callable[[Values], Values]:
    """The mean of the isotonic steps and of Platt's scaling."""
    steps, smooth = _isotonic(values, good), _platt(_logarithm, values, good)
    return lambda others: (steps(others) + smooth(others)) / 2


def _logarithm(values: Values) -> Values:
    return np.log(np.maximum(values, LEAST))


THE_CURVE = "two slopes"
FITS: dict[str, Fit] = {
    THE_CURVE: evaluation.curve_of,
    "Platt, logarithm": partial(_platt, _logarithm),
    "Platt, square root": partial(_platt, np.sqrt),
    "Platt, the strength itself": partial(_platt, np.asarray),
    "isotonic": _isotonic,
    "isotonic and Platt, mean": _between,
}


def compared(found: Sequence[Trusted]) -> str:
    """The table of calibrations, and which of them is chosen without a collection."""
    dealt = {name: [_dealt(each, fit) for each in found] for name, fit in FITS.items()}
    losses = np.array([[loss for _, _, loss in row] for row in dealt.values()])
    without = [np.delete(losses, at, axis=1).mean(axis=1) for at in range(len(found))]
    chosen = [[*FITS][int(np.argmin(others))] for others in without]
    head = ["", *(each.task.name for each in found), "mean"]
    rows = [[f"{name}: log loss", *_means([loss for _, _, loss in row], 4)] for name, row in dealt.items()]
    rows.append(["smallest log loss on the four others", *chosen, "-"])
    rows += [[f"{name}: ECE", *_means([wide for wide, _, _ in row])] for name, row in dealt.items()]
    rows += [
        [f"{name}: ECE, even bins", *_means([even for _, even, _ in row])] for name, row in dealt.items()
    ]
    about = (
        f"Other calibrations of the strength: means over {DEALS} ways to deal the demands into {FOLDS} parts "
        "by chance, because one way is a matter of luck. A log loss, which no bins blur, makes the choice."
    )
    return f"{about}\n\n{report.table(head, rows)}"


def _dealt(each: Trusted, fit: Fit) -> tuple[float, float, float]:
    """ECE with bins of equal width, with even ones, and the log loss in nats: means over the deals."""
    queue, figures = each.queue, []
    for seed in range(DEALS):
        chances = evaluation.calibrated(each.strengths, queue, fit, shuffle=seed)
        errors = (_error(chances, queue.are_good, are_even=are_even) for are_even in (False, True))
        figures.append([*errors, _log_loss(chances, queue.are_good)])
    wide, even, loss = np.mean(figures, axis=0).tolist()
    return wide, even, loss


def _log_loss(chances: Values, good: Flags) -> float:
    given = np.clip(chances, 1e-6, 1 - 1e-6)
    return float(-np.where(good, np.log(given), np.log1p(-given)).mean())


_error = evaluation.expected_calibration_error


def _means(values: Sequence[float], digits: int = 3) -> list[str]:
    return [f"{value:.{digits}f}" for value in (*values, float(np.mean(values)))]


def by_chance(found: Sequence[Trusted]) -> str:
    """What chance does to the ECE of the curve: draws of demands, and a calibration without any fault."""
    columns = [_chances(each) for each in found]
    names = [
        "ECE, parts in the order of demands",
        "95 % of draws of demands",
        "faultless, pairs independent",
        "faultless, pairs of a demand alike",
    ]
    rows = [
        [f"{name}{kind}", *(column[at][number] for column in columns)]
        for number, name in enumerate(names)
        for at, kind in enumerate(("", ", even bins"))
    ]
    about = (
        "How much of the error is chance. Whole demands are drawn with replacement. Then good pairs are "
        "drawn with exactly the probabilities of the curve, independently, or with pairs of one demand as "
        f"alike as they are in the collection: mean, and 95 % of {DRAWS:,} draws. With {BINS} bins, a "
        "collection of few pairs has an error even if nothing is wrong."
    )
    return f"{about}\n\n{report.table(['', *(each.task.name for each in found)], rows)}"


def _chances(each: Trusted) -> list[list[str]]:
    """The cells of a collection, with bins of equal width and with even ones."""
    good = each.queue.are_good
    chances = evaluation.calibrated(each.strengths, each.queue)
    demands = np.unique(each.queue.demands, return_inverse=True)[1].astype(np.int64)
    alike = _likeness(chances, good, demands)
    cells = []
    for error in (_error, partial(_error, are_even=True)):
        drawn = [error(chances[rows], good[rows]) for rows in _draws(demands)]
        free, clustered = (
            [error(chances, labels) for labels in _labels(chances, demands, of)] for of in (0.0, alike)
        )
        cells.append([f"{error(chances, good):.3f}", _range(drawn), _centred(free), _centred(clustered)])
    return cells


def _draws(demands: Integers) -> list[Integers]:
    """The rows of demands that are drawn with replacement."""
    generator, number = np.random.default_rng(SEED), int(demands.max()) + 1
    rows = [np.flatnonzero(demands == demand) for demand in range(number)]
    return [
        np.concatenate([rows[demand] for demand in generator.integers(0, number, number)])
        for _ in range(DRAWS)
    ]


def _labels(chances: Values, demands: Integers, alike: float, draws: int = DRAWS) -> list[Flags]:
    """Draws of good pairs. ``alike`` is the correlation of normal variables of the pairs of one demand."""
    generator, pairs = np.random.default_rng(SEED), len(chances)
    shared = generator.normal(size=(draws, int(demands.max()) + 1))[:, demands]
    own = generator.normal(size=(draws, pairs))
    return list(norm.cdf(np.sqrt(alike) * shared + np.sqrt(1 - alike) * own) < chances)


def _likeness(chances: Values, good: Flags, demands: Integers) -> float:
    """The ``alike`` whose draws have pairs of a demand as alike as the collection has."""
    wanted = _correlation(chances, good, demands)

    def distance(alike: float) -> float:
        drawn = [_correlation(chances, each, demands) for each in _labels(chances, demands, alike, 200)]
        return abs(float(np.mean(drawn)) - wanted)

    return float(min(LIKENESS, key=distance))


def _correlation(chances: Values, good: Flags, demands: Integers) -> float:
    """The mean product of standardised residuals of two pairs of one demand."""
    residuals = (good - chances) / np.sqrt(chances * (1 - chances))
    sums, squares = (np.bincount(demands, weights=each) for each in (residuals, residuals**2))
    sizes = np.bincount(demands)
    return float((sums**2 - squares).sum() / (sizes * (sizes - 1)).sum())


def _range(values: Sequence[float]) -> str:
    return "{:.3f} to {:.3f}".format(*np.quantile(values, [0.025, 0.975]))


def _centred(values: Sequence[float]) -> str:
    return f"{np.mean(values):.3f} ({_range(values)})"
