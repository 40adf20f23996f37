"""Until when a pair is to be decided: whenever one comes into the queue, its clock starts anew.

The row keeps the moment, so that the queue can be sorted by it. When an alliance changes its targets, the
worker reckons anew what is open.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from matching.enums import Escalation
from matching.models import Suggestion
from matching.models.suggestion_query import USUAL_DAYS, SuggestionQuerySet
from ydeu.marketplace.enums import ListingKind


def due_at(suggestion: Suggestion, *, second_side: str, since: datetime) -> datetime:
    """Between two alliances the shorter time counts; a second opinion has the time of the one asked."""
    sides = [second_side] if second_side else list(ListingKind)
    alliances = [suggestion.alliance_of(side) for side in sides]
    days = min((each.days_to_decide for each in alliances if each), default=USUAL_DAYS)
    return since + timedelta(days=days)


def restarted() -> dict[str, Any]:
    """The fields of rows that come into the queue: they wait from now on, ``set_missing`` sets until when."""
    return {"waiting_since": timezone.now(), "due_at": None, "escalation": Escalation.NOBODY}


def set_missing(pairs: SuggestionQuerySet) -> None:
    """Set the moment of the open ones among ``pairs`` that have none."""
    _set(pairs.open().filter(due_at__isnull=True))


def recompute() -> int:
    """Follow the targets as they are now; returns how many moments changed."""
    return _set(Suggestion.objects.open())


def _set(pairs: SuggestionQuerySet) -> int:
    reckoned = pairs.with_days_to_decide()
    changed = 0
    for days in set(reckoned.order_by().values_list("days", flat=True).distinct()):
        moment = F("waiting_since") + timedelta(days=days)
        changed += reckoned.filter(days=days).exclude(due_at=moment).update(due_at=moment)
    return changed
