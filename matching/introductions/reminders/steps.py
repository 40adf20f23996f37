"""Remind the people who have to do a next step, once, on its day."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from matching.enums import Assignee
from matching.introductions.notices import tell_coordinators, tell_side
from matching.models import Introduction, IntroductionStep
from matching.states import UNDER_WAY
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import MAX_AT_ONCE, for_each


def remind(now: datetime) -> int:
    """Remind of each step that is due, once. Returns how many."""
    today = timezone.localdate(now)
    due = IntroductionStep.objects.to_remind(today).order_by("due_on", "pk")
    return for_each(due.values_list("pk", flat=True)[:MAX_AT_ONCE], partial(_remind, today=today))


def _remind(pk: int, *, today: date) -> bool:
    with transaction.atomic():
        step = IntroductionStep.objects.select_for_update().filter(pk=pk).first()
        if step is None or not IntroductionStep.objects.to_remind(today).filter(pk=pk).exists():
            return False
        IntroductionStep.objects.filter(pk=pk).update(reminded_at=timezone.now())
        _tell(step)
    return True


def _tell(step: IntroductionStep) -> None:
    introduction = Introduction.objects.with_parties().get(pk=step.introduction_id, state__in=UNDER_WAY)
    shown = "" if introduction.has_anonymous_side else step.text
    details: dict[str, Any] = {"step": shown, "due_on": step.due_on.isoformat()}
    if step.assignee == Assignee.COORDINATOR:
        tell_coordinators(NoticeKind.INTRODUCTION_STEP, introduction, **details)
    else:
        tell_side(NoticeKind.INTRODUCTION_STEP, introduction, step.assignee, **details)
