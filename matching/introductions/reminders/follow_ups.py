"""Ask each side of a contract once, on the planned day, how the cooperation went."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from matching.enums import EventKind
from matching.introductions.follow_ups import OPEN_FOR, link_to
from matching.introductions.history import record
from matching.introductions.notices import tell_side
from matching.models import FollowUp, Introduction
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import MAX_AT_ONCE, for_each


def remind(now: datetime) -> int:
    """Ask each side whose day has come, once. Returns how many."""
    due = FollowUp.objects.to_ask(timezone.localdate(now)).order_by("due_on", "pk")
    return for_each(due.values_list("pk", flat=True)[:MAX_AT_ONCE], partial(_ask, now=now))


def _ask(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        waiting = FollowUp.objects.to_ask(timezone.localdate(now)).filter(pk=pk)
        if waiting.update(asked_at=now, closes_at=now + OPEN_FOR) != 1:
            return False
        _tell(FollowUp.objects.select_related("contract").get(pk=pk))
    return True


def _tell(follow_up: FollowUp) -> None:
    introduction = Introduction.objects.with_parties().get(pk=follow_up.contract.introduction_id)
    tell_side(
        NoticeKind.INTRODUCTION_FOLLOW_UP,
        introduction,
        follow_up.side,
        url=link_to(follow_up),
        months=follow_up.months,
    )
    record(introduction, EventKind.FOLLOW_UP_ASKED, by=None, side=follow_up.side, is_internal=True)
