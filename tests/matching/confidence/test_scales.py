"""Which scale measures a pair, and what a scale makes of a strength."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from matching.confidence import scales
from matching.confidence.scales import DEFAULT, Scale
from matching.enums import Band
from matching.models import Calibration
from matching.states import CalibrationState
from tests.factories import make_alliance, make_calibration, make_published_demand, make_suggestion

IN_USE = CalibrationState.IN_USE


def test_a_strength_on_a_floor_is_in_the_band() -> None:
    scale = Scale(strong=2.0, fair=0.5)
    bands = [scale.band_of(strength) for strength in (2.1, 2.0, 1.999, 0.5, 0.499, 0.0)]
    assert bands == [Band.STRONG, Band.STRONG, Band.FAIR, Band.FAIR, Band.WEAK, Band.WEAK]


def test_a_share_is_known_only_with_a_curve_and_grows_with_the_strength() -> None:
    assert Scale(2.0, 0.5).confidence_of(1.0) is None
    scale = Scale(2.0, 0.5, slope=1.5, intercept=0.0)
    shares = [scale.confidence_of(strength) for strength in (0.0, 0.1, 1.0, 10.0, 1e300)]
    assert shares == sorted(shares, key=float)  # type: ignore[arg-type]  # none is None
    assert shares[2] == 0.5
    bent = Scale(2.0, 0.5, slope=1.5, intercept=0.0, bend=2.0)
    assert bent.confidence_of(1.0) == pytest.approx(0.8)
    assert bent.confidence_of(1e-3) == pytest.approx(scale.confidence_of(1e-3), rel=0.01)


@pytest.mark.django_db
def test_an_alliance_has_its_own_scale_else_that_of_the_union_else_the_default() -> None:
    own, other = make_alliance(), make_alliance()
    assert scales.current().of(own.pk) == DEFAULT

    make_calibration(state=IN_USE, strong=3.0, fair=1.0, slope=2.0, intercept=0.1)
    make_calibration(alliance=own, state=IN_USE, strong=4.0, fair=2.0, slope=5.0, intercept=0.2)
    make_calibration(alliance=other, strong=9.0, fair=8.0)  # not promoted

    now = scales.current()
    assert now.of(own.pk) == Scale(4.0, 2.0, 5.0, 0.2)
    assert now.of(other.pk) == now.of(None) == Scale(3.0, 1.0, 2.0, 0.1)


@pytest.mark.django_db
def test_floors_of_its_own_come_before_per_cent_of_its_own() -> None:
    alliance = make_alliance()
    make_calibration(state=IN_USE, slope=2.0, intercept=0.1)
    make_calibration(alliance=alliance, state=IN_USE, strong=4.0, fair=2.0, slope=5.0, gives_shares=False)
    assert scales.current().of(alliance.pk) == Scale(4.0, 2.0, 2.0, 0.1)


@pytest.mark.django_db
def test_the_demand_decides_whose_scale_measures_a_pair() -> None:
    pair, foreign = make_suggestion(), make_suggestion(demand=make_published_demand(alliance=None))
    make_calibration(alliance=pair.demand.alliance, state=IN_USE, strong=4.0)
    make_calibration(alliance=foreign.offer.alliance, state=IN_USE, strong=5.0)
    now = scales.current()
    assert [
        now.of_sides(each.demand.alliance_id, each.offer.alliance_id).strong for each in (pair, foreign)
    ] == [4.0, 5.0]


@pytest.mark.django_db
def test_one_query_reads_the_scales_of_all_alliances() -> None:
    alliances = [make_alliance() for _each in range(5)]
    for number, alliance in enumerate(alliances):
        make_calibration(alliance=alliance, state=IN_USE, strong=5.0 + number)
    with CaptureQueriesContext(connection) as queries:
        now = scales.current()
        floors = [now.of(alliance.pk).strong for alliance in alliances]
    assert (len(queries), floors) == (1, [5.0, 6.0, 7.0, 8.0, 9.0])


@pytest.mark.django_db
@pytest.mark.parametrize("is_union", [True, False])
def test_the_database_allows_one_version_in_use(is_union: bool) -> None:
    whose = {} if is_union else {"alliance": make_alliance()}
    make_calibration(**whose, state=IN_USE)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_calibration(**whose, state=IN_USE)


@pytest.mark.django_db
def test_a_version_is_a_record_that_nobody_edits() -> None:
    version = make_calibration()
    version.strong = 1.0
    with pytest.raises(ValueError, match="never changes"):
        version.save()
    with pytest.raises(ValueError, match="never changes: fair, strong"):
        Calibration.objects.update(strong=1.0, fair=0.5)
    version.refresh_from_db()
    assert version.strong == 2.0
