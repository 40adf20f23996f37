"""The states of suggestions, introductions, answers, terms, calibrations and phrases, with transitions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.enums import Answer
from ydeu.transitions import table


class SuggestionState(models.TextChoices):
    PENDING = "pending", _("To review")
    FOLDED = "folded", _("Folded")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Deferred")
    SUPERSEDED = "superseded", _("Superseded")
    SECOND_OPINION = "second", _("Second opinion")


SUGGESTION_TRANSITIONS = table(
    {
        SuggestionState.PENDING: {
            SuggestionState.APPROVED,
            SuggestionState.REJECTED,
            SuggestionState.DEFERRED,
            SuggestionState.SUPERSEDED,
            SuggestionState.SECOND_OPINION,  # one alliance has approved, and the other is asked
            SuggestionState.FOLDED,  # it became weak
        },
        SuggestionState.FOLDED: {
            SuggestionState.PENDING,  # it became stronger, or a coordinator unfolded it
            SuggestionState.SUPERSEDED,
        },
        SuggestionState.SECOND_OPINION: {
            SuggestionState.APPROVED,
            SuggestionState.PENDING,  # the other disagrees, or the first opinion is undone
            SuggestionState.SUPERSEDED,
        },
        SuggestionState.DEFERRED: {SuggestionState.PENDING},
        SuggestionState.SUPERSEDED: {SuggestionState.PENDING, SuggestionState.FOLDED},
        SuggestionState.REJECTED: {SuggestionState.PENDING},
        SuggestionState.APPROVED: {SuggestionState.PENDING},  # undo, before anybody was told
    }
)

DECIDED = frozenset({SuggestionState.APPROVED, SuggestionState.REJECTED, SuggestionState.DEFERRED})
"""A coordinator has decided. The matcher never changes these."""

OPEN = frozenset({SuggestionState.PENDING, SuggestionState.SECOND_OPINION})
"""Somebody has to decide, and the deadline applies."""

RESCORABLE = frozenset({SuggestionState.PENDING, SuggestionState.FOLDED, SuggestionState.SUPERSEDED})
"""The matcher may still score, rank or supersede the pair, unless a member asked for it."""


class CalibrationState(models.TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    IN_USE = "in_use", _("In use")
    RETIRED = "retired", _("Retired")
    NOT_PROMOTED = "not_promoted", _("Not promoted")


CALIBRATION_TRANSITIONS = table(
    {
        CalibrationState.CANDIDATE: {CalibrationState.IN_USE, CalibrationState.NOT_PROMOTED},
        CalibrationState.NOT_PROMOTED: {CalibrationState.IN_USE},  # by hand, against the figures
        CalibrationState.IN_USE: {CalibrationState.RETIRED},
        CalibrationState.RETIRED: {CalibrationState.IN_USE},  # rolled back to it
    }
)


class PhraseState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")


PHRASE_TRANSITIONS = table(
    {
        PhraseState.PROPOSED: {PhraseState.GRANTED, PhraseState.DECLINED},
        PhraseState.GRANTED: {PhraseState.DECLINED},
        PhraseState.DECLINED: {PhraseState.GRANTED},
    }
)


class IntroductionState(models.TextChoices):
    CONSENT_PENDING = "consent_pending", _("Waiting for consent")
    CONNECTED = "connected", _("Connected")
    MEETING = "meeting", _("Meeting")
    NEGOTIATING = "negotiating", _("Negotiating")
    CONTRACT_SIGNED = "contract_signed", _("Contract signed")
    CLOSED_NO_DEAL = "closed_no_deal", _("Closed without a deal")
    DORMANT = "dormant", _("Dormant")


UNDER_WAY = frozenset(
    {
        IntroductionState.CONSENT_PENDING,
        IntroductionState.CONNECTED,
        IntroductionState.MEETING,
        IntroductionState.NEGOTIATING,
    }
)
"""Somebody has to do something."""

INTRODUCTION_TRANSITIONS = table(
    {
        IntroductionState.CONSENT_PENDING: {
            IntroductionState.CONNECTED,
            IntroductionState.CLOSED_NO_DEAL,
            IntroductionState.DORMANT,
        },
        IntroductionState.CONNECTED: {
            IntroductionState.MEETING,
            IntroductionState.CLOSED_NO_DEAL,
            IntroductionState.DORMANT,
        },
        IntroductionState.MEETING: {
            IntroductionState.NEGOTIATING,
            IntroductionState.CLOSED_NO_DEAL,
            IntroductionState.DORMANT,
        },
        IntroductionState.NEGOTIATING: {
            IntroductionState.CONTRACT_SIGNED,
            IntroductionState.CLOSED_NO_DEAL,
            IntroductionState.DORMANT,
        },
        IntroductionState.DORMANT: {
            IntroductionState.CONSENT_PENDING,
            IntroductionState.CONNECTED,
            IntroductionState.MEETING,
            IntroductionState.NEGOTIATING,
        },
    }
)

ANSWER_TRANSITIONS = table({Answer.WAITING: {Answer.ACCEPTED, Answer.DECLINED}})
"""The answer of one side of an introduction. It is final."""


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("Waiting for an administrator")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")


PROPOSAL_TRANSITIONS = table({ProposalState.WAITING: {ProposalState.GRANTED, ProposalState.DECLINED}})
