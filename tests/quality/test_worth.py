"""The worth of a reason, fitted again to judged reasons, and what it reaches on a round left out.

``judged_reasons.csv`` has what readers said of the reasons of real pairs, in rounds of fresh pairs: numbers
only, no texts. Reasons of the rounds A to I were also read while the rules were made, so their share of
accepted ones is flattering; the differences between them are not. J, K and L have two readers each and a
stricter question.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.linear_model import LogisticRegression

from matching.engine.reasons.worth import LEAST, chance_of
from tests.quality.judged import rows_of

Floats = npt.NDArray[np.float64]


class Judged(NamedTuple):
    """Judged reasons: their rounds, the numbers of the formula, and whether half of the readers agree."""

    rounds: npt.NDArray[np.str_]
    numbers: Floats
    are_accepted: npt.NDArray[np.bool_]


@pytest.fixture(scope="module")
def judged() -> Judged:
    rows = rows_of("judged_reasons")
    numbers = np.array([[float(each) for each in row[2:6]] for row in rows])
    accepted = np.array([2 * int(row[7]) >= int(row[6]) for row in rows])
    return Judged(np.array([row[0] for row in rows]), numbers, accepted)


def fitted(numbers: Floats, are_accepted: npt.NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=10).fit(terms_of(numbers), are_accepted)


def terms_of(numbers: Floats) -> Floats:
    """The terms of the formula: s, ln a, ln n, ln (u + 0.01)."""
    specific, share, reasons, uses = numbers.T
    return np.column_stack([np.minimum(specific, 3), np.log(share), np.log(reasons), np.log(uses + 0.01)])


def test_the_formula_is_the_regression_on_all_judged_reasons(judged: Judged) -> None:
    chances = fitted(judged.numbers, judged.are_accepted).predict_proba(terms_of(judged.numbers))[:, 1]
    ours = [chance_of(int(s), a, int(n), u) for s, a, n, u in judged.numbers.tolist()]
    np.testing.assert_allclose(ours, chances, atol=0.04)


def test_on_a_round_left_out_what_is_shown_is_accepted_more_often_than_the_rest(judged: Judged) -> None:
    shown, whole = [], []
    for each in np.unique(judged.rounds):
        out = judged.rounds == each
        chances = fitted(judged.numbers[~out], judged.are_accepted[~out]).predict_proba(
            terms_of(judged.numbers[out])
        )[:, 1]
        accepted, kept = judged.are_accepted[out], chances >= LEAST
        shown.append(accepted[kept].mean())
        whole.append(accepted.mean())
        print(f"{each}: {kept.sum()} of {out.sum()} shown, {shown[-1]:.1%} accepted, {whole[-1]:.1%} of all")
    assert min(shown) >= 0.85
    assert np.mean(shown) >= np.mean(whole) + 0.03
