"""The import of a member: choose a file, read the preview, confirm. The rows become drafts."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ydeu.accounts.models import Enterprise
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.forms.spreadsheet import LayoutForm, SpreadsheetForm
from ydeu.marketplace.importing import uploads
from ydeu.marketplace.importing.checking import Check, check
from ydeu.marketplace.importing.headings import heading
from ydeu.marketplace.importing.writing import import_file
from ydeu.pace import paced
from ydeu.transitions import DomainError


@paced("import_file", "10/m/user,60/h/user")
def choose_file(request: HttpRequest, kind: ListingKind) -> HttpResponse:
    if not Enterprise.objects.of(request.user).exists():
        messages.info(request, _("First tell us for which enterprise you speak, then post your listing."))
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('accounts:enterprise_create')}?{back}")
    form = SpreadsheetForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        token = uploads.keep(form.cleaned_data["file"], form.options(kind), user=request.user)
        return redirect(f"marketplace:{kind}_import_preview", token)
    return render(request, "marketplace/import.html", {"kind": kind, "form": form})


@paced("read_file", "20/m/user", reads=True)
def preview(request: HttpRequest, kind: ListingKind, token: str) -> HttpResponse:
    """Show the preview. A POST confirms or cancels the import, or changes how the file is read."""
    try:
        upload = uploads.find(token, kind, user=request.user, for_member=True)
        if request.method == "POST" and "again" not in request.POST:
            return _confirmed(request, upload)
        return _preview(request, upload)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"marketplace:{kind}_import")


def _preview(request: HttpRequest, upload: uploads.Upload) -> HttpResponse:
    kind = upload.options.kind
    checked = check(upload.path, upload.options)
    form = LayoutForm(request.POST if "again" in request.POST else None, layout=checked.layout)
    if form.is_valid():
        uploads.decide(upload, form.choices())
        return redirect(request.path)
    context = {"kind": kind, "upload": upload, "check": checked, "form": form, **tables_of(checked, kind)}
    return render(request, "marketplace/import_preview.html", context)


def _confirmed(request: HttpRequest, upload: uploads.Upload) -> HttpResponse:
    if "cancel" in request.POST:
        uploads.forget(upload)
        return redirect(f"marketplace:{upload.options.kind}_import")
    options = replace(upload.options, updates="update" in request.POST)
    try:
        outcome = import_file(upload.path, options, by=request.user, name=upload.name)
    except DomainError as refusal:  # the file stays, and so does what was ticked
        messages.error(request, str(refusal))
        return _preview(request, replace(upload, options=options))
    uploads.forget(upload)
    told = ngettext("%(new)d draft added.", "%(new)d drafts added.", outcome.new) % {"new": outcome.new}
    if outcome.changed:
        updated = ngettext("%(count)d listing updated.", "%(count)d listings updated.", outcome.changed)
        told = f"{told} {updated % {'count': outcome.changed}}"
    messages.success(request, told)
    return redirect(
        f"{reverse('marketplace:my_listings')}?state=drafts" if outcome.new else "marketplace:my_listings"
    )


def tables_of(checked: Check, kind: ListingKind) -> dict[str, list[dict[str, Any]]]:
    """The errors, and the cells that were not typed as they are understood, each with its heading."""
    return {
        "faults": [
            {"row": each.row, "column": heading(kind, each.column), "message": each.message}
            for each in checked.errors
        ],
        "understood": [
            {"row": each.row, "column": heading(kind, each.column), "typed": each.typed, "told": each.told}
            for each in checked.understood
        ],
    }
