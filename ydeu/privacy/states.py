"""The states and transitions of a deletion and of a copy, as tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.transitions import table


class DeletionState(models.TextChoices):
    TO_APPROVE = "to_approve", _("Waiting for an administrator")
    SCHEDULED = "scheduled", _("Scheduled")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Taken back")
    STOPPED = "stopped", _("Not carried out")


DELETION_TRANSITIONS = table(
    {
        DeletionState.TO_APPROVE: {
            DeletionState.SCHEDULED,
            DeletionState.CANCELLED,
            DeletionState.STOPPED,
        },
        DeletionState.SCHEDULED: {
            DeletionState.DONE,
            DeletionState.TO_APPROVE,  # an introduction was opened in the meantime
            DeletionState.CANCELLED,
            DeletionState.STOPPED,
        },
    }
)

OPEN = (DeletionState.TO_APPROVE, DeletionState.SCHEDULED)


class CopyState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    GONE = "gone", _("No longer here")


COPY_TRANSITIONS = table(
    {
        CopyState.WAITING: {CopyState.MAKING},
        CopyState.MAKING: {CopyState.READY, CopyState.WAITING, CopyState.FAILED},
        CopyState.READY: {CopyState.GONE},
    }
)
