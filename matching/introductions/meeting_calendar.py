"""The calendar file of a meeting."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress, vText

from matching.models import IntroductionMeeting


def method_of(meeting: IntroductionMeeting) -> str:
    """What a calendar does with the file (RFC 5546): add or replace the meeting, or take it out."""
    return "CANCEL" if meeting.cancelled_at else "PUBLISH"


def calendar_of(meeting: IntroductionMeeting) -> bytes:
    """The meeting as an iCalendar file (RFC 5545). Its UID never changes, so that calendars replace it."""
    event = Event()
    for name, value in _properties(meeting).items():
        if value not in ("", None):
            event.add(name, value)
    calendar = Calendar()
    calendar.add("prodid", "-//YDEU Exchange//Introductions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(meeting))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _properties(meeting: IntroductionMeeting) -> dict[str, Any]:
    introduction = meeting.introduction
    page = f"{settings.SITE_URL}{introduction.get_absolute_url()}"
    return {
        "organizer": _organizer(),
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


def _organizer() -> vCalAddress:
    """The site: RFC 5546 requires an organizer, and a person would reveal an anonymous side."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    if name:
        organizer.params["CN"] = vText(name)
    return organizer
