"""What was put aside until a day comes back on that day, once."""

from django.utils import timezone

from matching.models import Suggestion
from matching.review.transitions import move
from matching.states import SuggestionState
from ydeu.sweeping import MOST_AT_ONCE, for_each


def bring_back_due() -> int:
    """Each in a transaction of its own; returns how many. What somebody moved meanwhile is theirs."""
    due = Suggestion.objects.to_bring_back(timezone.localdate()).with_parties()
    return for_each(due.order_by("deferred_until", "pk")[:MOST_AT_ONCE], _bring_back)


def _bring_back(suggestion: Suggestion) -> None:
    move(suggestion, SuggestionState.PENDING, by=None)
