"""Where the fields of a listing stand: in its form, on its page, at the desk of the administrators."""

from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.field_properties import Group


class Form:
    """The sections of the form, as the enterprise fills it in."""

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
"""Of the page: long texts under headings of their own, the most telling first."""
FACTS = Group("facts")
"""Of the page: pairs of label and value in the side column."""


class Desk:
    """The fieldsets of the page on which an administrator decides."""

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
