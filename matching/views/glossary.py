"""A coordinator proposes a pair of terms for the glossary: a reason of a pair, or what is missing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from matching.forms import ProposalForm
from matching.glossary import proposals
from matching.models import Suggestion
from matching.views.access import ReviewersOnly, person
from ydeu.transitions import DomainError


class ProposeTermView(ReviewersOnly, FormView):
    """404 for a pair that the person may not decide on, 403 for an administrator: they edit the glossary."""

    template_name = "matching/term_form.html"
    form_class = ProposalForm
    suggestion: Suggestion

    def test_func(self) -> bool:
        return person(self.request).coordinates.exists()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if person(request).is_authenticated and self.test_func():
            pairs = Suggestion.objects.reviewable_by(person(request)).with_parties()
            self.suggestion = get_object_or_404(pairs, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, str]:
        return {name: self.request.GET.get(name, "") for name in ("zh", "en")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "suggestion": self.suggestion}

    def form_valid(self, form: ProposalForm) -> HttpResponse:
        terms = {name: form.cleaned_data[name] for name in ("zh", "en")}
        try:
            proposals.propose(**terms, suggestion=self.suggestion, by=person(self.request))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Proposed. An administrator decides, and you hear from us."))
        return redirect(self.suggestion)
