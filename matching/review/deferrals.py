"""What was put aside until a day comes back on that day, once."""

from django.utils import timezone

from matching.models import Suggestion
from matching.review.moves import move
from matching.states import SuggestionState
from ydeu.sweeping import MOST_AT_ONCE, see_to


def bring_back_due() -> int:
    """Each in a transaction of its own; returns how many. What somebody moved meanwhile is theirs."""
    due = Suggestion.objects.to_bring_back(timezone.localdate()).with_parties()
    return see_to(due.order_by("deferred_until", "pk")[:MOST_AT_ONCE], _bring_back)


def _bring_back(suggestion: Suggestion) -> None:
    move(suggestion, SuggestionState.PENDING, by=None)
