"""The actions of an owner."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ydeu.marketplace import listings, owner_actions
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.states import State
from ydeu.marketplace.views.kinds import own_listing
from ydeu.transitions import DomainError


@require_POST
def move(request: HttpRequest, kind: ListingKind, pk: int, action: str) -> HttpResponse:
    listing = own_listing(kind, pk, request.user)
    chosen = owner_actions.MOVES.get(action)
    if chosen is None:
        raise Http404
    try:
        owner_actions.make(chosen, listing, by=request.user)
    except (listings.Incomplete, owner_actions.Telling) as refusal:
        messages.error(request, str(refusal))
        return redirect(f"marketplace:{kind}_edit", pk)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(chosen.done))
    return redirect(_way_back(request) or listing.get_absolute_url())


def discard(request: HttpRequest, kind: ListingKind, pk: int) -> HttpResponse:
    listing = own_listing(kind, pk, request.user)
    if listing.state != State.DRAFT:
        messages.error(request, _("Only a draft can be deleted."))
        return redirect(listing)
    if request.method != "POST":
        return render(request, "marketplace/delete.html", {"listing": listing})
    try:
        listings.discard(listing)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is deleted."))
    return redirect("marketplace:my_listings")


def _way_back(request: HttpRequest) -> str:
    """The page that the button was on, if it is a page of this site."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else ""
