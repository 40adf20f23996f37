"""The form and the pages that the imports in the admin share."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FileForm(forms.Form):
    """Takes one table. Each import sets the most bytes and the help text."""

    largest: ClassVar[int]
    hint: ClassVar[Any]
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = self.hint

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.largest:
            told = {"has": filesizeformat(file.size), "most": filesizeformat(self.largest)}
            raise forms.ValidationError(
                _("This file is too large for the browser: %(has)s, at most %(most)s.") % told
            )
        return file


class UploadPages(admin.ModelAdmin):
    """Adds the pages of an import. Their URLs are below that of the list."""

    class Media:
        css = {"all": ("marketplace/moderation.css",)}

    def may_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        context = {"title": title, "may_import": self.may_import(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def _page(self, request: HttpRequest, template: str, **more: Any) -> HttpResponse:
        title = _("Import %(listings)s") % {"listings": self.opts.verbose_name_plural}
        about = {"opts": self.opts, "title": title, "media": self.media}
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **about, **more})

    def _address(self, page: str, *arguments: str) -> str:
        return reverse(f"admin:{self._name(page)}", args=arguments)

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"
