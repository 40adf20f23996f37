"""The states of a listing and of an uploaded file, each with the table of its transitions.

Only ``listings.py`` moves a listing, and only ``file_checks.py`` a file.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.transitions import table


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    REJECTED = "rejected", _("Rejected")
    PUBLISHED = "published", _("Published")
    PAUSED = "paused", _("Paused")
    FULFILLED = "fulfilled", _("Fulfilled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    ARCHIVED = "archived", _("Archived")


TRANSITIONS = table(
    {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {
            State.PUBLISHED,
            State.CHANGES_REQUESTED,
            State.REJECTED,
            State.WITHDRAWN,  # if its enterprise is deleted
        },
        State.CHANGES_REQUESTED: {State.SUBMITTED, State.WITHDRAWN},
        State.PUBLISHED: {State.PAUSED, State.FULFILLED, State.WITHDRAWN, State.EXPIRED},
        State.PAUSED: {State.PUBLISHED, State.ARCHIVED},
        State.EXPIRED: {State.SUBMITTED, State.ARCHIVED},
        State.REJECTED: {State.ARCHIVED},
        State.FULFILLED: {State.ARCHIVED},
        State.WITHDRAWN: {State.ARCHIVED},
    }
)

EDITABLE = frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.PUBLISHED, State.PAUSED, State.EXPIRED})
"""States in which the owner may change the text."""


class FileState(models.TextChoices):
    """An uploaded file is out of reach until a worker has cleaned it."""

    WAITING = "waiting", _("Being checked")
    CLEAN = "clean", _("Checked")
    REFUSED = "refused", _("Not accepted")


FILE_TRANSITIONS = table({FileState.WAITING: {FileState.CLEAN, FileState.REFUSED}})
