from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What somebody did. Actions on an enterprise have the codes of ``accounts.enums.EventKind``."""

    LOGGED_IN = "logged_in", _("Logged in")
    LOGGED_OUT = "logged_out", _("Logged out")
    LOGIN_FAILED = "login_failed", _("Failed to log in")
    FACTOR_FAILED = "factor_failed", _("Second factor refused")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    SIGNED_UP = "signed_up", _("Signed up as a person")
    EMAIL_ADDED = "email_added", _("E-mail address added")
    EMAIL_CHANGED = "email_changed", _("E-mail address changed")
    EMAIL_REMOVED = "email_removed", _("E-mail address removed")

    REGISTERED = "registered", _("Enterprise signed up")
    IDENTITY_CHANGED = "identity_changed", _("Name or credit code changed")
    IDENTITY_ASKED = "identity_asked", _("New name or credit code asked for")
    IDENTITY_DECLINED = "identity_declined", _("New name or credit code declined")
    IDENTITY_WITHDRAWN = "identity_withdrawn", _("Request for a new name or credit code taken back")
    VERIFIED = "verified", _("Verified")
    REVOKED = "revoked", _("Verification withdrawn")
    INVITED = "invited", _("Person invited")
    INVITATION_ENDED = "invitation_ended", _("Invitation withdrawn or declined")
    MEMBER_ADDED = "member_added", _("Member added")
    MEMBER_REMOVED = "member_removed", _("Member removed")
    ROLE_CHANGED = "role_changed", _("Role changed")
    COORDINATOR_ADDED = "coordinator_added", _("Coordinator added")
    COORDINATOR_REMOVED = "coordinator_removed", _("Coordinator removed")

    CREATED = "created", _("Created")
    MOVED = "moved", _("State changed")
    REVISED = "revised", _("Changed within its state")

    ADMIN_ADDED = "admin_added", _("Added in the admin")
    ADMIN_CHANGED = "admin_changed", _("Changed in the admin")
    ADMIN_DELETED = "admin_deleted", _("Deleted in the admin")

    DOWNLOADED = "downloaded", _("File downloaded")
    LOOKED_AFTER = "looked_after", _("Support view opened")
    EXPORTED = "exported", _("Copy of personal data made")
    ERASED = "erased", _("Personal data deleted")
    PRUNED = "pruned", _("Deleted because its time was over")


AT_THE_DOOR = frozenset({Action.LOGGED_IN, Action.LOGGED_OUT})
REFUSED_AT_THE_DOOR = frozenset({Action.LOGIN_FAILED, Action.FACTOR_FAILED})
"""This set and ``AT_THE_DOOR`` are kept for a shorter time than all other entries."""
