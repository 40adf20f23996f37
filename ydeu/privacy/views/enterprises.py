"""Pages about the data of an enterprise, for its owners."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ydeu.accounts import members
from ydeu.accounts.models import Enterprise
from ydeu.accounts.people import PersonRequest
from ydeu.privacy import closing, deletions
from ydeu.privacy.forms import ConfirmForm
from ydeu.privacy.models import DataCopy
from ydeu.privacy.views.people import order_copy, page_of
from ydeu.transitions import DomainError


@require_safe
def enterprise(request: PersonRequest, pk: int) -> HttpResponse:
    found = _owned(request, pk)
    copies = DataCopy.objects.readable_by(request.user).filter(enterprise=found)
    return render(request, "privacy/enterprise.html", page_of(found, copies))


@require_POST
def ask_enterprise_copy(request: PersonRequest, pk: int) -> HttpResponse:
    order_copy(request, _owned(request, pk))
    return redirect("privacy:enterprise", pk)


def close(request: PersonRequest, pk: int) -> HttpResponse:
    """The page that explains what is deleted and what stays, and asks for the name once more."""
    found = _owned(request, pk)
    form = ConfirmForm(request.POST or None, expected=found.name)
    if form.is_valid():
        try:
            deletions.ask(found, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Asked for. Here you see how it stands and can take it back."))
            return redirect("privacy:enterprise", pk)
    context = {"form": form, "enterprise": found, "open_introductions": closing.open_introductions(found)}
    return render(request, "privacy/close.html", context)


def _owned(request: PersonRequest, pk: int) -> Enterprise:
    """The enterprise, for its owners. A stranger gets 404, an editor 403."""
    found = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=pk)
    if not members.may_manage(found, request.user):
        raise PermissionDenied
    return found
