import enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fate(models.TextChoices):
    """What happens to a row when the person or the enterprise it belongs to is deleted."""

    DELETED = "deleted", _("deleted, with its files")
    EMPTIED = "emptied", _("kept without any text")
    SCRUBBED = "scrubbed", _("kept; names and addresses are taken out")
    KEPT = "kept", _("kept: it holds numbers and codes only")


class Reach(enum.Enum):
    """Where in a text a name is looked for. Addresses and numbers are looked for in the whole text."""

    NOWHERE = enum.auto()
    WHOLE = enum.auto()
    """Only where the name is the whole value, as in JSON."""
    APART = enum.auto()
    """Anywhere, but two Chinese characters not within a longer word. For texts about technology."""
    ANYWHERE = enum.auto()


class StopReason(models.TextChoices):
    """Why a deletion was not carried out."""

    LAST_OWNER = "last_owner", _("An enterprise would be left without an owner.")
    LAST_ADMIN = "last_admin", _("The site would be left without an administrator.")
    REFUSED = "refused", _("An administrator refused it because introductions are open.")
