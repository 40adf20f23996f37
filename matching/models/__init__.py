from matching.models.failure import MatchingFailure
from matching.models.glossary import GlossaryEntry
from matching.models.interest import Interest
from matching.models.introduction import Introduction, IntroductionEvent, IntroductionSide
from matching.models.saved_filter import SavedFilter
from matching.models.suggestion import Suggestion, SuggestionEvent

__all__ = [
    "GlossaryEntry",
    "Interest",
    "Introduction",
    "IntroductionEvent",
    "IntroductionSide",
    "MatchingFailure",
    "SavedFilter",
    "Suggestion",
    "SuggestionEvent",
]
