"""Requests for another name or credit code: who may change enterprises grants or declines them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from ydeu.accounts import identity, lookalikes
from ydeu.accounts.admin.decided_once import DecidedOnce
from ydeu.accounts.models import Enterprise, IdentityRequest, User
from ydeu.lookups import is_number


@admin.register(IdentityRequest)
class IdentityRequestAdmin(DecidedOnce):
    right = "accounts.change_enterprise"
    needed = ("enterprise", "asked_by")
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

    def grant(self, asked: IdentityRequest, *, by: User) -> None:
        identity.grant(asked, by=by)

    def decline(self, asked: IdentityRequest, *, by: User, reason: str) -> None:
        identity.decline(asked, by=by, reason=reason)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show which verified names look like the one that is asked for."""
        found = IdentityRequest.objects.filter(pk=object_id).first() if is_number(object_id) else None
        if found and found.is_waiting:
            wanted = Enterprise(pk=found.enterprise_id, name=found.name)
            extra_context = {**(extra_context or {}), **lookalikes.warnings_about(wanted)}
        return super().change_view(request, object_id, form_url, extra_context)
