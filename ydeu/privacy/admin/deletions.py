"""Deletions: administrators ask for them, decide on them and take them back; the worker carries them out."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from ydeu.lookups import LookedUp
from ydeu.privacy import deletions
from ydeu.privacy.models import Deletion
from ydeu.transitions import DomainError

DECISIONS: dict[str, Callable[..., None]] = {
    "approve": deletions.approve,
    "refuse": deletions.refuse,
    "cancel": deletions.cancel,
}


class AskForm(forms.ModelForm):
    """Choose a person or an enterprise. The use case checks if the deletion is possible."""

    class Meta:
        model = Deletion
        fields = ("person", "enterprise")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("person")) == bool(cleaned.get("enterprise")):
            raise forms.ValidationError(_("Please choose either a person or an enterprise."))
        return cleaned

    def _post_clean(self) -> None:
        """Skip the model's checks: the use case creates the row and checks that there is no other."""


@admin.register(Deletion)
class DeletionAdmin(LookedUp, admin.ModelAdmin):
    form = AskForm
    change_form_template = "admin/privacy/deletion_change.html"
    list_display = ("asked_at", "person", "enterprise", "state", "due_at", "ended_at", "asked_by")
    list_filter = ("state", "stop_reason")
    list_select_related = ("person", "enterprise", "asked_by")
    search_fields = ("person__email", "person__name", "enterprise__name")
    autocomplete_fields = ("person", "enterprise")

    def get_fields(self, request: HttpRequest, obj: Deletion | None = None) -> tuple[str, ...]:
        told = ("state", "stop_reason", "asked_by", "asked_at", "approved_by", "due_at", "ended_at")
        return ("person", "enterprise", *(told if obj else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Deletion | None = None) -> tuple[str, ...]:
        return self.get_fields(request, obj) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name="privacy_deletion_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Handle the buttons on the page of a deletion."""
        deletion = get_object_or_404(Deletion.objects.select_related("person", "enterprise"), pk=pk)
        if not self.has_change_permission(request, deletion):
            raise PermissionDenied
        decision = DECISIONS.get(request.POST.get("decision", ""))
        if decision:
            try:
                decision(deletion, by=request.user)
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, deletion.get_state_display(), messages.SUCCESS)
        return redirect("admin:privacy_deletion_change", pk)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Do nothing: a deletion has no related rows."""

    def save_form(self, request: Any, form: Any, change: bool) -> Deletion:
        return form.instance

    def add_view(self, request: Any, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Show a DomainError on the page."""
        try:
            return super().add_view(request, form_url, extra_context)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:privacy_deletion_add")

    def save_model(self, request: Any, obj: Deletion, form: Any, change: bool) -> None:
        if not change:
            subject = form.cleaned_data["person"] or form.cleaned_data["enterprise"]
            made = deletions.ask(subject, by=request.user)
            obj.__dict__.update(made.__dict__)
