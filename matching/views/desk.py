"""Work on the queue other than single decisions: take a pair, reject many, save filters."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, ListView, View
from django_filters.views import FilterView

from matching.forms import AssignForm, BulkRejectForm, SavedFilterForm
from matching.models import SavedFilter
from matching.review import assignments, bulk, saved_filters
from matching.views.access import ReviewersOnly, person
from matching.views.decisions import DecisionView
from matching.views.review import QueueView, filtered
from ydeu.lookups import is_number
from ydeu.transitions import DomainError

NAMED = 10
"""The most refused pairs that a message names."""


class AssignView(DecisionView):
    """``to`` is a coordinator of the pair; empty gives it back. Leads back to the pair."""

    use_case = staticmethod(assignments.assign)
    form_class = AssignForm
    form_name = "assign"

    def form_options(self) -> dict[str, Any]:
        return {"people": assignments.candidates_for(self.object, by=person(self.request))}

    def proceed(self) -> HttpResponse:
        if self.object.assignee is None:
            messages.info(self.request, _("Nobody has taken this pair now."))
        else:
            values = {"person": self.object.assignee}
            messages.info(self.request, _("%(person)s takes care of this pair now.") % values)
        return redirect(self.url_of(self.object))


class RejectManyView(QueueView):
    """POST rejects the ticked pairs, or all that the filters find, for one reason, and leads to the queue.

    If the form has an error, the queue is shown at this address with the same ticks. Its links lead here, so
    GET redirects to the queue.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = request.GET.urlencode()
        return redirect(f"{resolve_url('matching:queue')}{'?' if query else ''}{query}")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.bulk_form = BulkRejectForm(request.POST, auto_id="bulk_%s")
        self.ticked = frozenset(int(pk) for pk in request.POST.getlist("pair") if is_number(pk))
        if form.is_valid() and self.rejected(form):
            return self.get(request)
        return FilterView.get(self, request)

    def rejected(self, form: BulkRejectForm) -> bool:
        """Reject the chosen pairs. Returns False if that failed; then the form has the error."""
        chosen = self.chosen(everything=form.cleaned_data.pop("everything"))
        try:
            if chosen:
                self.report(bulk.reject(chosen, by=person(self.request), **form.cleaned_data))
                return True
            form.add_error(None, _("Please tick at least one pair."))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        return False

    def chosen(self, *, everything: bool) -> list[int]:
        if not everything:
            return sorted(self.ticked)
        return list(filtered(self.request).values_list("pk", flat=True)[: bulk.MAX_AT_ONCE])

    def report(self, rejected: bulk.Rejected) -> None:
        count = len(rejected.done)
        done = ngettext("%(count)d pair rejected.", "%(count)d pairs rejected.", count) % {"count": count}
        context = {"done": done, "at": rejected.at, "query": self.request.GET.urlencode()}
        messages.success(self.request, render_to_string("matching/_rejected.html", context, self.request))
        if rejected.refused:
            named = " · ".join(f"{pair} ({pair.get_state_display()})" for pair in rejected.refused[:NAMED])
            values = {"count": len(rejected.refused), "which": named}
            messages.warning(self.request, _("%(count)d could not be rejected: %(which)s") % values)
        if rejected.unknown:
            values = {"count": rejected.unknown}
            messages.warning(self.request, _("%(count)d are not there or not of your alliances.") % values)


class UndoManyView(ReviewersOnly, View):
    """POST only. Undoes the rejection of many pairs at the moment ``at``, and leads to the queue."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            at = parse_datetime(request.POST.get("at", ""))
        except ValueError:
            at = None
        count = len(bulk.undo(at, by=person(request))) if at and at.tzinfo else 0
        back = ngettext(
            "%(count)d pair is in the queue again.", "%(count)d pairs are in the queue again.", count
        )
        messages.info(request, back % {"count": count})
        return redirect(f"{resolve_url('matching:queue')}?{request.GET.urlencode()}")


class SavedFilterListView(ReviewersOnly, ListView):
    """The saved filters of a person. POST saves the filters in the query string under a name."""

    template_name = "matching/saved_filters.html"
    context_object_name = "saved"

    def get_queryset(self) -> QuerySet[SavedFilter]:
        return SavedFilter.objects.of(person(self.request))

    def post(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.copy()
        query.pop("page", None)
        form = SavedFilterForm(request.POST)
        if not form.is_valid():
            messages.warning(request, _("Please give the filter a name of at most 40 characters."))
            return redirect(f"{resolve_url('matching:queue')}?{query.urlencode()}")
        try:
            saved = saved_filters.save(query=query.urlencode(), by=person(request), **form.cleaned_data)
        except DomainError as refusal:
            messages.warning(request, str(refusal))
            return redirect("matching:filter_list")
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        return redirect(saved)


class SavedFilterView(ReviewersOnly, DetailView):
    """POST only. Deletes one of the person's own filters, or makes it the default."""

    http_method_names = ["post"]
    action = ""

    def get_queryset(self) -> QuerySet[SavedFilter]:
        return SavedFilter.objects.of(person(self.request))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        saved = self.get_object()
        if self.action == "forget":
            saved_filters.forget(saved)
            messages.info(request, _("“%(name)s” is deleted.") % {"name": saved})
        else:
            saved_filters.make_default(saved)
            messages.success(request, _("The queue opens with “%(name)s” now.") % {"name": saved})
        return redirect("matching:filter_list")
