"""Meetings of the two sides: plan, move and cancel them, and tell the others."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from matching.enums import EventKind
from matching.introductions.history import lock, record
from matching.introductions.notices import tell_coordinators, tell_sides
from matching.introductions.permissions import Action, check
from matching.models import Introduction, IntroductionMeeting
from ydeu.accounts.models import User
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import DomainError

LONGEST = 24 * 60
MOST_A_DAY = 10
"""How often the meetings of one introduction may be planned or moved in 24 hours: each time mails go out."""


class NotAMeeting(DomainError):
    """The meeting is in the past, has an impossible length, has no place or link, or does not exist."""


def plan(
    introduction: Introduction,
    *,
    by: User,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    link: str = "",
    agenda: str = "",
) -> IntroductionMeeting:
    """Plan a meeting, or move the one that is still to come: calendars replace it. Raises NotAMeeting."""
    if starts_at <= timezone.now() or not 0 < minutes <= LONGEST:
        raise NotAMeeting(_("A meeting begins in the future and lasts up to a day."))
    if not place.strip() and not link.strip():
        raise NotAMeeting(_("Please give a place or a link."))
    details = {"starts_at": starts_at, "minutes": minutes, "place": place, "link": link, "agenda": agenda}
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.PLAN_MEETING, by=by)
        _refuse_restless(introduction)
        meeting = coming(introduction) or IntroductionMeeting(introduction=introduction, sequence=-1)
        before = meeting.starts_at if meeting.pk else None
        for name, value in {**details, "planned_by": by, "sequence": meeting.sequence + 1}.items():
            setattr(meeting, name, value)
        meeting.save()
        _announce(meeting, _kind_of_change(before, starts_at), by=by, before=before)
    return meeting


def _refuse_restless(introduction: Introduction) -> None:
    planned = (EventKind.MEETING_PLANNED, EventKind.MEETING_CHANGED, EventKind.MEETING_MOVED)
    since = timezone.now() - timedelta(days=1)
    if introduction.events.filter(what__in=planned, at__gt=since).count() >= MOST_A_DAY:
        raise NotAMeeting(
            _("Meetings were planned or moved %(most)s times today. Please go on tomorrow.")
            % {"most": MOST_A_DAY}
        )


def cancel(introduction: Introduction, *, by: User) -> None:
    """Cancel the coming meeting. Raises NotAMeeting if there is none."""
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.CANCEL_MEETING, by=by)
        if not cancel_coming(introduction, by=by):
            raise NotAMeeting(_("There is no meeting to cancel."))


def cancel_coming(introduction: Introduction, *, by: User | None) -> bool:
    """Cancel the coming meeting, if any, and tell the others. Returns False if there is none.

    For callers that hold the introduction and have checked the permission.
    """
    meeting = coming(introduction)
    if meeting is None:
        return False
    now = timezone.now()
    introduction.meetings.coming(now).update(cancelled_at=now, changed_at=now, sequence=F("sequence") + 1)
    _announce(meeting, EventKind.MEETING_CANCELLED, by=by)
    return True


def called_off(introduction: Introduction) -> QuerySet[IntroductionMeeting]:
    """The cancelled meetings whose time is still to come: their files take them out of calendars."""
    ahead = introduction.meetings.filter(starts_at__gt=timezone.now())
    return ahead.filter(cancelled_at__isnull=False).order_by("starts_at", "pk")


def coming(introduction: Introduction) -> IntroductionMeeting | None:
    return introduction.meetings.coming(timezone.now()).first()


def _kind_of_change(before: datetime | None, after: datetime) -> EventKind:
    if before is None:
        return EventKind.MEETING_PLANNED
    return EventKind.MEETING_CHANGED if before == after else EventKind.MEETING_MOVED


def _announce(
    meeting: IntroductionMeeting, what: EventKind, *, by: User | None, before: datetime | None = None
) -> None:
    """Record and announce the time. The place is on the page only: it may reveal an anonymous side."""
    introduction = meeting.introduction
    moved_from = before if what == EventKind.MEETING_MOVED else None
    record(
        introduction,
        what,
        by=by,
        note=" → ".join(_spell(each) for each in (moved_from, meeting.starts_at) if each),
    )
    details: dict[str, Any] = {"what": what.label, "starts_at": _times(meeting.starts_at, moved_from)}
    tell_sides(NoticeKind.INTRODUCTION_MEETING, introduction, but=by, **details)
    tell_coordinators(NoticeKind.INTRODUCTION_MEETING, introduction, but=by, **details)


def _times(starts_at: datetime, moved_from: datetime | None) -> str | Promise:
    """The time with its zone. For a meeting that was moved, the old time and the new one."""
    now = format_lazy(_("{time} (Asia/Shanghai)"), time=_spell(starts_at))
    if moved_from is None:
        return now
    return format_lazy(_("from {before} to {now}"), before=_spell(moved_from), now=now)


def _spell(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
