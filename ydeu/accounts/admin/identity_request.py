"""Requests for another name or credit code: who may change enterprises grants or declines them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from ydeu.accounts import identity, lookalikes
from ydeu.accounts.models import Enterprise, IdentityRequest
from ydeu.accounts.people import PersonRequest
from ydeu.transitions import DomainError

RIGHT = "accounts.change_enterprise"


@admin.register(IdentityRequest)
class IdentityRequestAdmin(admin.ModelAdmin):
    change_form_template = "accounts/admin/identity_request_change.html"
    list_display = ("asked_at", "enterprise", "old_name", "name", "old_code", "credit_code", "state")
    list_filter = ("state",)
    list_select_related = ("enterprise",)
    search_fields = ("old_name", "name", "old_code", "credit_code")
    fields = readonly_fields = (
        "enterprise",
        "old_name",
        "name",
        "old_code",
        "credit_code",
        "state",
        "asked_by",
        "asked_at",
        "decided_by",
        "decided_at",
        "note",
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RIGHT)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(RIGHT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show which verified names look like the one that is asked for."""
        found = IdentityRequest.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        if found and found.is_waiting:
            wanted = Enterprise(pk=found.enterprise_id, name=found.name)
            extra_context = {**(extra_context or {}), **lookalikes.warnings_about(wanted)}
        return super().change_view(request, object_id, form_url, extra_context)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [
            path("<int:pk>/decide/", decide, name="accounts_identityrequest_decide"),
            *super().get_urls(),
        ]

    def decide(self, request: PersonRequest, pk: int) -> HttpResponse:
        """Handle the buttons on the page of a request."""
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        found = get_object_or_404(IdentityRequest.objects.select_related("enterprise", "asked_by"), pk=pk)
        try:
            if request.POST.get("decision") == "grant":
                identity.grant(found, by=request.user)
            elif request.POST.get("decision") == "decline":
                identity.decline(found, by=request.user, reason=request.POST.get("reason", ""))
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            if not found.is_waiting:
                self.message_user(request, found.get_state_display(), messages.SUCCESS)
        return redirect("admin:accounts_identityrequest_change", pk)
