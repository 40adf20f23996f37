from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"


class Size(models.TextChoices):
    """The size classes of the Enterprise Europe Network's partnering profiles (2024)."""

    SME_10 = "sme_10", _("SME, up to 10 people")
    SME_49 = "sme_49", _("SME, 11 to 49 people")
    SME_249 = "sme_249", _("SME, 50 to 249 people")
    LARGE = "large", _("Big company")
    RD_INSTITUTION = "rd_institution", _("R&D institution")
    UNIVERSITY = "university", _("University")
    OTHER = "other", _("Other")


class Label(models.TextChoices):
    """Public recognitions of an enterprise."""

    HIGH_TECH = "high_tech", _("High-tech enterprise")
    LITTLE_GIANT = "little_giant", _("Specialised “Little Giant”")
    CHAMPION = "champion", _("Manufacturing single champion")


class Origin(models.TextChoices):
    REGISTERED = "registered", _("Signed up")
    IMPORTED = "imported", _("Imported")


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")


class EventKind(models.TextChoices):
    """The kinds of events of an enterprise's account."""

    REGISTERED = "registered", _("Signed up")
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
