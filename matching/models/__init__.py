from matching.models.failure import MatchingFailure
from matching.models.glossary import GlossaryEntry
from matching.models.introduction import Introduction, IntroductionEvent, IntroductionSide
from matching.models.suggestion import Suggestion, SuggestionEvent

__all__ = [
    "GlossaryEntry",
    "Introduction",
    "IntroductionEvent",
    "IntroductionSide",
    "MatchingFailure",
    "Suggestion",
    "SuggestionEvent",
]
