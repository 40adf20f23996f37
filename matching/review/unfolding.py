"""A coordinator reviews a weak pair all the same."""

from matching.models import Suggestion
from matching.review.transitions import check_reviewer, move, require_state
from matching.states import SuggestionState
from ydeu.accounts.models import User


def unfold(suggestion: Suggestion, *, by: User) -> None:
    """Bring a folded pair into the queue with a fresh clock. The matcher does not fold it again."""
    check_reviewer(suggestion, by)
    require_state(suggestion, SuggestionState.FOLDED)
    move(suggestion, SuggestionState.PENDING, by=by)
