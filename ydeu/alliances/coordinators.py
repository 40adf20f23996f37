"""Decide who reviews the matches of an alliance. Administrators decide, and the log records it."""

from django.db import transaction

from ydeu.accounts.models import User
from ydeu.alliances.models import Coordinator
from ydeu.audit import log
from ydeu.audit.enums import Action


def appoint(coordinator: Coordinator, *, by: User) -> None:
    """Save a new coordinator, or a row whose alliance or person has changed."""
    with transaction.atomic():
        before = Coordinator.objects.select_for_update().filter(pk=coordinator.pk).first()
        if before is not None:
            _record(Action.COORDINATOR_REMOVED, before, by=by)
        coordinator.save()
        _record(Action.COORDINATOR_ADDED, coordinator, by=by)


def dismiss(coordinator: Coordinator, *, by: User) -> None:
    with transaction.atomic():
        _record(Action.COORDINATOR_REMOVED, coordinator, by=by)
        coordinator.delete()


def _record(action: Action, coordinator: Coordinator, *, by: User) -> None:
    log.record(action, by=by, on=coordinator.alliance, person=coordinator.user_id)
