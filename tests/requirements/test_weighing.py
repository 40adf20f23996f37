from itertools import product

import pytest

from matching.requirements import Asked, Check, Verdict, Why, factor

MET, NOT_MET, NOT_STATED = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED


def checks(*said: tuple[Verdict, str]) -> list[Check]:
    return [Check(Asked("x", "ge", "1", "", priority), verdict, Why.STATED) for verdict, priority in said]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], 1.0),
        ([(MET, "must"), (MET, "must")], 1.25),
        ([(MET, "must"), (NOT_STATED, "must")], 1.125),
        ([(NOT_STATED, "must")], 1.0),
        ([(NOT_MET, "must"), (MET, "must")], 0.5),
        ([(NOT_MET, "must"), (NOT_MET, "must"), (MET, "must")], 0.25),
        ([(NOT_MET, "nice")], 0.95),
        ([(MET, "nice")], 1.0),
        ([(MET, "must"), (NOT_MET, "nice")], 1.25 * 0.95),
    ],
)
def test_musts_count_and_wishes_hardly(said: list[tuple[Verdict, str]], expected: float) -> None:
    assert factor(checks(*said)) == pytest.approx(expected)


def test_a_better_verdict_never_lowers_the_factor() -> None:
    order = [NOT_MET, NOT_STATED, MET]
    for others in product(product(order, ("must", "nice")), repeat=2):
        for priority in ("must", "nice"):
            found = [factor(checks((verdict, priority), *others)) for verdict in order]
            assert found == sorted(found)
            assert all(0 < each <= 1.25 for each in found)
