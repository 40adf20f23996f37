"""Decisions of a coordinator: one POST calls one use case and leads to the next pair."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from matching.forms import DeferForm, DisagreeForm, RejectForm, SeenForm
from matching.introductions.lifecycle import ReasonNeeded
from matching.models import Suggestion
from matching.review import decisions, second_opinions, unfolding
from matching.views.access import person
from matching.views.conflict import refused
from matching.views.review import PairView, filtered
from ydeu.transitions import DomainError

FIELD_OF: dict[type[DomainError], str] = {
    ReasonNeeded: "note",
    decisions.ReasonForPosterNeeded: "poster_note",
    decisions.NotInTheFuture: "until",
}
"""The form field next to which an error is shown that the person can correct."""


class DecisionView(PairView):
    """POST only. A refusal leads back to the pair, which shows its present state."""

    http_method_names = ["post"]
    use_case: ClassVar[Callable[..., object]]
    form_class: type[forms.Form] = forms.Form
    form_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.object = self.get_object()
        form = self.form_class(request.POST, auto_id=f"{self.form_name}_%s", **self.form_options())
        try:
            if form.is_valid():
                self.use_case(self.object, by=person(request), **form.cleaned_data)
                return self.proceed()
        except tuple(FIELD_OF) as missing:
            form.add_error(FIELD_OF[type(missing)], str(missing))
        except DomainError as refusal:
            return refused(request, refusal, back=self.url_of(self.object), form=form)
        return self.render_to_response(self.get_context_data(**{f"{self.form_name}_form": form}))

    def form_options(self) -> dict[str, Any]:
        return {}

    def proceed(self) -> HttpResponse:
        """Redirect to the next pair of the queue, with a message about this one."""
        self.tell()
        queue = filtered(self.request).exclude(pk=self.object.pk)
        return redirect(self.url_of(queue.after(self.left_behind).first() or queue.first()))

    def tell(self) -> None:
        """Show a message with the decision and a button to undo it."""
        context = {"suggestion": self.object, "query": self.request.GET.urlencode()}
        messages.success(self.request, render_to_string("matching/_decided.html", context, self.request))

    def get_object(self, queryset: Any = None) -> Suggestion:
        """Remember the place of the pair in the queue, because the decision changes it."""
        found = super().get_object(queryset)
        self.left_behind = Suggestion(
            pk=found.pk,
            band=found.band,
            strength=found.strength,
            state=found.state,
            due_at=found.due_at,
        )
        return found

    def url_of(self, suggestion: Suggestion | None) -> str:
        url = resolve_url(suggestion) if suggestion else resolve_url("matching:queue")
        return f"{url}?{query}" if (query := self.request.GET.urlencode()) else url


class ApproveView(DecisionView):
    use_case = staticmethod(decisions.approve)
    form_class = SeenForm


class UnfoldView(DecisionView):
    """Leads back to the pair, which can be decided then."""

    use_case = staticmethod(unfolding.unfold)

    def proceed(self) -> HttpResponse:
        messages.info(self.request, _("The pair is in the queue now, and stays there until it is decided."))
        return redirect(self.url_of(self.object))


class AgreeView(DecisionView):
    use_case = staticmethod(second_opinions.agree)
    form_class = SeenForm


class DisagreeView(DecisionView):
    use_case = staticmethod(second_opinions.disagree)
    form_class = DisagreeForm
    form_name = "disagree"

    def tell(self) -> None:
        messages.info(self.request, _("The pair is in the queue again, with both opinions."))


class RejectView(DecisionView):
    use_case = staticmethod(decisions.reject)
    form_class = RejectForm
    form_name = "reject"


class DeferView(DecisionView):
    use_case = staticmethod(decisions.defer)
    form_class = DeferForm
    form_name = "defer"


class UndoView(DecisionView):
    """Leads back to the pair, so that it can be decided again."""

    use_case = staticmethod(decisions.undo)

    def proceed(self) -> HttpResponse:
        messages.info(self.request, _("The decision has been taken back. The pair is in the queue again."))
        return redirect(self.url_of(self.object))
