"""The full sum of a score, with which tests compare what is stored and shown."""

from matching.engine import Explanation
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import Suggestion


def explain(suggestion: Suggestion) -> Explanation:
    """Every term of the score with its share, by the index in use."""
    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    return market_index.current_or_build().explain(demand=demand, offer=offer)
