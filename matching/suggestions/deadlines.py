"""The deadline for the decision on a pair. The clock starts again whenever the pair comes into the queue.

The row stores the deadline, so that the queue can be sorted by it. When an alliance changes its targets, a
worker computes the deadlines of all open pairs again.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from matching.enums import Escalation
from matching.models import Suggestion
from matching.models.suggestion_query import USUAL_DAYS, SuggestionQuerySet
from ydeu.marketplace.enums import ListingKind
from ydeu.workdays import calendar
from ydeu.workdays.expressions import later_by_workdays


def due_at(suggestion: Suggestion, *, second_side: str, since: datetime) -> datetime:
    """The deadline of a pair that waits since ``since``. Between two alliances the shorter time counts.

    ``second_side`` names the side whose alliance is asked for a second opinion: then its time counts.
    """
    sides = [second_side] if second_side else list(ListingKind)
    alliances = [suggestion.alliance_of(side) for side in sides]
    days = min((each.days_to_decide for each in alliances if each), default=USUAL_DAYS)
    return calendar.current().after(since, days)


def restart_fields() -> dict[str, Any]:
    """Fields of rows that come into the queue: they wait from now on. ``set_missing`` sets their deadline."""
    return {"waiting_since": timezone.now(), "due_at": None, "escalation": Escalation.NOBODY}


def set_missing(pairs: SuggestionQuerySet) -> None:
    """Set the deadline of the open pairs among ``pairs`` that have none."""
    _set(pairs.open().filter(due_at__isnull=True))


def recompute() -> int:
    """Apply the present targets to all open pairs. Returns how many deadlines changed."""
    return _set(Suggestion.objects.open())


def _set(pairs: SuggestionQuerySet) -> int:
    with_days = pairs.with_days_to_decide()
    changed = 0
    for days in set(with_days.order_by().values_list("days", flat=True).distinct()):
        moment = later_by_workdays("waiting_since", days, since=with_days.filter(days=days))
        changed += with_days.filter(days=days).exclude(due_at=moment).update(due_at=moment)
    return changed
