"""Confidence intervals of means: the paired bootstrap over queries (Efron & Tibshirani 1993)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DRAWS = 10_000
SEED = 1
SHARE = 0.95

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and the central interval with the share ``SHARE`` of its draws."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.low:.3f} to {self.high:.3f})"

    def signed(self) -> str:
        """The interval with signs, for a difference."""
        return f"{self.mean:+.3f} ({self.low:+.3f} to {self.high:+.3f})"


def drawn_means(values: Values, stratum: int = 0) -> Values:
    """The means of ``DRAWS`` draws with replacement, float64 of shape (DRAWS,).

    Two series over the same queries get the same draws, so that their difference is paired. Collections with
    different ``stratum`` are drawn independently.
    """
    generator = np.random.default_rng([SEED, stratum])
    means: Values = values[generator.integers(len(values), size=(DRAWS, len(values)))].mean(axis=1)
    return means


def interval(strata: Sequence[Values], numbers: Sequence[int]) -> Interval:
    """The interval of the mean of the means of some collections; ``numbers`` are their strata."""
    draws = np.mean([drawn_means(*each) for each in zip(strata, numbers, strict=True)], axis=0)
    tail = (1 - SHARE) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return Interval(float(np.mean([values.mean() for values in strata])), float(low), float(high))
