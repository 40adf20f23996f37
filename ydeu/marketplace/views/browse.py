"""The browse pages of offers and demands."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ydeu.marketplace import search
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.filters import FILTERS
from ydeu.marketplace.views.kinds import MODELS

PER_PAGE = 20


@login_not_required
@require_safe
def browse(request: HttpRequest, kind: ListingKind) -> HttpResponse:
    listings = MODELS[kind].objects.browsable_by(request.user).with_parties()
    chosen = FILTERS[kind](request.GET, listings).read_by(request.user)
    page = Paginator(chosen.results, PER_PAGE).get_page(request.GET.get("page"))
    _mark(page, chosen.words)
    context = {"kind": kind, "filter": chosen, "active": list(chosen.active), "page_obj": page}
    return render(request, "marketplace/browse.html", context)


def _mark(page: Page, words: str) -> None:
    """Set the texts with marked words on the listings of the page."""
    rows = list(page) if words else []
    for listing, marked in zip(rows, search.marked(words, rows) or (), strict=False):
        listing.marked = marked
