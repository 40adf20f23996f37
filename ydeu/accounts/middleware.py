from collections.abc import Callable
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from ydeu.accounts import second_factors
from ydeu.accounts.second_factors import Standing

OPEN = frozenset(
    {
        "accounts:second_factor",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
        "admin:logout",
        "set_language",
        "healthz",
    }
)
"""The pages that somebody needs to set up a second factor, to show it, or to leave."""


class SecondFactorFirst:
    """Lead people who must have a second factor, and have none, to the page that sets it up.

    If they have one, a session that began before it has to show it: others may have opened it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Any, *_view: Any) -> HttpResponse | None:
        match, user = request.resolver_match, request.user
        if match is None or match.view_name in OPEN or not user.is_authenticated:
            return None
        standing = second_factors.standing_of(user)
        if standing is Standing.MISSING:
            return _lead(request, reverse("accounts:second_factor"))
        if standing is Standing.SET_UP and not second_factors.was_used_in(request):
            query = urlencode({REDIRECT_FIELD_NAME: _page_of(request)})
            return _lead(request, f"{reverse('mfa_reauthenticate')}?{query}")
        return None


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to ``address``. If a part of a page was asked for, the whole page has to change."""
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else redirect(address)


def _page_of(request: Any) -> str:
    """The page to come back to."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    return request.get_full_path() if request.method == "GET" else "/"
