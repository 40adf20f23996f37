"""The account pages of allauth. What one of them changes and the letter about it are stored together or not.

Log-in is left out: its counters of attempts must survive a rollback, and it writes no letter.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from allauth import urls as allauth_urls
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver

View = Callable[..., HttpResponseBase]
AT_THE_DOOR = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_confirm_login_code",
        "mfa_authenticate",
        "mfa_reauthenticate",
    }
)


def together(view: View) -> View:
    """Run the POST of a view in one transaction."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return answer


def _wrap(entries: Iterable[URLPattern | URLResolver]) -> None:
    for entry in entries:
        if isinstance(entry, URLResolver):
            _wrap(entry.url_patterns)
        elif entry.name not in AT_THE_DOOR:
            entry.callback = together(entry.callback)


_wrap(allauth_urls.urlpatterns)
urlpatterns = allauth_urls.urlpatterns
