"""Tell browsers and proxies to keep no copy of what only one person may see."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SECRETS = frozenset({"key", "token", "uidb36"})
"""Names of the parts of an address that are as good as a password."""


class PrivatePagesAreNotKept:
    """Answer with ``no-store`` if the page is behind the log-in, its address a secret or its reader known.

    A session cookie is enough: who sends or gets one may see more than others. So this needs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        cookie = settings.SESSION_COOKIE_NAME
        if cookie in request.COOKIES or cookie in response.cookies or getattr(request, "is_private", False):
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request: Any, view: Any, args: object, kwargs: Mapping[str, Any]) -> None:
        request.is_private = getattr(view, "login_required", True) or not SECRETS.isdisjoint(kwargs)
