"""The pages to save a search from a browse page, and to change or delete it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ydeu.accounts.people import PersonRequest
from ydeu.marketplace import saved_searches
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.filters import FILTERS, ActiveFilter
from ydeu.marketplace.forms.saved_search import SavedSearchForm
from ydeu.marketplace.models import SavedSearch
from ydeu.transitions import DomainError

PER_PAGE = 10


@require_safe
def saved_search_list(request: PersonRequest) -> HttpResponse:
    own = SavedSearch.objects.owned_by(request.user)
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "marketplace/saved_searches.html", {"page_obj": page, "most": saved_searches.MOST})


def saved_search_create(request: PersonRequest, kind: ListingKind) -> HttpResponse:
    """Save a search. The query string has the filters of the browse page."""
    chosen = FILTERS[kind](request.GET)
    query = saved_searches.query_of(chosen)
    active = [narrowed for narrowed in chosen.active if narrowed.name not in saved_searches.PASSING]
    form = SavedSearchForm(request.POST or None, initial={"name": _named_after(active)})
    if form.is_valid():
        try:
            saved_searches.save(kind, query, by=request.user, **form.said)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. You find it under your saved searches."))
            return redirect("marketplace:saved_search_list")
    return render(
        request, "marketplace/saved_search_form.html", {"form": form, "kind": kind, "active": active}
    )


@require_safe
def saved_search(request: PersonRequest, pk: int) -> HttpResponse:
    """Redirect from a notice to the browse page with this search."""
    return redirect(_own(request, pk).results_url)


def saved_search_edit(request: PersonRequest, pk: int) -> HttpResponse:
    search = _own(request, pk)
    form = SavedSearchForm(request.POST or None, instance=search)
    if form.is_valid():
        saved_searches.revise(_own(request, pk), **form.said)
        messages.success(request, _("Saved."))
        return redirect("marketplace:saved_search_list")
    chosen = saved_searches.filter_of(search)
    context = {"form": form, "search": search, "kind": search.kind}
    context |= {"is_outdated": not chosen.form.is_valid(), "active": list(chosen.active)}
    return render(request, "marketplace/saved_search_form.html", context)


@require_POST
def saved_search_delete(request: PersonRequest, pk: int) -> HttpResponse:
    saved_searches.discard(_own(request, pk))
    messages.success(request, _("The saved search is deleted."))
    return redirect("marketplace:saved_search_list")


def _named_after(active: list[ActiveFilter]) -> str:
    return " · ".join(str(narrowed.value) for narrowed in active)[:80]


def _own(request: PersonRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.owned_by(request.user).select_related("owner"), pk=pk)
