"""A version is put in use, left out or rolled back: by whom, with which trace, and to the bit."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from matching.confidence import calibrations, scales
from matching.confidence.signals import scale_changed
from matching.models import Calibration
from matching.states import CalibrationState
from tests.factories import make_admin, make_alliance, make_calibration, make_coordinator
from ydeu.audit.models import Entry
from ydeu.transitions import TransitionRefused

pytestmark = pytest.mark.django_db

Capture = Callable[..., Any]


@pytest.fixture
def heard() -> Iterator[list[int | None]]:
    """The alliances whose scale has changed, as a receiver of the signal hears of them."""
    told: list[int | None] = []

    def hear(alliance: int | None, **_: object) -> None:
        told.append(alliance)

    scale_changed.connect(hear)
    yield told
    scale_changed.disconnect(hear)


def states(*versions: Calibration) -> list[str]:
    rows = Calibration.objects.in_bulk([version.pk for version in versions])
    return [rows[version.pk].state for version in versions]


def logged() -> list[tuple[int | None, int | None, str, str]]:
    lines = Entry.objects.filter(object_type="matching.calibration").order_by("pk")
    return list(lines.values_list("actor_id", "object_id", "old_state", "new_state"))


def test_promoting_a_version_retires_the_one_before_and_says_so(
    heard: list[int | None], django_capture_on_commit_callbacks: Capture
) -> None:
    admin, alliance = make_admin(), make_alliance()
    old = make_calibration(alliance=alliance, state=CalibrationState.IN_USE)
    new, union = make_calibration(alliance=alliance), make_calibration(state=CalibrationState.IN_USE)

    with django_capture_on_commit_callbacks(execute=True):
        calibrations.promote(new, by=admin)

    assert states(old, new, union) == ["retired", "in_use", "in_use"]
    assert logged() == [
        (admin.pk, old.pk, "in_use", "retired"),
        (admin.pk, new.pk, "not_promoted", "in_use"),
    ]
    assert heard == [alliance.pk]
    new.refresh_from_db()
    assert (new.promoted_by, new.promoted_at is None) == (admin, False)


def test_the_version_in_use_cannot_be_promoted_again(heard: list[int | None]) -> None:
    version = make_calibration(state=CalibrationState.IN_USE)
    with pytest.raises(TransitionRefused):
        calibrations.promote(version, by=make_admin())
    assert (states(version), logged(), heard) == (["in_use"], [], [])


@pytest.mark.parametrize("act", [calibrations.promote, calibrations.roll_back])
def test_only_an_administrator_moves_a_version(act: Callable[..., object]) -> None:
    alliance = make_alliance()
    version = make_calibration(alliance=alliance)
    with pytest.raises(calibrations.ForAdministrators):
        act(version, by=make_coordinator(alliance))
    assert (states(version), logged()) == (["not_promoted"], [])


def test_rolling_back_restores_every_band_bit_by_bit(django_capture_on_commit_callbacks: Capture) -> None:
    admin, alliance = make_admin(), make_alliance()
    generator = np.random.default_rng(7)
    strengths = [0.0, *np.exp(generator.normal(0, 2, 1000)).tolist()]
    floors = sorted(generator.choice(strengths, 2).tolist())
    first = make_calibration(
        alliance=alliance, state=CalibrationState.IN_USE, fair=floors[0], strong=floors[1], slope=1 / 3
    )
    second = make_calibration(alliance=alliance, fair=0.1, strong=0.3, slope=2.7, intercept=1.1)

    def measured() -> list[tuple[str, float | None]]:
        scale = scales.current().of(alliance.pk)
        return [(scale.band_of(each), scale.confidence_of(each)) for each in strengths]

    before = measured()
    calibrations.promote(second, by=admin)
    assert measured() != before
    assert calibrations.roll_back(second, by=admin) == first
    assert measured() == before


def test_rolling_back_goes_one_version_further_each_time_and_ends_at_the_union(
    heard: list[int | None], django_capture_on_commit_callbacks: Capture
) -> None:
    admin, alliance = make_admin(), make_alliance()
    versions = [make_calibration(alliance=alliance) for _each in range(3)]
    other = make_calibration(alliance=make_alliance(), state=CalibrationState.RETIRED)
    for version in versions:
        calibrations.promote(version, by=None)
    one, two, three = versions

    with django_capture_on_commit_callbacks(execute=True):
        assert calibrations.roll_back(three, by=admin) == two
        two.refresh_from_db()
        assert calibrations.roll_back(two, by=admin) == one
        one.refresh_from_db()
        assert calibrations.roll_back(one, by=admin) is None

    assert states(one, two, three, other) == ["retired"] * 4
    assert scales.current().of(alliance.pk) == scales.DEFAULT
    assert heard == [alliance.pk] * 3
    with pytest.raises(calibrations.NotInUse):
        calibrations.roll_back(three, by=admin)
