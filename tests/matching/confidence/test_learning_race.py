"""Administrators and workers that move one scale at the same time. Needs several writers at a time."""

import pytest

from matching.confidence import calibrations, fitting, scales
from matching.models import Calibration
from matching.states import CalibrationState
from tests.factories import make_admin, make_alliance, make_calibration
from tests.matching.confidence.simulation import make_market
from tests.matching.confidence.test_fitting import ENOUGH, RARE
from tests.matching.review.test_race import Act, all_at_once
from ydeu.audit.models import Entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_eight_administrators_who_roll_back_one_version_go_back_one_step() -> None:
    alliance, people = make_alliance(), [make_admin() for _each in range(8)]
    versions = [make_calibration(alliance=alliance) for _each in range(3)]
    for version in versions:
        calibrations.promote(version, by=None)
    before = Entry.objects.count()

    def rolled_back(number: int) -> Act:
        mine = Calibration.objects.get(pk=versions[-1].pk)
        return lambda: calibrations.roll_back(mine, by=people[number])

    results = all_at_once([rolled_back(number) for number in range(8)])

    assert results.count(True) == 1
    assert list(Calibration.objects.in_use()) == [versions[1]]
    assert Entry.objects.count() == before + 2


def test_versions_that_are_promoted_at_once_leave_one_in_use() -> None:
    alliance, admin = make_alliance(), make_admin()
    versions = [make_calibration(alliance=alliance) for _each in range(6)]

    def promoted(version: Calibration) -> Act:
        return lambda: calibrations.promote(version, by=admin)

    results = all_at_once([promoted(version) for version in versions])

    assert any(results)
    states = list(Calibration.objects.values_list("state", flat=True))
    assert states.count(CalibrationState.IN_USE) == 1
    assert states.count(CalibrationState.RETIRED) == results.count(True) - 1


def test_two_workers_that_learn_at_once_make_one_version() -> None:
    market = make_market(ENOUGH)
    market.decide(RARE.draw(ENOUGH, 41))
    made: list[Calibration | None] = []

    def learnt() -> None:
        made.append(fitting.refit(None))

    assert all_at_once([learnt, learnt]) == [True, True]
    (version,) = Calibration.objects.all()
    assert [each for each in made if each] == [version]
    assert scales.current().of(market.alliance.pk) == scales.scale_of(version)
