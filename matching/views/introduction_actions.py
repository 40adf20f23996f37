"""Actions on an introduction: one address per action, with a form if the action needs data."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from matching.forms import CloseForm, ContractForm, MeetingForm, SignedOnForm, StepForm, StoryForm
from matching.introductions import contracts, meetings, next_steps, pipeline
from matching.introductions.disclosure import Viewer
from matching.introductions.meeting_calendar import calendar_of, method_of
from matching.introductions.permissions import Action, NotYourRole, check
from matching.models import Introduction, IntroductionMeeting
from matching.views.access import person
from matching.views.conflict import refused
from ydeu.pace import Pace
from ydeu.transitions import DomainError, LostRace, TransitionRefused
from ydeu.ways_back import way_back


class Act(NamedTuple):
    run: Callable[..., object]
    done: Any
    form_class: type[forms.Form] = forms.Form


ACTS = {
    Action.MEET: Act(pipeline.meet, _("It stands at “Meeting” now.")),
    Action.NEGOTIATE: Act(pipeline.negotiate, _("It stands at “Negotiating” now.")),
    Action.SIGN: Act(contracts.sign, _("Congratulations! The contract is recorded."), ContractForm),
    Action.CLOSE: Act(pipeline.close, _("The introduction is closed."), CloseForm),
    Action.REST: Act(pipeline.rest, _("The introduction rests until somebody takes it up again.")),
    Action.WAKE: Act(pipeline.wake, _("The introduction goes on where it stood.")),
    Action.PLAN_MEETING: Act(
        meetings.plan, _("The meeting is planned, and the others are told."), MeetingForm
    ),
    Action.CANCEL_MEETING: Act(meetings.cancel, _("The meeting is cancelled, and the others are told.")),
    Action.SET_STEP: Act(next_steps.agree, _("The next step is noted."), StepForm),
    Action.FINISH_STEP: Act(next_steps.finish, _("Done. What comes next?")),
    Action.MARK_NDA: Act(contracts.mark_nda, _("The confidentiality agreement is noted."), SignedOnForm),
    Action.TELL_STORY: Act(contracts.tell_story, _("Your answer is noted."), StoryForm),
}
SIMPLE = frozenset(action for action, act in ACTS.items() if act.form_class is forms.Form)
"""Actions without data, for which a button is enough."""

WRITTEN = frozenset(Action) - ACTS.keys()
"""Actions with pages of their own, which also show earlier messages or notes."""


class IntroductionActionView(DetailView):
    """GET shows the form, POST runs the action. 403 for the wrong role, a message if it is too late."""

    pace = Pace("move_introduction", "60/m/user")
    action = Action.MEET
    template_name = "matching/introduction_action.html"
    context_object_name = "introduction"

    def get_queryset(self) -> QuerySet[Introduction]:
        return Introduction.objects.visible_to(person(self.request)).with_parties()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.object = self.get_object()
        try:
            check(self.object, self.action, by=person(request))
            return super().dispatch(request, *args, **kwargs)
        except NotYourRole as wrong_role:
            raise PermissionDenied from wrong_role
        except (LostRace, TransitionRefused) as refusal:
            form = ACTS[self.action].form_class(request.POST) if request.method == "POST" else None
            return refused(request, refusal, back=self.object.get_absolute_url(), form=form)

    def get_object(self, queryset: QuerySet[Introduction] | None = None) -> Introduction:
        return getattr(self, "object", None) or super().get_object(queryset)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = ACTS[self.action]
        form, back = act.form_class(request.POST), way_back(request) or self.object.get_absolute_url()
        if form.is_valid():
            try:
                act.run(self.object, by=person(request), **form.cleaned_data)
            except (LostRace, TransitionRefused, NotYourRole):
                raise
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, str(act.done))
                return redirect(back)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "action": self.action,
            "form": ACTS[self.action].form_class(),
            "next": self.request.POST.get("next") or self.request.GET.get("next", ""),
            "is_final": self.action in (Action.SIGN, Action.CLOSE),
            "oversees": Viewer.of(person(self.request)).oversees(self.object),
        }
        return super().get_context_data(**{**context, **kwargs})


@require_safe
def meeting_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar file of a meeting, for everyone who may see its introduction."""
    seen = Introduction.objects.visible_to(person(request))
    found = IntroductionMeeting.objects.select_related("introduction__offer", "introduction__demand")
    meeting = get_object_or_404(found, pk=pk, introduction__in=seen)
    content_type = f"text/calendar; charset=utf-8; method={method_of(meeting)}"
    response = HttpResponse(calendar_of(meeting), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return response
