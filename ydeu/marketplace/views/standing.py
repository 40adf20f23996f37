"""The page for the e-mails about the end of a listing or a silent owner, with buttons to answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.owner_actions import MOVES, moves_of
from ydeu.marketplace.states import State
from ydeu.marketplace.views.kinds import own_listing

ANSWERS = ("confirm", "extend", "fulfil", "withdraw")


@require_safe
def standing(request: HttpRequest, kind: ListingKind, pk: int) -> HttpResponse:
    """Show the buttons. A GET is not an answer, because a mail program may open the page."""
    listing = own_listing(kind, pk, request.user)
    is_asked = listing.state == State.PUBLISHED
    moves = [MOVES[action] for action in ANSWERS] if is_asked else moves_of(listing)
    context = {"listing": listing, "kind": kind, "moves": moves, "is_asked": is_asked}
    return render(request, "marketplace/standing.html", context)
