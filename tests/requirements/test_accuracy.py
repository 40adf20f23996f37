"""Of the verdicts given, so many are right; of the verdicts due, so many are given."""

from collections import Counter
from pathlib import Path

import pytest

from matching.requirements import Verdict, check
from tests.requirements.cases import FILES, Case, cases_of

PRECISION, RECALL, PRECISION_OF_NOT_MET = 0.93, 0.80, 0.95


def verdict_on(case: Case) -> Verdict:
    return check([case.asked], [("description", case.offer)])[0].verdict


def report(confusion: Counter[tuple[Verdict, Verdict]], wrong: list[str]) -> str:
    rows = [
        f"{truth:>12}" + "".join(f"{confusion[truth, given]:>12}" for given in Verdict) for truth in Verdict
    ]
    heading = " " * 12 + "".join(f"{given:>12}" for given in Verdict)
    return "\n".join(["rows: truth, columns: verdict", heading, *rows, *wrong])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_verdicts_are_right_and_are_given(file: Path) -> None:
    cases = cases_of(file)
    verdicts = [verdict_on(case) for case in cases]
    confusion = Counter((case.truth, given) for case, given in zip(cases, verdicts, strict=True))
    wrong = [
        f"{given} instead of {case.truth}: {case.asked} in {case.offer!r}"
        for case, given in zip(cases, verdicts, strict=True)
        if given != case.truth
    ]
    given = sum(count for (_, verdict), count in confusion.items() if verdict is not Verdict.NOT_STATED)
    due = sum(count for (truth, _), count in confusion.items() if truth is not Verdict.NOT_STATED)
    against = sum(count for (_, verdict), count in confusion.items() if verdict is Verdict.NOT_MET)
    right = confusion[Verdict.MET, Verdict.MET] + confusion[Verdict.NOT_MET, Verdict.NOT_MET]
    figures = (right / given, right / due, confusion[Verdict.NOT_MET, Verdict.NOT_MET] / against)
    least = (PRECISION, RECALL, PRECISION_OF_NOT_MET)
    is_enough = all(figure >= limit for figure, limit in zip(figures, least, strict=True))
    assert is_enough, f"precision, recall, NOT MET precision: {figures}\n{report(confusion, wrong)}"
