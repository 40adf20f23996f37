"""The groups that show the fields of a listing: in its form, on its page and in the admin."""

from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.field_properties import Group


class FormSection:
    """The sections of the form that the enterprise fills in."""

    WHAT = Group(
        "what",
        _("What it is"),
        _(
            "A stranger from another trade should understand it. "
            "Coordinators and the matching read these texts."
        ),
    )
    CHAIN = Group("chain", _("Chain and cooperation"))
    NEED = Group("need", _("Problem and frame"))
    READINESS = Group("readiness", _("Readiness and intellectual property"))
    REQUIREMENTS = Group(
        "requirements",
        _("Measurable requirements"),
        _("One property a row. They make a match checkable: what an offer does not answer is asked for."),
    )
    AUDIENCE = Group("audience", _("Who may see it and until when"))
    FILES = Group("files", _("Files"))

    IN_ORDER = (WHAT, CHAIN, NEED, READINESS, REQUIREMENTS, AUDIENCE, FILES)


TEXTS = Group("texts")
"""Of the page: long texts, each with a heading, the most important first."""
FACTS = Group("facts")
"""Of the page: labels and values in the side column."""


class AdminFieldset:
    """The fieldsets of the admin page on which an administrator moderates the listing."""

    TEXT = Group("text", None)
    TECHNOLOGY = Group("technology", _("The technology"))
    RIGHTS = Group("rights", _("Rights and price"))
    NEED = Group("need", _("The need"))
    MONEY = Group("money", _("Money and time"))
    KEYWORDS = Group("keywords", _("Keywords"))
    COOPERATION = Group("cooperation", _("Cooperation"))
    FILING = Group("filing", _("Filing"))
    RECORD = Group("record", _("Record"))

    IN_ORDER = (TEXT, TECHNOLOGY, RIGHTS, NEED, MONEY, KEYWORDS, COOPERATION, FILING, RECORD)
