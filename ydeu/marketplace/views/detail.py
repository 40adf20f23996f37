"""The page of one listing. It shows what the reader may see."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ydeu.marketplace import attachments, poster_feedback, search
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.facts import facts_of, poster_facts, texts_of
from ydeu.marketplace.models import Listing
from ydeu.marketplace.owner_actions import moves_of
from ydeu.marketplace.similarity import similar_to
from ydeu.marketplace.states import State
from ydeu.marketplace.views.kinds import visible_listing


@login_not_required
@require_safe
def detail(request: HttpRequest, kind: ListingKind, pk: int) -> HttpResponse:
    """Show the listing. A visitor is sent to the log-in, even if there is no such listing."""
    listing = visible_listing(kind, pk, request.user)
    if listing is None:
        return redirect_to_login(request.get_full_path())
    return render(request, "marketplace/detail.html", _context(listing, request.user))


def _context(listing: Any, user: Any) -> dict[str, Any]:
    is_handled = listing.is_handled_by(user)
    is_known = poster_feedback.is_known_to(listing, user)
    return {
        "listing": listing,
        "kind": listing.kind,
        "enterprise_name": listing.enterprise.name if is_known else listing.shown_enterprise,
        "alliance": listing.alliance if is_known else listing.shown_alliance,
        "is_known": is_known,
        "poster_facts": poster_facts(listing, is_known=is_known),
        "facts": facts_of(listing, is_handled=is_handled, is_known=is_known),
        "texts": texts_of(listing, is_handled=is_handled),
        "requirements": listing.requirements.all() if listing.kind == ListingKind.DEMAND else (),
        "attachments": attachments.shown_of(listing, is_known=is_known, is_handled=is_handled),
        "may_ask": user.is_authenticated and poster_feedback.may_ask(listing, user),
        "similar": similar_to(listing, user=user) if listing.state == State.PUBLISHED else (),
        **(_inner_context(listing, user) if is_handled else {}),
    }


def _inner_context(listing: Any, user: Any) -> dict[str, Any]:
    """The part for owner and reviewers: the history, and the actions of the owner."""
    is_own = listing.is_owned_by(user)
    is_waiting = listing.state in (State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED)
    events = list(listing.events.select_related("actor"))
    return {
        "is_handled": True,
        "is_own": is_own,
        "moves": moves_of(listing) if is_own else (),
        "outcome": poster_feedback.outcome_of(listing) if is_own and listing.published_at else None,
        "is_vague": is_own and is_waiting and search.is_too_vague(listing),
        "can_delete": is_own and listing.state == State.DRAFT,
        "events": events,
        "verdict": _verdict(listing, events),
    }


def _verdict(listing: Listing, events: list[Any]) -> Any:
    """The event of the last request for changes or rejection, while it applies. Otherwise None."""
    if listing.state not in (State.CHANGES_REQUESTED, State.REJECTED):
        return None
    return next((event for event in reversed(events) if event.to_state == listing.state), None)
