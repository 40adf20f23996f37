"""The next step of an introduction: who does what, and by when."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import Assignee, EventKind
from matching.introductions.history import lock, record
from matching.introductions.permissions import Action, check
from matching.models import Introduction, IntroductionStep
from ydeu.accounts.models import User
from ydeu.transitions import DomainError


class NotAStep(DomainError):
    """A next step needs a text, a person who does it, and a day that is not past."""


def agree(
    introduction: Introduction, *, by: User, text: str, assignee: str, due_on: date
) -> IntroductionStep:
    """Set the next step. It replaces the previous one. Raises NotAStep."""
    if not text.strip() or assignee not in Assignee.values:
        raise NotAStep(_("Please say what is to be done and who does it."))
    if due_on < timezone.localdate():
        raise NotAStep(_("The day of the next step is today or later."))
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.SET_STEP, by=by)
        drop(introduction)
        record(introduction, EventKind.STEP_SET, by=by, note=f"{text} ({due_on.isoformat()})")
        return IntroductionStep.objects.create(
            introduction=introduction, text=text, assignee=assignee, due_on=due_on, set_by=by
        )


def finish(introduction: Introduction, *, by: User) -> None:
    """Mark the next step as done. Raises NotAStep if there is none."""
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.FINISH_STEP, by=by)
        step = introduction.steps.open().first()
        if step is None:
            raise NotAStep(_("There is no next step to finish."))
        introduction.steps.open().update(ended_at=timezone.now(), is_done=True)
        record(introduction, EventKind.STEP_DONE, by=by, note=step.text)


def drop(introduction: Introduction) -> None:
    """End the open step without marking it as done."""
    introduction.steps.open().update(ended_at=timezone.now())
