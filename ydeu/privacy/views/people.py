"""Pages about a person's own data: what there is, a copy to download, and deletion."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from ydeu.accounts.models import Enterprise, User
from ydeu.accounts.people import PersonRequest
from ydeu.privacy import copies, deletions, tasks
from ydeu.privacy.forms import ConfirmForm
from ydeu.privacy.models import DataCopy, Deletion
from ydeu.privacy.summary import summary
from ydeu.transitions import DomainError

SHOWN = 5


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    own = DataCopy.objects.readable_by(request.user).filter(enterprise=None)
    return render(request, "privacy/mine.html", page_of(request.user, own))


@require_POST
def ask_copy(request: PersonRequest) -> HttpResponse:
    order_copy(request, request.user)
    return redirect("privacy:mine")


@require_safe
def download(request: PersonRequest, pk: int) -> FileResponse:
    """Stream the file to the person who asked for it, until it expires. Everybody else gets 404."""
    copy = get_object_or_404(DataCopy.objects.readable_by(request.user), pk=pk)
    if not copy.is_ready or (copy.expires_at and copy.expires_at <= timezone.now()):
        raise Http404
    try:
        file = copy.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    return FileResponse(file, as_attachment=True, filename=f"ydeu-data-{copy.pk}.zip")


def delete(request: PersonRequest) -> HttpResponse:
    """The page that explains what is deleted and what stays, and asks for the address once more."""
    form = ConfirmForm(request.POST or None, expected=request.user.email)
    if form.is_valid():
        try:
            deletions.ask(request.user, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The deletion is scheduled. Until then you can take it back here."))
            return redirect("privacy:mine")
    return render(request, "privacy/delete.html", {"form": form, "obstacle": obstacle(request.user)})


@require_POST
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    deletion = get_object_or_404(Deletion.objects.reachable_by(request.user), pk=pk)
    try:
        deletions.cancel(deletion, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The deletion is taken back."))
    return redirect(deletion.page)


def order_copy(request: PersonRequest, subject: User | Enterprise) -> None:
    """Request a copy and start its task. If the broker is down, the sweeper finds the row."""
    try:
        copy = copies.ask(subject, by=request.user)
        tasks.make_copy.delay(copy.pk)
    except DomainError as error:
        messages.error(request, str(error))
        return
    except OperationalError:
        pass
    messages.success(request, _("The copy is being made. We write to you when it is ready."))


def page_of(subject: User | Enterprise, found: Any) -> dict[str, Any]:
    latest = Deletion.objects.of(subject).select_related("person", "enterprise").first()
    return {
        "subject": subject,
        "copies": found[:SHOWN],
        "deletion": latest if latest and (latest.is_open or latest.stop_reason) else None,
        "summary": summary(subject),
    }


def obstacle(person: User) -> str:
    found = deletions.obstacle_of(person)
    return str(found.label) if found else ""
