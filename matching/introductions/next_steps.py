"""The next step of an introduction: who does what by when, and a reminder on the day."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import Assignee, Happening
from matching.introductions.history import hold, record
from matching.introductions.notices import tell_coordinators, tell_side
from matching.introductions.permissions import Action, check
from matching.models import Introduction, IntroductionStep
from matching.states import UNDER_WAY
from ydeu.accounts.models import User
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import MOST_AT_ONCE, for_each
from ydeu.transitions import DomainError


class NotAStep(DomainError):
    """Without a day to come, somebody to do it and something to do, it is no step."""


def agree(
    introduction: Introduction, *, by: User, text: str, assignee: str, due_on: date
) -> IntroductionStep:
    """Say what is to be done next; it takes the place of what was to be done before."""
    if not text.strip() or assignee not in Assignee.values:
        raise NotAStep(_("Please say what is to be done and who does it."))
    if due_on < timezone.localdate():
        raise NotAStep(_("The day of the next step is today or later."))
    with transaction.atomic():
        hold(introduction)
        check(introduction, Action.SET_STEP, by=by)
        drop(introduction)
        record(introduction, Happening.STEP_SET, by=by, note=f"{text} ({due_on.isoformat()})")
        return IntroductionStep.objects.create(
            introduction=introduction, text=text, assignee=assignee, due_on=due_on, set_by=by
        )


def finish(introduction: Introduction, *, by: User) -> None:
    """It is done."""
    with transaction.atomic():
        hold(introduction)
        check(introduction, Action.FINISH_STEP, by=by)
        step = introduction.steps.open().first()
        if step is None:
            raise NotAStep(_("There is no next step to finish."))
        introduction.steps.open().update(ended_at=timezone.now(), is_done=True)
        record(introduction, Happening.STEP_DONE, by=by, note=step.text)


def drop(introduction: Introduction) -> None:
    """What was to be done no longer is, undone as it is."""
    introduction.steps.open().update(ended_at=timezone.now())


def remind_due(today: date) -> int:
    """Remind whoever is to do a step that is due, once a step. Returns how many."""
    due = IntroductionStep.objects.to_remind(today).order_by("due_on", "pk")
    return for_each(due.values_list("pk", flat=True)[:MOST_AT_ONCE], lambda pk: _remind(pk, today))


def _remind(pk: int, today: date) -> bool:
    with transaction.atomic():
        step = IntroductionStep.objects.select_for_update().filter(pk=pk).first()
        if step is None or not IntroductionStep.objects.to_remind(today).filter(pk=pk).exists():
            return False
        IntroductionStep.objects.filter(pk=pk).update(reminded_at=timezone.now())
        introduction = Introduction.objects.with_parties().get(pk=step.introduction_id, state__in=UNDER_WAY)
        shown = "" if introduction.has_anonymous_side else step.text
        details: dict[str, Any] = {"step": shown, "due_on": step.due_on.isoformat()}
        if step.assignee == Assignee.COORDINATOR:
            tell_coordinators(NoticeKind.INTRODUCTION_STEP, introduction, **details)
        else:
            tell_side(NoticeKind.INTRODUCTION_STEP, introduction, step.assignee, **details)
    return True
