"""Deferred pairs come back into the queue on their day."""

from django.utils import timezone

from matching.models import Suggestion
from matching.review.transitions import move
from matching.states import SuggestionState
from ydeu.sweeping import MAX_AT_ONCE, for_each


def bring_back_due() -> int:
    """Bring back the pairs that are due, each in a transaction of its own. Returns how many.

    A pair that somebody has moved in the meantime is skipped. At most ``MAX_AT_ONCE``; the next run takes
    the rest.
    """
    due = Suggestion.objects.to_bring_back(timezone.localdate()).with_parties()
    return for_each(due.order_by("deferred_until", "pk")[:MAX_AT_ONCE], _bring_back)


def _bring_back(suggestion: Suggestion) -> None:
    move(suggestion, SuggestionState.PENDING, by=None)
