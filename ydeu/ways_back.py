"""The page to return to after an action, as a form names it."""

from urllib.parse import unquote

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
"""The most characters of an address that browsers, proxies and Django accept in a redirect."""


def way_back(request: HttpRequest) -> str:
    """The address in the field ``next``, or "" if it is no page of this site.

    Read it before the action, so that an unsuitable address cannot spoil an answer about a finished action.
    """
    address = request.POST.get("next", "")
    is_local = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_local and len(address) <= LONGEST and _leads_to_a_page(address) else ""


def _leads_to_a_page(address: str) -> bool:
    path = unquote(address.partition("?")[0].partition("#")[0])
    try:
        resolve(path)
    except Resolver404:
        return False
    return path.isprintable()
