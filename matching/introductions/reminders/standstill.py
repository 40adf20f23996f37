"""An introduction in which nothing happens: both sides are reminded, and later it is put to rest.

So a connected introduction always has something planned, or its participants are asked about it.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from matching.enums import EventKind
from matching.introductions import pipeline
from matching.introductions.history import for_each_locked, record
from matching.introductions.notices import tell_coordinators, tell_sides
from matching.models import Introduction
from matching.models.introduction import IntroductionQuerySet
from ydeu.notices.enums import NoticeKind
from ydeu.workdays import calendar

STILL_AFTER = 15
"""Working days without a message, event, meeting or planned step before the reminder.

As many again pass before the rest.
"""


def remind(now: datetime) -> int:
    """Remind both sides and their coordinators, once per standstill. Returns how many introductions."""
    return for_each_locked(_still(now).all_reminded(is_so=False), _remind)


def let_rest(now: datetime) -> int:
    """Put to rest the introductions in which nothing has happened since the reminder. Returns how many."""
    return for_each_locked(_still(now).all_reminded(is_so=True), _put_to_rest)


def _still(now: datetime) -> IntroductionQuerySet:
    return Introduction.objects.standing_still(calendar.current().before(now, STILL_AFTER))


def _remind(introduction: Introduction) -> None:
    record(introduction, EventKind.REMINDED, by=None)
    tell_sides(NoticeKind.INTRODUCTION_IDLE, introduction)
    tell_coordinators(NoticeKind.INTRODUCTION_IDLE, introduction)


def _put_to_rest(introduction: Introduction) -> None:
    pipeline.put_to_rest(introduction, by=None, reason=_("Nothing has happened in it for a long time."))
