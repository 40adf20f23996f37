"""The import of an administrator in the browser: choose a file, read the preview, confirm."""

from dataclasses import replace
from time import perf_counter

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ydeu.accounts.models import Enterprise
from ydeu.accounts.validators import normalise_credit_code
from ydeu.alliances.models import Alliance
from ydeu.marketplace.admin.upload_pages import FileForm, UploadPages
from ydeu.marketplace.forms.spreadsheet import LayoutForm
from ydeu.marketplace.importing import uploads
from ydeu.marketplace.importing.checking import Check, check
from ydeu.marketplace.importing.headings import heading
from ydeu.marketplace.importing.layout import known_headings
from ydeu.marketplace.importing.options import Options
from ydeu.marketplace.importing.organisations import Revoked, Undecided, answers_in
from ydeu.marketplace.importing.writing import import_file
from ydeu.transitions import DomainError


class UploadForm(FileForm):
    largest = uploads.LARGEST
    hint = gettext_lazy("CSV or XLSX, 20 MB at most. Only a column “title” is needed.")
    alliance = forms.ModelChoiceField(
        Alliance.objects.all(),
        label=gettext_lazy("Alliance"),
        required=False,
        help_text=gettext_lazy("For rows that name none."),
    )
    enterprise = forms.CharField(
        label=gettext_lazy("Credit code of the enterprise"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("For rows that name nobody. Without it, they are of an imported enterprise."),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish at once"),
        required=False,
        help_text=gettext_lazy("Otherwise each waits in the queue for an administrator."),
    )

    def clean_enterprise(self) -> Enterprise | None:
        code = normalise_credit_code(self.cleaned_data["enterprise"])
        found = Enterprise.objects.filter(credit_code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("No enterprise has the code “%(code)s”.") % {"code": code})
        return found


class ImportDesk(UploadPages):
    """Adds the pages of an import to a listing's admin."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(self.choose_file), name=self._name("import")),
            path("import/<str:token>/", wrap(self.preview_import), name=self._name("import_preview")),
            *super().get_urls(),
        ]

    def may_import(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.add_{self.opts.model_name}")

    def choose_file(self, request: HttpRequest) -> HttpResponse:
        self._refuse_strangers(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if not self.has_change_permission(request):  # publishing is a decision
            form.fields["publish"].disabled = True
        if request.method == "POST" and form.is_valid():
            chosen = {name: form.cleaned_data[name] for name in ("alliance", "enterprise", "publish")}
            options = Options(self.model.kind, **chosen)
            token = uploads.keep(form.cleaned_data["file"], options, user=request.user)  # type: ignore[arg-type]
            return HttpResponseRedirect(self._address("import_preview", token))
        known = known_headings(self.model.kind)
        return self._page(request, "admin/marketplace/import_upload.html", form=form, columns=known)

    def preview_import(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the preview. A POST confirms or cancels the import, or changes how the file is read."""
        self._refuse_strangers(request)
        is_again = "_again" in request.POST
        try:
            upload = uploads.find(token, self.model.kind, user=request.user)  # type: ignore[arg-type]
            if request.method == "POST" and not is_again:
                return self._confirmed(request, upload)
            checked = check(upload.path, upload.options)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._address("import"))
        form = LayoutForm(request.POST if is_again else None, layout=checked.layout)
        if form.is_valid():
            uploads.decide(upload, form.choices())
            return HttpResponseRedirect(request.path)
        return self._preview(request, upload, checked, form)

    def _preview(
        self, request: HttpRequest, upload: uploads.Upload, checked: Check, form: LayoutForm
    ) -> HttpResponse:
        about = {
            "upload": upload,
            "check": checked,
            "form": form,
            "understood": self._understood(checked),
            "faults": [
                {"place": each.place_in(self.model.kind), "message": each.message} for each in checked.errors
            ],
            "may_update": self.has_change_permission(request),
            "updates": "update" in request.POST,
        }
        return self._page(request, "admin/marketplace/import_preview.html", **about)

    def _understood(self, checked: Check) -> list[dict[str, object]]:
        kind = self.model.kind
        return [
            {"row": each.row, "column": heading(kind, each.column), "typed": each.typed, "told": each.told}
            for each in checked.understood
        ]

    def _confirmed(self, request: HttpRequest, upload: uploads.Upload) -> HttpResponse:
        if "_cancel" in request.POST:
            uploads.forget(upload)
            return HttpResponseRedirect(self._address("changelist"))
        started = perf_counter()
        updates = "update" in request.POST and self.has_change_permission(request)
        options = replace(upload.options, owners=answers_in(request.POST), updates=updates)
        try:
            outcome = import_file(upload.path, options, by=request.user, name=upload.name)  # type: ignore[arg-type]
        except (Undecided, Revoked) as error:  # the answers that were given stay on the page
            self.message_user(request, str(error), messages.ERROR)
            upload = replace(upload, options=options)
            checked = check(upload.path, options)
            return self._preview(request, upload, checked, LayoutForm(None, layout=checked.layout))
        uploads.forget(upload)
        told = {"read": outcome.read, "new": outcome.new, "known": outcome.known}
        line = _("%(read)d rows read, %(new)d new, %(known)d already there, %(seconds).1f s") % {
            **told,
            "seconds": perf_counter() - started,
        }
        if outcome.changed:
            updated = ngettext("%(count)d listing updated.", "%(count)d listings updated.", outcome.changed)
            line = f"{line}. {updated % {'count': outcome.changed}}"
        self.message_user(request, line, messages.SUCCESS)
        shown = "published" if upload.options.publish else "submitted"
        return HttpResponseRedirect(f"{self._address('changelist')}?state={shown}")

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not self.may_import(request):
            raise PermissionDenied
