"""The actions of an owner."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ydeu.marketplace import listings, owner_actions
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.states import State
from ydeu.marketplace.views.kinds import own_listing
from ydeu.pace import paced
from ydeu.transitions import DomainError
from ydeu.ways_back import way_back


@require_POST
@paced("move_listing", "120/m/user")
def move(request: HttpRequest, kind: ListingKind, pk: int, action: str) -> HttpResponse:
    listing = own_listing(kind, pk, request.user)
    chosen = owner_actions.MOVES.get(action)
    if chosen is None:
        raise Http404
    back = way_back(request) or listing.get_absolute_url()
    try:
        owner_actions.make(chosen, listing, by=request.user)
    except (listings.Incomplete, owner_actions.Telling) as refusal:
        messages.error(request, str(refusal))
        return redirect(f"marketplace:{kind}_edit", pk)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(chosen.done))
    return redirect(back)


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
