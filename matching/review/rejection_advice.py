"""Advice for posters: for each reason of a rejection, what to change so that the next pair fits better."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.enums import RejectionReason

ADVICE: dict[RejectionReason, str | Promise] = {
    RejectionReason.TOO_EARLY: _(
        "Say how far the development is and when the next stage will be reached; "
        "give test results if there are any."
    ),
    RejectionReason.BENEFIT_UNCLEAR: _(
        "Compare with the solution that is used today, in figures: cost, yield, life, energy."
    ),
    RejectionReason.ROUTE_UNCLEAR: _(
        "Say how it gets into use: who makes it, who pays, at what price, and which cooperation you seek."
    ),
    RejectionReason.DESCRIPTION_UNCLEAR: _(
        "Describe it more concretely: what it is, what it is for, which figures it reaches or must reach."
    ),
    RejectionReason.TECHNICAL_MISMATCH: _(
        "Name the method, the material and the field of use, and what it is not meant for."
    ),
    RejectionReason.REQUIREMENT_NOT_MET: _(
        "Check the figures: state those that are reached or needed, and mark which of them are a must."
    ),
    RejectionReason.WRONG_CHAIN: _("Check the alliance and the place in the chain that you chose."),
    RejectionReason.ALREADY_KNOWN: _("Nothing to change: the two of you know each other already."),
    RejectionReason.COMPETITORS: _(
        "Say which kind of partner you seek, so that competitors are not suggested to you."
    ),
    RejectionReason.BUDGET_OR_TIME: _(
        "Check the budget or price and the date; say so where they are negotiable."
    ),
    RejectionReason.CAPACITY: _("State quantities: what you can deliver, or how much you need and by when."),
    RejectionReason.DUPLICATE: _(
        "You have posted this more than once: keep one listing and withdraw the others."
    ),
    RejectionReason.STALE: _("Check whether it still stands, bring it up to date, or withdraw it."),
    RejectionReason.OTHER: _("Read the note of the coordinator, or ask the coordinators of your alliance."),
}


def advice_on(reason: str) -> str | Promise:
    return ADVICE[RejectionReason(reason)]
