"""What the decisions on a demand teach about the rest of its pairs, at once.

The strength of an open pair is a function of its ``base_strength`` and of the decisions on its demand. It is
computed again from all of them, so an undone decision is forgotten.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Protocol

import numpy as np
from django.db.models import Count, Q
from django.utils import timezone

from matching.confidence.judgements import Floats, judged
from matching.engine import adjusted
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import Suggestion
from matching.states import IntroductionState, SuggestionState
from ydeu.marketplace.models import Offer

UNDECIDED = frozenset({SuggestionState.PENDING, SuggestionState.FOLDED})
"""States of the pairs whose place may still change."""
CHEAP = 20
"""At most so many pairs of a demand are computed within a request: they take some 30 ms."""
CAUGHT_UP = timedelta(days=2)


class OpenPair(Protocol):
    """What a lesson needs of a pair that is not decided."""

    @property
    def offer_id(self) -> int: ...
    @property
    def base_strength(self) -> float: ...


def is_cheap(demand: int) -> bool:
    """True if a lesson is quick here: nothing to teach, or few pairs and an index on this host."""
    pairs = Suggestion.objects.of_the_matcher().filter(demand=demand, base_strength__gt=0)
    left = pairs.exclude(state=SuggestionState.SUPERSEDED).aggregate(
        pairs=Count("pk"), open=Count("pk", filter=Q(state__in=UNDECIDED))
    )
    return not left["open"] or (left["pairs"] <= CHEAP and market_index.current() is not None)


def demands_with_decisions(demands: Iterable[int]) -> frozenset[int]:
    """Those of the demands on which a decision says something about other pairs. One query."""
    found = judged().filter(demand__in=list(demands), base_strength__gt=0).order_by()
    return frozenset(found.values_list("demand_id", flat=True))


def recent_demands() -> list[int]:
    """The demands of pairs that were decided, or closed as technically unfit, within two days.

    A task may have been lost, and a technical close says that an approval was wrong.
    """
    since = timezone.now() - CAUGHT_UP
    closed = Q(
        introduction__events__at__gte=since,
        introduction__events__to_state=IntroductionState.CLOSED_NO_DEAL,
    )
    recent = Suggestion.objects.decided().filter(Q(decided_at__gte=since) | closed)
    return sorted(set(recent.order_by().values_list("demand_id", flat=True)))


def strengths_of(demand: int, rows: Sequence[OpenPair]) -> list[float]:
    """The strengths of these undecided pairs of a demand, in the light of its decisions."""
    found = judged().filter(demand=demand, base_strength__gt=0).order_by("pk")
    decided = list(found.values_list("offer_id", "is_worth"))
    likeness = _likeness([row.offer_id for row in rows], [offer for offer, _worth in decided])
    before = np.array([row.base_strength for row in rows])
    approved = np.array([worth for _offer, worth in decided], np.bool_)
    strengths: list[float] = adjusted(before, approved=approved, likeness=likeness).tolist()
    return strengths


def _likeness(some: list[int], others: list[int]) -> Floats:
    """How alike these offers are, (some, others). Zeros without an index."""
    index = market_index.current()
    if index is None or not others:
        return np.zeros((len(some), len(others)))
    documents = {offer.pk: document_of(offer) for offer in Offer.objects.filter(pk__in={*some, *others})}
    return index.likeness([documents[pk] for pk in some], [documents[pk] for pk in others])
