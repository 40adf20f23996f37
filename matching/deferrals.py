"""What was put aside until a day comes back on that day, once."""

from contextlib import suppress

from django.utils import timezone

from matching.models import Suggestion
from matching.moves import move
from matching.states import SuggestionState
from ydeu.transitions import DomainError


def bring_back_due() -> int:
    """Each in a transaction of its own; returns how many. What somebody moved meanwhile is theirs."""
    count = 0
    for suggestion in Suggestion.objects.to_bring_back(timezone.localdate()).with_parties():
        with suppress(DomainError):
            move(suggestion, SuggestionState.PENDING, by=None)
            count += 1
    return count
