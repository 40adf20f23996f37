"""Refuse requests with characters that no database stores: NUL, and halves of surrogate pairs.

Forms refuse a NUL in what a person typed, so that the form keeps the rest. This middleware refuses it
everywhere else: in the query string, in names of fields, and in values that no form reads. It also refuses
ticked rows of the admin that are no numbers.
"""

import logging
import re
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ydeu.lookups import is_number

logger = logging.getLogger(__name__)

HALF = re.compile("[\ud800-\udfff]")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class RefuseUnstorable:
    """Drops cookies with such characters, because the site never sets them, and answers 400 otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name, value in list(request.COOKIES.items()):
            if UNSTORABLE.search(name + value):
                del request.COOKIES[name]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        typed = chain.from_iterable(values for _name, values in request.POST.lists())
        said = chain.from_iterable(values for _name, values in request.GET.lists())
        names = chain(request.GET, request.POST, request.FILES)
        is_refused = _holds(UNSTORABLE, chain(names, said)) or _holds(HALF, typed)
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)  # Django's admin trusts that these are numbers
        return bad_request(request) if is_refused or not all(map(is_number, ticked)) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a value that the database refused. Logged, because a form should have refused it before."""
        if not isinstance(exception, DataError | UnicodeEncodeError):
            return None
        logger.error("The database refused a value: %s", request.path, exc_info=exception)
        return bad_request(request)


def bad_request(request: HttpRequest) -> HttpResponse:
    return render(request, "400.html", status=400)


def _holds(characters: re.Pattern[str], texts: Iterable[object]) -> bool:
    return any(characters.search(text) for text in texts if isinstance(text, str))
