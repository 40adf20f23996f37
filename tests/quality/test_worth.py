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

from matching.engine.reasons.worth import LEAST, MOST_SPECIFIC, chance_of
from tests.quality.judged import rows_of

Floats = npt.NDArray[np.float64]

STRICT = ("J", "K", "L")


class Judged(NamedTuple):
    """Judged reasons: rounds, languages, the numbers of the formula, and how readers decided.

    ``are_foremost``: they stand in the title or keywords of both listings and are shown without the formula.
    """

    rounds: npt.NDArray[np.str_]
    languages: npt.NDArray[np.str_]
    numbers: Floats
    are_foremost: npt.NDArray[np.bool_]
    readers: Floats
    accepted_by: Floats

    def part(self, rows: npt.NDArray[np.bool_]) -> "Judged":
        numbers, flags = self.numbers[rows], self.are_foremost[rows]
        return Judged(
            self.rounds[rows],
            self.languages[rows],
            numbers,
            flags,
            self.readers[rows],
            self.accepted_by[rows],
        )

    def accepted(self) -> float:
        """The share of the judgements that accept a reason."""
        return float(self.accepted_by.sum() / self.readers.sum())


@pytest.fixture(scope="module")
def judged() -> Judged:
    rows = rows_of("judged_reasons")
    numbers = np.array([[float(each) for each in row[2:]] for row in rows])
    rounds, languages = (np.array([row[at] for row in rows]) for at in (0, 1))
    foremost, readers, accepted_by = numbers[:, 4] > 0, *numbers[:, 5:].T
    return Judged(rounds, languages, numbers[:, :4], foremost, readers, accepted_by)


def chances(learnt_from: Judged, of: Judged) -> Floats:
    """The chances of reasons by a regression on others, in which each judgement counts once."""
    terms, size = terms_of(learnt_from.numbers), len(learnt_from.readers)
    model = LogisticRegression(C=10).fit(
        np.concatenate([terms, terms]),
        np.arange(2 * size) < size,
        sample_weight=np.append(learnt_from.accepted_by, learnt_from.readers - learnt_from.accepted_by),
    )
    found: Floats = model.predict_proba(terms_of(of.numbers))[:, 1]
    return found


def terms_of(numbers: Floats) -> Floats:
    """The terms of the formula: s, ln a, ln n, ln (u + 0.01)."""
    specific, part, reasons, uses = numbers.T
    terms = np.minimum(specific, MOST_SPECIFIC), np.log(part), np.log(reasons), np.log(uses + 0.01)
    return np.column_stack(terms)


def test_the_formula_is_the_regression_on_all_judged_reasons(judged: Judged) -> None:
    fitted = chances(judged, judged)
    ours = np.array([chance_of(int(s), a, int(n), u) for s, a, n, u in judged.numbers.tolist()])
    assert np.mean((ours >= LEAST) == (fitted >= LEAST)) > 0.98
    assert abs(np.mean(ours >= LEAST) - np.mean(fitted >= LEAST)) < 0.02


def test_on_rounds_left_out_what_is_shown_is_accepted_and_what_is_hidden_less_often(judged: Judged) -> None:
    shown = np.zeros(len(judged.rounds), dtype=np.bool_)
    for each in np.unique(judged.rounds):
        out = judged.rounds == each
        shown[out] = chances(judged.part(~out), judged.part(out)) >= LEAST
    shown |= judged.are_foremost
    strict = np.isin(judged.rounds, STRICT)
    for name, rows in {**{each: judged.rounds == each for each in STRICT}, "all three": strict}.items():
        told(name, judged, rows, shown)
    assert judged.part(strict & shown).accepted() >= 0.85
    assert judged.part(strict & shown & (judged.languages == "zh-en")).accepted() >= 0.60
    assert judged.part(strict & ~shown).accepted() < 0.65


def told(name: str, judged: Judged, rows: npt.NDArray[np.bool_], shown: npt.NDArray[np.bool_]) -> None:
    """Print what readers accept of some rounds: of what is shown, by language too, and of the rest."""
    parts = {"shown": shown, "hidden": ~shown}
    parts |= {each: shown & (judged.languages == each) for each in ("zh-zh", "en-en", "zh-en")}
    for key, value in parts.items():
        if (rows & value).any():
            part = judged.part(rows & value)
            print(f"{name}: {key} {len(part.rounds)}, {part.accepted():.1%} accepted")
