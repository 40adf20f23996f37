"""The pages of messages and notes of an introduction, newest first, with a form for the next one."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from matching.forms import MessageForm, NoteForm
from matching.introductions import message_files, messages, notes
from matching.introductions.disclosure import Viewer
from matching.introductions.permissions import Action, may
from matching.models import Introduction, IntroductionMessage, IntroductionNote, MessageFile
from matching.views.access import person
from matching.views.conflict import refused
from ydeu.pace import Pace
from ydeu.transitions import DomainError, LostRace, TransitionRefused

PAGE_SIZE = 20


class WritingView(ABC, DetailView):
    """A list of texts and a form. If a text is refused, the form keeps it."""

    pace = Pace("write", "30/m/user,300/h/user")
    context_object_name = "introduction"
    action: ClassVar[Action]
    form_class: ClassVar[type[forms.Form]]

    def get_queryset(self) -> QuerySet[Introduction]:
        return Introduction.objects.visible_to(person(self.request)).with_parties()

    @abstractmethod
    def written(self) -> QuerySet[Any]:
        """The texts so far, newest first."""

    @abstractmethod
    def write(self, **details: Any) -> object:
        """Add the text of the form."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.object = self.get_object()
        form = self.form_class(request.POST, request.FILES)
        try:
            if form.is_valid():
                self.write(**form.cleaned_data)
                return redirect(request.path)
        except (LostRace, TransitionRefused) as refusal:
            return refused(request, refusal, back=self.object.get_absolute_url(), form=form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = Viewer.of(person(self.request))
        pages = Paginator(self.written(), PAGE_SIZE)
        context = {
            "page_obj": pages.get_page(self.request.GET.get("page")),
            "may_write": may(self.object, self.action, viewer),
            "form": self.form_class(),
            "oversees": viewer.oversees(self.object),
            "own_side": viewer.side_in(self.object),
        }
        return super().get_context_data(**{**context, **kwargs})


class IntroductionMessagesView(WritingView):
    """Marks the shown messages and earlier ones as read. This page still shows the new ones as new."""

    action = Action.WRITE
    form_class = MessageForm
    template_name = "matching/introduction_messages.html"

    def written(self) -> QuerySet[IntroductionMessage]:
        return self.object.messages.select_related("author").prefetch_related("files")

    def write(self, **details: Any) -> object:
        return messages.write(self.object, by=person(self.request), **details)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        new = set(self.object.messages.unread_by(user).values_list("pk", flat=True))
        context = super().get_context_data(**{"new": new, **kwargs})
        messages.mark_read(self.object, by=user, shown=context["page_obj"])
        return context


class IntroductionNotesView(WritingView):
    action = Action.NOTE
    form_class = NoteForm
    template_name = "matching/introduction_notes.html"

    def written(self) -> QuerySet[IntroductionNote]:
        user = person(self.request)
        oversees = Viewer.of(user).oversees(self.object)
        return self.object.notes.readable_by(user, oversees=oversees).select_related("author")

    def write(self, **details: Any) -> object:
        return notes.write(self.object, by=person(self.request), **details)


@login_not_required
@require_safe
def message_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file, for everyone who may see the introduction. 404 for others, logged in or not."""
    file = get_object_or_404(MessageFile.objects.select_related("message"), pk=pk)
    if not message_files.is_readable_by(file, request.user):
        raise Http404
    try:
        content = file.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
