"""The list and the page of introductions, for the two sides and their coordinators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView
from django_filters.views import FilterView

from matching.enums import Answer
from matching.filters import IntroductionFilter
from matching.forms import AcceptForm, DeclineForm
from matching.introductions import lifecycle, list_export, meetings
from matching.introductions import messages as messages_of
from matching.introductions.board import cards_of
from matching.introductions.disclosure import Viewer
from matching.introductions.permissions import allowed_actions
from matching.introductions.progress import steps_of
from matching.introductions.timeline import LATEST, lines_of
from matching.models import FollowUp, Introduction, IntroductionSide
from matching.states import IntroductionState
from matching.views.access import person
from matching.views.conflict import refused
from matching.views.introduction_actions import WRITTEN
from matching.views.queries import query_of
from ydeu.downloads import FORMATS, download
from ydeu.pace import paced
from ydeu.transitions import DomainError


class IntroductionListView(FilterView):
    filterset_class = IntroductionFilter
    template_name = "matching/introduction_list.html"
    paginate_by = 20
    strict = False

    def get_queryset(self) -> QuerySet[Introduction]:
        found = Introduction.objects.visible_to(person(self.request)).overdue_first()
        return found.with_parties().with_open_step()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = cards_of(context["page_obj"], person(self.request))
        return {**context, "rows": rows, "query": query_of(self.request), "formats": FORMATS}


@require_safe
@paced("export", "20/m/user", reads=True)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """All rows of the filtered list as a file."""
    if kind not in FORMATS:
        raise Http404
    found = Introduction.objects.visible_to(person(request)).overdue_first()
    chosen = IntroductionFilter(request.GET, queryset=found, request=request).qs
    rows = list_export.rows(chosen, person(request))
    return download(kind, _("Introductions"), list_export.head(), rows)


class IntroductionDetailView(DetailView):
    template_name = "matching/introduction_detail.html"
    context_object_name = "introduction"

    def get_queryset(self) -> QuerySet[Introduction]:
        return Introduction.objects.visible_to(person(self.request)).with_parties().select_related("contract")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        introduction, viewer = self.object, Viewer.of(person(self.request))
        parties = viewer.parties(introduction)
        is_open = introduction.state == IntroductionState.CONSENT_PENDING
        context = {
            "parties": parties,
            "is_party": any(party.is_mine for party in parties),
            "steps": steps_of(introduction),
            "to_answer": [p for p in parties if is_open and p.is_mine and p.side.state == Answer.WAITING],
            "accept_form": AcceptForm(auto_id="accept_%s"),
            "decline_form": DeclineForm(auto_id="decline_%s"),
            **self.story(viewer),
        }
        return super().get_context_data(**{**context, **kwargs})

    def story(self, viewer: Viewer) -> dict[str, Any]:
        """The progress of the introduction, and the actions that the reader may take."""
        introduction, user = self.object, person(self.request)
        oversees = viewer.oversees(introduction)
        most = None if self.request.GET.get("history") == "all" else LATEST
        return {
            "oversees": oversees,
            "actions": [action for action in allowed_actions(introduction, viewer) if action not in WRITTEN],
            "meeting": meetings.coming(introduction),
            "called_off": meetings.called_off(introduction),
            "contract": getattr(introduction, "contract", None),
            "follow_ups": self.follow_ups(viewer),
            "unread": messages_of.unread_count(introduction, user),
            "history": lines_of(introduction, oversees=oversees, most=most),
            "is_cut": most is not None,
        }

    def follow_ups(self, viewer: Viewer) -> QuerySet[FollowUp]:
        """The follow-ups that were asked. A side sees only its own."""
        asked = FollowUp.objects.asked().filter(contract__introduction=self.object)
        return asked if viewer.oversees(self.object) else asked.filter(side=viewer.side_in(self.object))


WORDS = {Answer.ACCEPTED: "accept", Answer.DECLINED: "decline"}


class IntroductionAnswerView(IntroductionDetailView):
    """POST only. ``answer`` is “accepted” or “declined”; without one, nothing happens.

    ``side`` names the side.
    """

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
        try:
            if form.is_valid():
                getattr(lifecycle, name)(self.object, side, by=person(request), **form.cleaned_data)
                messages.success(request, _("Thank you. Your answer has been passed on."))
                return redirect(self.object)
        except lifecycle.ReasonNeeded as missing:
            form.add_error("note", str(missing))
        except DomainError as refusal:
            return refused(request, refusal, back=self.object.get_absolute_url(), form=form)
        return self.render_to_response(self.get_context_data(**{f"{name}_form": form}))

    def side(self) -> IntroductionSide:
        """The side to answer for. 403 for a person who acts for no side."""
        sides = lifecycle.sides_of(self.object, person(self.request))
        if not sides:
            raise PermissionDenied
        for side in sides:
            if side.side == self.request.POST.get("side", sides[0].side):
                return side
        raise Http404
