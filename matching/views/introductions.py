"""Introductions as the two sides and their coordinators see them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView
from django_filters.views import FilterView

from matching import introductions
from matching.enums import Answer
from matching.filters import IntroductionFilter
from matching.forms import AcceptForm, DeclineForm
from matching.models import Introduction, IntroductionSide
from matching.parties import Viewer
from matching.progress import steps_of
from matching.states import IntroductionState
from matching.views.access import person
from ydeu.transitions import DomainError


class IntroductionListView(FilterView):
    filterset_class = IntroductionFilter
    template_name = "matching/introduction_list.html"
    paginate_by = 20
    strict = False

    def get_queryset(self) -> QuerySet[Introduction]:
        return Introduction.objects.visible_to(person(self.request)).with_parties()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        viewer = Viewer.of(person(self.request))
        rows = [(introduction, viewer.parties(introduction)) for introduction in context["page_obj"]]
        return {**context, "rows": rows}


class IntroductionDetailView(DetailView):
    template_name = "matching/introduction_detail.html"
    context_object_name = "introduction"

    def get_queryset(self) -> QuerySet[Introduction]:
        found = Introduction.objects.visible_to(person(self.request)).with_parties()
        return found.prefetch_related("events__actor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        introduction, viewer = self.object, Viewer.of(person(self.request))
        parties = viewer.parties(introduction)
        is_open = introduction.state == IntroductionState.CONSENT_PENDING
        context = {
            "parties": parties,
            "is_party": any(party.is_mine for party in parties),
            "oversees": viewer.oversees(introduction),
            "steps": steps_of(introduction),
            "to_answer": [p for p in parties if is_open and p.is_mine and p.side.state == Answer.WAITING],
            "accept_form": AcceptForm(auto_id="accept_%s"),
            "decline_form": DeclineForm(auto_id="decline_%s"),
        }
        return super().get_context_data(**{**context, **kwargs})


WORDS = {Answer.ACCEPTED: "accept", Answer.DECLINED: "decline"}


class IntroductionAnswerView(IntroductionDetailView):
    """POST only: ``answer`` is accepted or declined, ``side`` says for which side. Silence is no consent."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.object = self.get_object()
        side = self.side()
        name = WORDS.get(request.POST.get("answer", ""))  # type: ignore[call-overload]
        if name is None:
            messages.warning(request, _("Please accept or decline."))
            return redirect(self.object)
        form_class: type[forms.Form] = DeclineForm if name == "decline" else AcceptForm
        form = form_class(request.POST, auto_id=f"{name}_%s")
        if form.is_valid() and self.answered(getattr(introductions, name), side, form):
            return redirect(self.object)
        return self.render_to_response(self.get_context_data(**{f"{name}_form": form}))

    def side(self) -> IntroductionSide:
        """The side that is answered for; who only looks on has the wrong role."""
        sides = introductions.sides_of(self.object, person(self.request))
        if not sides:
            raise PermissionDenied
        for side in sides:
            if side.side == self.request.POST.get("side", sides[0].side):
                return side
        raise Http404

    def answered(self, answer: Any, side: IntroductionSide, form: forms.Form) -> bool:
        """Whether there is nothing left to fill in; a refusal is told on the page."""
        try:
            answer(self.object, side, by=person(self.request), **form.cleaned_data)
        except introductions.ReasonNeeded as missing:
            form.add_error("note", str(missing))
            return False
        except DomainError as refusal:
            messages.warning(self.request, str(refusal))
        else:
            messages.success(self.request, _("Thank you. Your answer has been passed on."))
        return True
