"""A side that does not answer is reminded once. If it stays silent, the introduction is put to rest."""

from datetime import datetime
from functools import partial

from django.utils import timezone

from matching.enums import Answer, EventKind
from matching.introductions.history import for_each_locked, move, record
from matching.introductions.notices import tell_coordinators, tell_side, tell_sides
from matching.models import Introduction, IntroductionSide
from matching.states import IntroductionState
from ydeu.alliances.models import Alliance
from ydeu.notices.enums import NoticeKind
from ydeu.workdays import calendar

USUAL_DAYS = Alliance._meta.get_field("days_to_answer").default
"""Working days to answer if no alliance of the two listings sets them."""

REST_AFTER = 10
"""Working days from the reminder to the rest.

The reminder is sent when the days to answer are over, usually after 10 working days.
"""


def remind(now: datetime) -> int:
    """Remind each side that is silent for longer than its alliances allow. Returns how many introductions."""
    count = 0
    for days in {USUAL_DAYS, *Alliance.objects.order_by().values_list("days_to_answer", flat=True)}:
        silent = Introduction.objects.silent_since(calendar.current().before(now, days)).to_answer_within(
            days
        )
        not_reminded = silent.filter(sides__state=Answer.WAITING, sides__reminded_at__isnull=True)
        count += for_each_locked(not_reminded, partial(_remind, now=now))
    return count


def let_rest(now: datetime) -> int:
    """Put to rest the introductions that a reminded side has not answered. Returns how many."""
    since = calendar.current().before(now, REST_AFTER)
    return for_each_locked(Introduction.objects.reminded_in_vain_since(since), _put_to_rest)


def _remind(introduction: Introduction, *, now: datetime) -> None:
    until = timezone.localdate(calendar.current().after(now, REST_AFTER))
    for side in introduction.sides.filter(state=Answer.WAITING, reminded_at__isnull=True):
        IntroductionSide.objects.filter(pk=side.pk).update(reminded_at=now)
        record(introduction, EventKind.REMINDED, by=None, side=side.side)
        tell_side(NoticeKind.INTRODUCTION_REMINDER, introduction, side.side, until=until.isoformat())


def _put_to_rest(introduction: Introduction) -> None:
    move(introduction, IntroductionState.DORMANT, by=None, slept_from=introduction.state)
    tell_sides(NoticeKind.INTRODUCTION_DORMANT, introduction)
    tell_coordinators(NoticeKind.INTRODUCTION_DORMANT, introduction)
