"""Of the verdicts given, so many are right; of the verdicts due, so many are given."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pytest

from matching.requirements import Verdict, check
from tests.requirements.cases import FILES, Case, cases_of

PRECISION, RECALL, PRECISION_OF_NOT_MET = 0.93, 0.80, 0.95
BLIND = "cases_unseen_second"
"""Written by somebody who did not know the code. What it lacked was mended only after its first figures."""
FRESH = {"cases_fresh", "cases_fresh_second"}
"""Committed before the check had read them: decision 48 has the figures of that reading."""
NEVER_MENDED = "cases_eighth"
"""Also by somebody else, and committed before the check had read it. Nothing was mended for it."""
SEEN = [file for file in FILES if file.stem not in {BLIND, NEVER_MENDED, *FRESH}]
HALVES = [file for file in FILES if file.stem in {"cases_development", BLIND}]


class Accuracy(NamedTuple):
    """Shares: right verdicts of those given, right ones of those due, right ones of those NOT MET."""

    precision: float
    recall: float
    precision_of_not_met: float

    def reaches(self, precision: float, recall: float, precision_of_not_met: float) -> bool:
        return all(map(float.__ge__, self, (precision, recall, precision_of_not_met)))


def accuracy_on(cases: Sequence[Case]) -> tuple[Accuracy, str]:
    """The accuracy, and a report with the wrong verdicts."""
    verdicts = [check([case.asked], [("description", case.offer)])[0].verdict for case in cases]
    found = Counter((case.truth, given) for case, given in zip(cases, verdicts, strict=True))
    wrong = [
        f"{given} instead of {case.truth}: {case.asked} in {case.offer!r}"
        for case, given in zip(cases, verdicts, strict=True)
        if given != case.truth
    ]
    given = sum(count for (_, verdict), count in found.items() if verdict is not Verdict.NOT_STATED)
    due = sum(count for (truth, _), count in found.items() if truth is not Verdict.NOT_STATED)
    against = sum(count for (_, verdict), count in found.items() if verdict is Verdict.NOT_MET)
    not_met = found[Verdict.NOT_MET, Verdict.NOT_MET]
    right = found[Verdict.MET, Verdict.MET] + not_met
    accuracy = Accuracy(right / given, right / due, not_met / against)
    return accuracy, "\n".join([str(accuracy), *table(found), *wrong])


def table(found: Counter[tuple[Verdict, Verdict]]) -> list[str]:
    heading = "rows: truth" + "".join(f"{given:>12}" for given in Verdict)
    rows = (f"{truth:>11}" + "".join(f"{found[truth, given]:>12}" for given in Verdict) for truth in Verdict)
    return [heading, *rows]


@pytest.mark.parametrize("name", [file.stem for file in SEEN])
def test_verdicts_are_right_and_are_given(name: str) -> None:
    (file,) = (each for each in FILES if each.stem == name)
    accuracy, report = accuracy_on(cases_of(file))
    assert accuracy.reaches(PRECISION, RECALL, PRECISION_OF_NOT_MET), report


def test_of_cases_half_of_which_were_never_seen_enough_verdicts_are_right() -> None:
    accuracy, report = accuracy_on([case for file in HALVES for case in cases_of(file)])
    print(report)
    assert accuracy.reaches(PRECISION, RECALL, PRECISION_OF_NOT_MET), report


@pytest.mark.parametrize("names", [{BLIND}, {NEVER_MENDED}, FRESH])
def test_of_cases_that_were_written_first_enough_verdicts_are_right(names: set[str]) -> None:
    accuracy, report = accuracy_on([case for file in FILES if file.stem in names for case in cases_of(file)])
    print(report)
    assert accuracy.reaches(PRECISION, RECALL, PRECISION_OF_NOT_MET), report
