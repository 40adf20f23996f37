"""How often one person may use a page that costs the site work. Counted like log-ins (decision 11)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]
TOO_MANY_REQUESTS = 429
LONGEST_SHOWN = 20_000
"""The most characters of typed text that the page gives back."""
HIDDEN = ("csrfmiddlewaretoken", "password", "action", "seen", "leaks")
CHOSEN = ("_FORMS", "-id", "-operator", "-priority")
"""How the names of fields end that nobody types into."""


def paced(name: str, rates: str, *, reads: bool = False) -> Callable[[View], View]:
    """Let a view answer a person at most as often as ``rates`` says, such as ``30/m/user,300/h/user``.

    Beyond that the page says so, and shows what was typed. Only POST requests count, with ``reads`` all do.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def with_pace(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            usual = {"app": "ydeu", "action": name, "config": {name: rates}, "limit_get": reads}
            if request.user.is_authenticated and not ratelimit.consume(request, **usual):
                return too_fast(request)
            return view(request, *args, **kwargs)

        return with_pace

    return decorate


def too_fast(request: HttpRequest) -> HttpResponse:
    """The page that asks to wait. It is cheap: it reads no row and does not check the form."""
    written, room = [], LONGEST_SHOWN
    for name, values in request.POST.lists():
        text = "\n".join(values)[:room]
        if len(text) > 1 and name not in HIDDEN and not name.endswith(CHOSEN):
            written.append((name, text))
            room -= len(text)
    context = {"written": written, "back": request.get_full_path()}
    return render(request, "too_fast.html", context, status=TOO_MANY_REQUESTS)
