"""Put a version of a scale in use, leave it out, or roll back to the one before.

Only an administrator does it by hand; ``by=None`` is the nightly task. Each move is a line in the log of the
site. After the commit ``scale_changed`` is sent, so that the open pairs get their bands again.
"""

from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.confidence.signals import scale_changed
from matching.models import Calibration
from matching.states import CALIBRATION_TRANSITIONS, CalibrationState
from ydeu.accounts.models import User
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.transitions import DomainError, LostRace, swap_state


class ForAdministrators(DomainError):
    """A scale decides for all coordinators of an alliance what they see first."""


class NotInUse(DomainError):
    """Only the version in use can be rolled back. Somebody else may have done it already."""


def promote(version: Calibration, *, by: User | None) -> None:
    """Put ``version`` in use, and retire the one in use until now. Raises LostRace or TransitionRefused."""
    _check(by)
    try:
        with transaction.atomic():
            current = Calibration.objects.of(version.alliance_id).in_use().first()
            if current and current.pk != version.pk:
                _move(current, CalibrationState.RETIRED, by=by)
            _move(version, CalibrationState.IN_USE, by=by, promoted_at=timezone.now(), promoted_by=by)
            _tell(version.alliance_id)
    except IntegrityError:
        raise LostRace(_("Somebody else has just put another version in use.")) from None


def leave_out(version: Calibration) -> None:
    """Keep a candidate that is not better, with its figures. An administrator may still promote it."""
    with transaction.atomic():
        _move(version, CalibrationState.NOT_PROMOTED, by=None)


def roll_back(version: Calibration, *, by: User | None) -> Calibration | None:
    """Take ``version``, which is in use, out of use, and put the one before it there. Returns that one.

    Without an earlier one this returns None: the alliance falls back to the scale of the union, and the union
    to the default. Raises NotInUse, LostRace.
    """
    _check(by)
    if not Calibration.objects.in_use().filter(pk=version.pk).exists():
        raise NotInUse(_("This version is not in use, so it cannot be rolled back."))
    versions = Calibration.objects.of(version.alliance_id).filter(state=CalibrationState.RETIRED)
    before = versions.filter(number__lt=version.number).order_by("-number").first()
    if before is not None:
        promote(before, by=by)
        return before
    with transaction.atomic():
        _move(version, CalibrationState.RETIRED, by=by)
        _tell(version.alliance_id)
    return None


def _check(by: User | None) -> None:
    if by is not None and not by.is_superuser:
        raise ForAdministrators(_("Only an administrator puts a version in use."))


def _move(version: Calibration, to: CalibrationState, *, by: User | None, **changes: object) -> None:
    was = version.state
    swap_state(version, to=to, transitions=CALIBRATION_TRANSITIONS, **changes)
    log.record(Action.MOVED, by=by, on=version, old=was, new=to, alliance=version.alliance_id)


def _tell(alliance: int | None) -> None:
    transaction.on_commit(partial(scale_changed.send, sender=Calibration, alliance=alliance))
