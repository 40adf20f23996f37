from matching.models.calibration import Calibration
from matching.models.failure import MatchingFailure
from matching.models.generic_phrase import GenericPhrase
from matching.models.glossary import GlossaryEntry
from matching.models.glossary_proposal import GlossaryProposal
from matching.models.interest import Interest
from matching.models.introduction import Introduction
from matching.models.introduction_contract import FollowUp, IntroductionContract
from matching.models.introduction_event import IntroductionEvent
from matching.models.introduction_meeting import IntroductionMeeting
from matching.models.introduction_message import IntroductionMessage, MessageFile, ReadMark
from matching.models.introduction_note import IntroductionNote
from matching.models.introduction_side import IntroductionSide
from matching.models.introduction_step import IntroductionStep
from matching.models.saved_filter import SavedFilter
from matching.models.suggestion import Suggestion, SuggestionEvent

__all__ = [
    "Calibration",
    "FollowUp",
    "GenericPhrase",
    "GlossaryEntry",
    "GlossaryProposal",
    "Interest",
    "Introduction",
    "IntroductionContract",
    "IntroductionEvent",
    "IntroductionMeeting",
    "IntroductionMessage",
    "IntroductionNote",
    "IntroductionSide",
    "IntroductionStep",
    "MatchingFailure",
    "MessageFile",
    "ReadMark",
    "SavedFilter",
    "Suggestion",
    "SuggestionEvent",
]
