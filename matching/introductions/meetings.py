"""Meetings of the two sides: plan, move and cancel them, and write their calendar files."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event

from matching.enums import EventKind
from matching.introductions.history import lock, record
from matching.introductions.notices import tell_coordinators, tell_sides
from matching.introductions.permissions import Action, check
from matching.models import Introduction, IntroductionMeeting
from ydeu.accounts.models import User
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import DomainError

LONGEST = 24 * 60


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
        meeting = coming(introduction) or IntroductionMeeting(introduction=introduction, sequence=-1)
        for name, value in {**details, "planned_by": by, "sequence": meeting.sequence + 1}.items():
            setattr(meeting, name, value)
        meeting.save()
        _announce(meeting, EventKind.MEETING_PLANNED, by=by)
    return meeting


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


def shown(introduction: Introduction) -> IntroductionMeeting | None:
    """The coming meeting, or else a cancelled one of the future: its file removes it from calendars."""
    ahead = introduction.meetings.filter(starts_at__gt=timezone.now())
    return ahead.order_by(F("cancelled_at").desc(nulls_first=True), "-changed_at").first()


def coming(introduction: Introduction) -> IntroductionMeeting | None:
    return introduction.meetings.coming(timezone.now()).first()


def calendar_of(meeting: IntroductionMeeting) -> bytes:
    """The meeting as an iCalendar file (RFC 5545). Its UID never changes, so that calendars replace it."""
    event = Event()
    for name, value in _properties(meeting).items():
        if value not in ("", None):
            event.add(name, value)
    calendar = Calendar()
    calendar.add("prodid", "-//YDEU Exchange//Introductions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.cancelled_at else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _properties(meeting: IntroductionMeeting) -> dict[str, Any]:
    introduction = meeting.introduction
    page = f"{settings.SITE_URL}{introduction.get_absolute_url()}"
    return {
        "uid": f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}",
        "dtstamp": meeting.changed_at,
        "dtstart": meeting.starts_at,
        "dtend": meeting.ends_at,
        "sequence": meeting.sequence,
        "status": "CANCELLED" if meeting.cancelled_at else "CONFIRMED",
        "summary": gettext("Meeting: %(introduction)s") % {"introduction": introduction},
        "location": meeting.place or meeting.link,
        "url": meeting.link,
        "description": "\n\n".join(part for part in (meeting.agenda, page) if part),
    }


def _announce(meeting: IntroductionMeeting, what: EventKind, *, by: User | None) -> None:
    """Record and announce the time. The place is on the page only: it may reveal an anonymous side."""
    introduction = meeting.introduction
    day = timezone.localtime(meeting.starts_at).strftime("%Y-%m-%d %H:%M")
    record(introduction, what, by=by, note=day)
    details: dict[str, Any] = {"what": what.label, "starts_at": f"{day} ({settings.TIME_ZONE})"}
    tell_sides(NoticeKind.INTRODUCTION_MEETING, introduction, but=by, **details)
    tell_coordinators(NoticeKind.INTRODUCTION_MEETING, introduction, but=by, **details)
