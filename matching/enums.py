from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.enums import ListingKind


class RejectionReason(models.TextChoices):
    """Why a coordinator rejects a pair. Each reason has an advice in ``review.rejection_advice``."""

    TOO_EARLY = "too_early", _("Too early stage")
    BENEFIT_UNCLEAR = "benefit_unclear", _("Benefit over the existing solution unclear")
    ROUTE_UNCLEAR = "route_unclear", _("Commercial route unclear")
    DESCRIPTION_UNCLEAR = "description_unclear", _("Description unclear")
    TECHNICAL_MISMATCH = "technical_mismatch", _("Technical mismatch")
    REQUIREMENT_NOT_MET = "requirement_not_met", _("A requirement is not met")
    WRONG_CHAIN = "wrong_chain", _("Wrong chain or segment")
    ALREADY_KNOWN = "already_known", _("Already known to each other")
    COMPETITORS = "competitors", _("Competitors")
    BUDGET_OR_TIME = "budget_or_time", _("Budget or time mismatch")
    CAPACITY = "capacity", _("Capacity or size mismatch")
    DUPLICATE = "duplicate", _("Duplicate")
    STALE = "stale", _("Listing stale")
    OTHER = "other", _("Other")


class Origin(models.TextChoices):
    """Who suggested a pair to the coordinators."""

    MATCHER = "matcher", _("The matcher")
    MEMBER = "member", _("A member's interest")


class Band(models.TextChoices):
    """How sure the site is that a pair is worth an introduction."""

    STRONG = "strong", _("Strong")
    FAIR = "fair", _("Fair")
    WEAK = "weak", _("Weak")


class FoldReason(models.TextChoices):
    """Why a pair is folded. Each has a sentence on the page of the pair."""

    FLOOR = "floor", _("The two texts have too little in common.")
    GAP = "gap", _("It is much weaker than the best offers for this demand.")
    ONE_SIDED = "one_sided", _("Only the offer counts it among its best; the demand has better offers.")
    VAGUE = "vague", _("The demand is too vague to match.")
    WAITS = "waits", _("The enterprise of the offer has enough open strong pairs.")


class Verdict(models.TextChoices):
    """What the figures say about a version of a scale."""

    BETTER = "better", _("Better on decisions that it has not seen")
    NOT_BETTER = "not_better", _("Not clearly better than the one in use")
    INVERTED = "inverted", _("Strong pairs are approved less often than weak ones")
    CONTRADICTED = "contradicted", _("The newest decisions contradict the strengths")


class Escalation(models.IntegerChoices):
    """Who was told that a pair is overdue."""

    NOBODY = 0, _("Nobody yet")
    COLLEAGUES = 1, _("The other coordinators")
    ADMINISTRATORS = 2, _("The administrators")


SIDES = [(ListingKind.OFFER, _("Offer side")), (ListingKind.DEMAND, _("Demand side"))]
"""The two sides of a pair, named after their listings."""


class Answer(models.TextChoices):
    WAITING = "waiting", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class DeclineReason(models.TextChoices):
    """Why an enterprise declines an introduction."""

    SOLVED = "solved", _("Already solved or no longer offered")
    ALREADY_KNOWN = "already_known", _("We know each other")
    COMPETITOR = "competitor", _("Competitor")
    TECHNICAL_MISMATCH = "technical_mismatch", _("Technically not what we need or offer")
    BUDGET_OR_TIME = "budget_or_time", _("Budget or time does not fit")
    CAPACITY = "capacity", _("No capacity at present")
    OTHER = "other", _("Other")


class CloseReason(models.TextChoices):
    """Why an introduction ends without a contract."""

    TECHNICAL = "technical", _("Technically it does not fit after all")
    PRICE = "price", _("Price or budget")
    TERMS = "terms", _("Terms of the contract")
    TIMING = "timing", _("The times do not fit")
    NO_CAPACITY = "no_capacity", _("No capacity at present")
    OTHER_PARTNER = "other_partner", _("Another partner was chosen")
    SILENT = "silent", _("The other side no longer answers")
    GIVEN_UP = "given_up", _("The project was given up")
    WITHDRAWN = "withdrawn", _("A listing was withdrawn")
    OTHER = "other", _("Other")


class Assignee(models.TextChoices):
    """Who does the next step."""

    OFFER = "offer", _("Offer side")
    DEMAND = "demand", _("Demand side")
    COORDINATOR = "coordinator", _("Coordinator")


class Audience(models.TextChoices):
    """Who reads a note."""

    BOTH = "both", _("Both sides and the coordinators")
    COORDINATORS = "coordinators", _("Coordinators only")


class FollowUpAnswer(models.TextChoices):
    """How the cooperation went after a contract."""

    COOPERATING = "cooperating", _("We still work together")
    RESULTS = "results", _("It has brought results")
    ENDED = "ended", _("It has ended")


class EventKind(models.TextChoices):
    """What an event of an introduction records."""

    MOVED = "moved", _("Moved")
    ANSWERED = "answered", _("Answered")
    REMINDED = "reminded", _("Reminded")
    STEP_SET = "step_set", _("Next step")
    STEP_DONE = "step_done", _("Next step done")
    MEETING_PLANNED = "meeting_planned", _("Meeting planned")
    MEETING_MOVED = "meeting_moved", _("Meeting moved")
    MEETING_CHANGED = "meeting_changed", _("Meeting changed")
    MEETING_CANCELLED = "meeting_cancelled", _("Meeting cancelled")
    NDA_SIGNED = "nda_signed", _("Confidentiality agreement signed")
    NOTED = "noted", _("Note")
    STORY = "story", _("Asked whether the contract may be told of")
    FOLLOW_UP_ASKED = "follow_up_asked", _("Asked what has become of it")
    FOLLOW_UP_ANSWERED = "follow_up_answered", _("Said what has become of it")
