"""What the decisions on a demand teach about the rest of its pairs, at once.

The strength of an open pair is a function of its ``base_strength`` and of the decisions on its demand. It is
computed again from all of them, so an undone decision is forgotten.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

import numpy as np
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from matching.confidence.adjusting import adjusted, likeness_of
from matching.confidence.judgements import Floats, judged
from matching.confidence.signals import strengths_changed
from matching.index import market_index
from matching.index.documents import document_of
from matching.models import Suggestion
from matching.states import OPEN, IntroductionState, SuggestionState
from ydeu.marketplace.models import Offer

TEACHABLE = OPEN | {SuggestionState.FOLDED}
"""States of the pairs whose strength may still change."""
CHEAP = 20
"""At most so many pairs of a demand are computed within a request: they take 35 ms of the processor."""
CAUGHT_UP = timedelta(days=2)


def is_cheap(demand: int) -> bool:
    """True if ``teach`` is quick here: nothing to teach, or few pairs and an index on this host."""
    pairs = Suggestion.objects.of_the_matcher().filter(demand=demand, base_strength__gt=0)
    left = pairs.exclude(state=SuggestionState.SUPERSEDED).aggregate(
        pairs=Count("pk"), open=Count("pk", filter=Q(state__in=TEACHABLE))
    )
    return not left["open"] or (left["pairs"] <= CHEAP and market_index.current() is not None)


def teach(demand: int) -> int:
    """Compute the strengths of the demand's open pairs again. Returns how many have changed.

    After the commit ``strengths_changed`` is sent if there are any. A missing demand has no pairs.
    """
    with transaction.atomic():
        ours = Suggestion.objects.of_the_matcher().filter(demand=demand, base_strength__gt=0)
        open_ones = ours.filter(state__in=TEACHABLE).order_by("offer_id", "demand_id")
        known = open_ones.only("offer_id", "demand_id", "base_strength", "strength")
        rows = list(known.select_for_update(of=("self",)))
        changed = _moved(rows, _strengths(demand, rows)) if rows else []
        Suggestion.objects.bulk_update(changed, ["strength"], batch_size=200)
        if changed:
            tell = partial(strengths_changed.send, sender=Suggestion, demands=[demand])
            transaction.on_commit(tell)
    return len(changed)


def catch_up() -> int:
    """Teach the demands of pairs that were decided or closed in two days. Returns how many have changed.

    A task may have been lost, and a technical close says that an approval was wrong.
    """
    since = timezone.now() - CAUGHT_UP
    closed = Q(
        introduction__events__at__gte=since,
        introduction__events__to_state=IntroductionState.CLOSED_NO_DEAL,
    )
    recent = Suggestion.objects.decided().filter(Q(decided_at__gte=since) | closed)
    demands = sorted(set(recent.order_by().values_list("demand_id", flat=True)))
    return sum(teach(demand) > 0 for demand in demands)


def _strengths(demand: int, rows: list[Suggestion]) -> Floats:
    """The strengths that the open pairs should have, (rows,)."""
    found = judged().filter(demand=demand, base_strength__gt=0).order_by("pk")
    decided = list(found.values_list("offer_id", "base_strength", "is_worth"))
    likeness = _likeness([row.offer_id for row in rows], [offer for offer, _strength, _worth in decided])
    return adjusted(
        np.array([row.base_strength for row in rows]),
        np.array([strength for _offer, strength, _worth in decided]),
        np.array([worth for _offer, _strength, worth in decided], np.float64),
        likeness,
    )


def _likeness(some: list[int], others: list[int]) -> Floats:
    """How alike these offers are, (some, others). Zeros without an index."""
    index = market_index.current()
    if index is None or not others:
        return np.zeros((len(some), len(others)))
    documents = {offer.pk: document_of(offer) for offer in Offer.objects.filter(pk__in={*some, *others})}
    return likeness_of(index.engine, [documents[pk] for pk in some], [documents[pk] for pk in others])


def _moved(rows: list[Suggestion], strengths: Iterable[float]) -> list[Suggestion]:
    """The rows whose strength is another one, with the new strength."""
    changed = []
    for row, strength in zip(rows, strengths, strict=True):
        if row.strength != strength:
            row.strength = float(strength)
            changed.append(row)
    return changed
