import math

import pytest

from matching.confidence.scales import UNION, Scale, known, scale_for
from matching.enums import Band

OF_THE_UNION, OF_CELLS, OF_PUMPS = Scale(0.3, 0.1), Scale(0.6, 0.2), Scale(0.9, 0.4)
SCALES = {UNION: OF_THE_UNION, 7: OF_CELLS, 9: OF_PUMPS}


@pytest.mark.parametrize(
    ("strength", "band"),
    [(0.09, Band.WEAK), (0.1, Band.FAIR), (0.29, Band.FAIR), (0.3, Band.STRONG), (5.0, Band.STRONG)],
)
def test_a_floor_belongs_to_the_band_above_it(strength: float, band: Band) -> None:
    assert OF_THE_UNION.band_of(strength) == band


@pytest.mark.parametrize(
    ("demand", "offer", "scale"),
    [
        (7, 9, OF_CELLS),
        (8, 9, OF_PUMPS),
        (None, 9, OF_PUMPS),
        (8, 10, OF_THE_UNION),
        (None, None, OF_THE_UNION),
    ],
)
def test_the_alliance_of_the_demand_has_the_first_word_and_the_union_the_last(
    demand: int | None, offer: int | None, scale: Scale
) -> None:
    assert scale_for(SCALES, demand, offer) == scale


def test_there_is_always_a_scale_of_the_union() -> None:
    assert known()[UNION].strong > known()[UNION].fair > 0


def test_the_confidence_is_a_share_that_grows_with_the_strength() -> None:
    learnt = Scale(0.3, 0.1, slope=2.0, intercept=1.0)
    found = [learnt.confidence_of(strength) for strength in (0.0, 0.1, math.exp(-0.5), 1.0, math.inf)]
    assert found == sorted(found, key=lambda share: share or 0.0)
    assert found[2] == pytest.approx(0.5)
    assert all(share is not None and 0 < share < 1 for share in found)


def test_before_enough_decisions_the_confidence_is_not_known() -> None:
    assert OF_THE_UNION.confidence_of(0.9) is None
