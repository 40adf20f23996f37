"""Export and import of the glossary: choose a file, see what it would change, confirm."""

from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.glossary import entries, files
from matching.glossary.entries import ImportPlan, Pair
from ydeu.accounts.people import PersonRequest
from ydeu.audit.receivers import note_admin_edits
from ydeu.marketplace.admin.upload_pages import FileForm, UploadPages
from ydeu.marketplace.importing.uploads import Gone
from ydeu.transitions import DomainError

LARGEST_FILE = 2 << 20
LARGEST_KEPT = 2_000_000
"""Most characters of signed pairs in the form: Django refuses a form of more than 2.5 MB."""

KEPT_SECONDS = 3600
SALT = "matching.glossary"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(FileForm):
    largest = LARGEST_FILE
    hint = gettext_lazy("CSV or XLSX, 2 MB and 10,000 rows at most.")


class Upload(NamedTuple):
    """A file without faults, between its preview and its confirmation."""

    name: str
    pairs: list[Pair]


class GlossaryFiles(UploadPages):
    """Adds export and import to the list. Between preview and confirmation the browser keeps the pairs."""

    change_list_template = "admin/matching/glossary_list.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("export.csv", wrap(self.export_csv), name=self._name("export_csv")),
            path("export.xlsx", wrap(self.export_xlsx), name=self._name("export_xlsx")),
            path("import/", wrap(self.choose_file), name=self._name("import")),
            path("import/confirm/", wrap(self.confirm), name=self._name("import_confirm")),
            *super().get_urls(),
        ]

    def may_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def export_csv(self, request: HttpRequest) -> HttpResponse:
        _refuse_unless(self.has_view_permission(request))
        return _download(files.as_csv(), "glossary.csv", "text/csv; charset=utf-8")

    def export_xlsx(self, request: HttpRequest) -> HttpResponse:
        _refuse_unless(self.has_view_permission(request))
        return _download(files.as_xlsx(), "glossary.xlsx", XLSX)

    def choose_file(self, request: PersonRequest) -> HttpResponse:
        """Show the form, or the preview of the chosen file. Writes nothing."""
        _refuse_unless(self.may_import(request))
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._preview(request, form.cleaned_data["file"])
            except DomainError as error:
                form.add_error("file", str(error))
        known = files.COLUMNS
        return self._page(request, "admin/matching/glossary_upload.html", form=form, columns=known)

    def confirm(self, request: PersonRequest) -> HttpResponse:
        _refuse_unless(self.may_import(request))
        try:
            done = self._take_over(request, _opened(request.POST.get("pairs", ""), request.user.pk))
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._address("import"))
        counts = {"new": len(done.new), "changed": len(done.changed), "same": done.same}
        line = _("%(new)d pairs added, %(changed)d changed, %(same)d were the same already.") % counts
        self.message_user(request, line, messages.SUCCESS)
        return HttpResponseRedirect(self._address("changelist"))

    def _preview(self, request: PersonRequest, file: UploadedFile) -> HttpResponse:
        reading = _read(file)
        upload = Upload(file.name or "", reading.pairs)
        more: dict[str, Any] = {}
        if not reading.check.faults:
            kept = _closed(upload, request.user.pk)
            more = {"plan": entries.plan_import(upload.pairs), "kept": kept}
        more |= {"check": reading.check, "upload": upload}
        return self._page(request, "admin/matching/glossary_preview.html", **more)

    @transaction.atomic
    def _take_over(self, request: PersonRequest, upload: Upload) -> ImportPlan:
        """Import the pairs, with a line in the admin history of each, as after an edit by hand."""
        done = entries.import_pairs(upload.pairs, by=request.user)
        note = _("Imported from the file %(name)s.") % {"name": upload.name}
        for rows, flag in ((done.new, ADDITION), ([change.entry for change in done.changed], CHANGE)):
            LogEntry.objects.log_actions(request.user.pk, rows, flag, note)
            note_admin_edits(flag, rows, by=request.user)
        return done


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _read(file: UploadedFile) -> files.Reading:
    with NamedTemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        return files.read(Path(copy.name))


def _closed(upload: Upload, user: int) -> str:
    """The upload as a signed text. ``_opened`` reads it only for the same person and only unchanged."""
    pairs = [(zh, en, None if weight is None else str(weight), note) for zh, en, weight, note in upload.pairs]
    kept = signing.dumps([user, upload.name, pairs], salt=SALT, compress=True)
    if len(kept) > LARGEST_KEPT:
        raise DomainError(_("These are too many pairs at once: please divide them among several files."))
    return kept


def _opened(kept: str, user: int) -> Upload:
    try:
        owner, name, pairs = signing.loads(kept, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        owner, name, pairs = None, "", []
    if owner != user:
        raise Gone(_("This upload is no longer here. Please choose the file again."))
    return Upload(
        name,
        [Pair(zh, en, None if weight is None else Decimal(weight), note) for zh, en, weight, note in pairs],
    )
