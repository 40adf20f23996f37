"""The history of an introduction, as far as the reader may see it."""

from datetime import datetime
from typing import Any, NamedTuple

from matching.enums import EventKind
from matching.models import Introduction, IntroductionEvent

LATEST = 30


class Line(NamedTuple):
    title: str
    at: datetime
    by: Any
    note: str


def lines_of(introduction: Introduction, *, oversees: bool, most: int | None = LATEST) -> list[Line]:
    """The latest events, oldest first. Actors and internal events only for a reader who oversees it."""
    found = introduction.events.select_related("actor").order_by("-pk")
    shown = found if oversees else found.filter(is_internal=False)
    return [_line(event, oversees=oversees) for event in reversed(shown[:most])]


def _line(event: IntroductionEvent, *, oversees: bool) -> Line:
    return Line(_title(event), event.at, event.actor if oversees else None, event.note)


def _title(event: IntroductionEvent) -> str:
    if event.answer:
        answer = f"{event.get_side_display()}: {event.get_answer_display()}"
        has_moved = event.to_state != event.from_state
        return f"{answer} → {event.get_to_state_display()}" if has_moved else answer
    if event.what == EventKind.MOVED:
        reason = f": {event.get_reason_display()}" if event.reason else ""
        return f"{event.get_to_state_display()}{reason}"
    return " · ".join(filter(None, (event.get_what_display(), event.get_side_display())))
