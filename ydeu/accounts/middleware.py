from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from ydeu.accounts import second_factors

OPEN = frozenset(
    {
        "accounts:second_factor",
        "mfa_activate_totp",
        "account_reauthenticate",
        "account_logout",
        "admin:logout",
        "set_language",
        "healthz",
    }
)
"""The pages that somebody needs to set up a second factor, or to leave."""


class SecondFactorFirst:
    """Lead people who must have a second factor, and have none, to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        match, user = request.resolver_match, request.user
        if match is None or match.view_name in OPEN or not user.is_authenticated:
            return None
        if not second_factors.is_missing(user):
            return None
        if request.headers.get("HX-Request"):  # a part of a page: the whole page has to change
            return HttpResponseClientRedirect(reverse("accounts:second_factor"))
        return redirect("accounts:second_factor")
