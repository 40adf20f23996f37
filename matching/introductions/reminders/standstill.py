"""What stands still although both sides have accepted: everybody is reminded, and then it goes to rest.

Nothing falls out of sight: whatever is connected has something ahead, or somebody is asked about it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from matching.enums import Happening
from matching.introductions import pipeline
from matching.introductions.history import held, record
from matching.introductions.notices import tell_coordinators, tell_sides
from matching.models import Introduction
from matching.models.introduction import IntroductionQuerySet
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import MOST_AT_ONCE, for_each

STILL_AFTER = timedelta(days=21)
"""Without a word, a move, a meeting or a step to come. As long again after the reminder it goes to rest."""


def remind(now: datetime) -> int:
    """Remind both sides and their coordinators, once until something happens. Returns of how many."""
    return for_each(_first(_still(now).all_reminded(is_so=False)), lambda pk: _remind(pk, now))


def let_rest(now: datetime) -> int:
    """Put to rest where the reminder has moved nobody. Returns how many."""
    return for_each(_first(_still(now).all_reminded(is_so=True)), lambda pk: _let_rest(pk, now))


def _still(now: datetime) -> IntroductionQuerySet:
    return Introduction.objects.standing_still(now - STILL_AFTER)


def _first(found: IntroductionQuerySet) -> list[int]:
    return list(found.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def _remind(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        introduction = held(_still(now).all_reminded(is_so=False), pk)
        if introduction is None:
            return False
        record(introduction, Happening.REMINDED, by=None)
        tell_sides(NoticeKind.INTRODUCTION_IDLE, introduction)
        tell_coordinators(NoticeKind.INTRODUCTION_IDLE, introduction)
    return True


def _let_rest(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        introduction = held(_still(now).all_reminded(is_so=True), pk)
        if introduction is None:
            return False
        pipeline.put_to_rest(introduction, by=None, reason=_("Nothing has happened in it for a long time."))
    return True
