"""Which pairs of a demand are worth reading."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from matching.confidence.abstention import BEST, GAP, Candidate, judge
from matching.confidence.scales import Scale
from matching.enums import Band, FoldReason

SCALE, BROAD = Scale(strong=0.8, fair=0.2), Scale(strong=8.0, fair=0.2)


def candidates(*strengths: float, one_sided: Sequence[float] = (), scale: Scale = SCALE) -> list[Candidate]:
    """Pairs whose scores order them as their strengths do."""
    return [Candidate(strength, strength, scale, strength in one_sided) for strength in strengths]


def reasons(pairs: Sequence[Candidate], *, is_vague: bool = False) -> list[str]:
    return [verdict.fold_reason for verdict in judge(pairs, is_vague=is_vague)]


def test_a_pair_below_the_floor_is_folded() -> None:
    assert reasons(candidates(0.5, 0.3, 0.19)) == ["", "", FoldReason.FLOOR]


def test_fair_pairs_behind_the_largest_gap_are_folded() -> None:
    assert reasons(candidates(7.8, 7.0, 0.6, 0.5, scale=BROAD)) == ["", "", FoldReason.GAP, FoldReason.GAP]


def test_a_drop_to_a_tenth_is_no_gap_yet() -> None:
    assert reasons(candidates(6.0, 6.0 * GAP, scale=BROAD)) == ["", ""]


def test_strong_pairs_are_never_behind_a_gap() -> None:
    assert reasons(candidates(9.0, 0.85)) == ["", ""]


def test_gaps_below_the_floor_do_not_count() -> None:
    assert reasons(candidates(0.3, 0.25, 0.01)) == ["", "", FoldReason.FLOOR]


def test_what_only_the_offer_wants_is_folded_behind_the_best_of_the_demand() -> None:
    wanted = [0.5 + number / 100 for number in range(BEST)]
    pairs = candidates(*wanted, 0.45, 0.9, one_sided=[0.45, 0.9])
    assert reasons(pairs) == [""] * BEST + [FoldReason.ONE_SIDED, ""]


def test_what_only_the_offer_wants_is_shown_if_it_is_among_the_best_of_the_demand() -> None:
    assert reasons(candidates(0.5, 0.45, one_sided=[0.45, 0.5])) == ["", ""]


def test_all_pairs_of_a_vague_demand_are_folded_however_strong() -> None:
    verdicts = judge(candidates(9.0, 0.5), is_vague=True)
    assert [(each.band, each.fold_reason) for each in verdicts] == [(Band.WEAK, FoldReason.VAGUE)] * 2


def test_a_demand_without_pairs_has_no_verdicts() -> None:
    assert judge([]) == []


@given(st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=30))
def test_a_pair_is_folded_exactly_if_it_is_weak(pairs: list[tuple[float, bool]]) -> None:
    verdicts = judge([Candidate(strength, strength, SCALE, is_one_sided) for strength, is_one_sided in pairs])
    assert [bool(each.fold_reason) for each in verdicts] == [each.band == Band.WEAK for each in verdicts]
    strong = [strength >= SCALE.strong for strength, _is_one_sided in pairs]
    assert [each.band == Band.STRONG for each in verdicts] == strong
