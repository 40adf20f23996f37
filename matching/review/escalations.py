"""Pairs that nobody decides in time: first the other coordinators are told, then the administrators.

The row says who was told, so that nobody is told twice.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import ngettext_lazy

from matching.enums import Escalation
from matching.models import Suggestion
from matching.models.suggestion_query import SuggestionQuerySet
from ydeu.accounts.models import User
from ydeu.alliances.models import Coordinator
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import MAX_AT_ONCE, for_each
from ydeu.workdays import calendar


def escalate() -> int:
    """Tell the people who have to be told now. Returns how many pairs that was about."""
    now = timezone.now()
    late = calendar.current().before(now, settings.REVIEW_ESCALATION_DAYS)
    return _escalate(Escalation.COLLEAGUES, now) + _escalate(Escalation.ADMINISTRATORS, late)


def _escalate(step: Escalation, moment: datetime) -> int:
    """Send one notice per person, for all their pairs. A notice that fails does not stop the others."""
    with transaction.atomic():
        rows = _claim(Suggestion.objects.overdue(moment).filter(escalation=step - 1), step)
        counts = _colleagues(rows) if step == Escalation.COLLEAGUES else _administrators(rows)
        if counts and not for_each(counts, lambda person: _tell(person, counts[person])):
            transaction.set_rollback(True)  # nobody could be told, so the rows must not say so
            return 0
    return len(rows)


def _tell(person: User, count: int) -> None:
    with transaction.atomic():
        notices.tell(
            NoticeKind.REVIEW_OVERDUE,
            user=person,
            url=f"{reverse('matching:queue')}?overdue=true&state=any",
            context={"title": format_lazy(_pairs(count), count=count)},
        )


def _pairs(count: int) -> Any:
    """“3 suggested pairs”, lazily translated, with a place for the number."""
    return ngettext_lazy("{count} suggested pair", "{count} suggested pairs", count)


def _claim(pairs: SuggestionQuerySet, step: Escalation) -> list[Suggestion]:
    pairs = pairs.select_related("offer", "demand").select_for_update(of=("self",))
    rows = list(pairs.order_by("offer_id", "demand_id")[:MAX_AT_ONCE])
    Suggestion.objects.filter(pk__in=[row.pk for row in rows]).update(escalation=step)
    return rows


def _colleagues(rows: Sequence[Suggestion]) -> Counter[User]:
    """Number of pairs per coordinator of either alliance, without the coordinator who has taken the pair."""
    people: dict[int, set[User]] = {}
    for coordinator in Coordinator.objects.filter(user__is_active=True).select_related("user"):
        people.setdefault(coordinator.alliance_id, set()).add(coordinator.user)
    counts: Counter[User] = Counter()
    for row in rows:
        both = {row.offer.alliance_id, row.demand.alliance_id} - {None}
        counts.update(
            person
            for person in set().union(*(people.get(alliance or 0, set()) for alliance in both))
            if person.pk != row.assignee_id
        )
    return counts


def _administrators(rows: Sequence[Suggestion]) -> Counter[User]:
    people = User.objects.filter(is_active=True, is_superuser=True) if rows else User.objects.none()
    return Counter({person: len(rows) for person in people})
