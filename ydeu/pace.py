"""How often one person may use a page that costs the site work. Counted like log-ins (decision 11).

A view has a pace: a function by the decorator ``paced``, a class by its attribute ``pace``. ``AskPace`` asks
before anything reads the body of the request: a refusal must cost less than the work that it saves.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, TypeVar

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
TOO_MANY_REQUESTS = 429
LONGEST_SHOWN = 20_000
"""The most characters of typed text that the page gives back."""
SHOWN = "5/m/user"
"""How often the page gives back what was typed. People wait after that; what goes on is a program."""
DELAY = 0.25
"""Seconds until a program gets its refusal. It usually sends the next request only then."""
DELAYED = BoundedSemaphore(2)
"""At most so many threads of a process wait. A web process has four (``WEB_OPTIONS``)."""
CHUNK = 256 * 1024
"""Bytes. A body that nobody reads is thrown away in pieces of this size."""
HIDDEN = ("csrfmiddlewaretoken", "password", "action", "seen", "leaks")
CHOSEN = ("_FORMS", "-id", "-operator", "-priority")
"""How the names of fields end that nobody types into."""


@dataclass(frozen=True)
class Pace:
    """At most as many requests of a person as ``rates`` says, such as ``30/m/user,300/h/user``.

    Only POST requests count, with ``reads`` all do.
    """

    name: str
    rates: str
    reads: bool = False

    def allows(self, request: HttpRequest) -> bool:
        """Count the request, if it is still within the rates."""
        usual: dict[str, Any] = {"app": "ydeu", "action": self.name, "config": {self.name: self.rates}}
        return bool(ratelimit.consume(request, **usual, limit_get=self.reads))


def paced(name: str, rates: str, *, reads: bool = False) -> Callable[[View], View]:
    """Give a view a pace. Beyond its pace, people get a page that says so and shows what they typed."""

    def mark(view: View) -> View:
        view.pace = Pace(name, rates, reads)  # type: ignore[attr-defined]  # functions take any attribute
        return view

    return mark


class AskPace:
    """Answers 429 in place of a view whose pace is passed, before another middleware reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> HttpResponse | None:
        pace = pace_of(view)
        if pace is None or not request.user.is_authenticated or pace.allows(request):
            return None
        if Pace(f"{pace.name}_shown", SHOWN, reads=True).allows(request):
            return too_fast(request, typed(request))
        throw_away_body(request)
        delay()
        return too_fast(request, [])


def pace_of(view: Any) -> Pace | None:
    """The pace of a view function, or of the class behind it."""
    return getattr(view, "pace", None) or getattr(getattr(view, "view_class", None), "pace", None)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The names and texts of the fields that somebody types into."""
    written, room = [], LONGEST_SHOWN
    for name, values in request.POST.lists():
        text = "\n".join(values)[:room]
        if len(text) > 1 and name not in HIDDEN and not name.endswith(CHOSEN):
            written.append((name, text))
            room -= len(text)
    return written


def throw_away_body(request: HttpRequest) -> None:
    """Read the body to its end and keep nothing: if a connection closes earlier, browsers show no page."""
    while request.read(CHUNK):
        pass


def delay() -> None:
    """Wait, unless as many threads wait already as the site can spare."""
    if DELAYED.acquire(blocking=False):
        try:
            time.sleep(DELAY)
        finally:
            DELAYED.release()


def too_fast(request: HttpRequest, written: list[tuple[str, str]]) -> HttpResponse:
    """The page that asks to wait. It is cheap: it reads no row and does not check the form."""
    context = {"written": written, "back": request.get_full_path()}
    return render(request, "too_fast.html", context, status=TOO_MANY_REQUESTS)
