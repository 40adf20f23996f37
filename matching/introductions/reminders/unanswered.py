"""A side that does not answer is reminded once; if that does not help, the introduction goes to rest."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from matching.enums import Answer, Happening
from matching.introductions.history import held, move, record
from matching.introductions.notices import tell_coordinators, tell_side, tell_sides
from matching.models import Introduction, IntroductionSide
from matching.models.introduction import IntroductionQuerySet
from matching.states import IntroductionState
from ydeu.alliances.models import Alliance
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import MOST_AT_ONCE, for_each

USUAL_DAYS = Alliance._meta.get_field("days_to_answer").default
"""Where neither listing has an alliance that says how long it leaves each side."""

REST_AFTER = timedelta(days=10)
"""Counted from the reminder, which comes when the time that the alliances give is over: usually on day 10."""


def remind(now: datetime) -> int:
    """Remind each side that is silent longer than its alliances say. Returns of how many introductions."""
    count = 0
    for days in {USUAL_DAYS, *Alliance.objects.order_by().values_list("days_to_answer", flat=True)}:
        moment = now - timedelta(days=days)
        silent = Introduction.objects.silent_since(moment).to_answer_within(days)
        untold = silent.filter(sides__state=Answer.WAITING, sides__reminded_at__isnull=True)
        count += for_each(_each(untold), partial(_remind, moment=moment, now=now))
    return count


def let_rest(now: datetime) -> int:
    """Put to rest what a reminded side has left without an answer. Returns how many."""
    given_up = Introduction.objects.reminded_in_vain_since(now - REST_AFTER)
    return for_each(_each(given_up), lambda pk: _let_rest(pk, now))


def _each(found: IntroductionQuerySet) -> list[int]:
    return list(found.order_by("pk").distinct().values_list("pk", flat=True)[:MOST_AT_ONCE])


def _remind(pk: int, *, moment: datetime, now: datetime) -> bool:
    with transaction.atomic():
        introduction = held(Introduction.objects.silent_since(moment), pk)
        if introduction is None:
            return False
        sides = list(introduction.sides.filter(state=Answer.WAITING, reminded_at__isnull=True))
        for side in sides:
            IntroductionSide.objects.filter(pk=side.pk).update(reminded_at=now)
            record(introduction, Happening.REMINDED, by=None, side=side.side)
            tell_side(NoticeKind.INTRODUCTION_REMINDER, introduction, side.side)
        return bool(sides)


def _let_rest(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        introduction = held(Introduction.objects.reminded_in_vain_since(now - REST_AFTER), pk)
        if introduction is None:
            return False
        move(introduction, IntroductionState.DORMANT, by=None, slept_from=introduction.state)
        tell_sides(NoticeKind.INTRODUCTION_DORMANT, introduction)
        tell_coordinators(NoticeKind.INTRODUCTION_DORMANT, introduction)
        return True
