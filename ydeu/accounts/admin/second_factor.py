from typing import Any

from allauth.mfa.admin import AuthenticatorAdmin as AllauthAdmin  # registers itself, so it must come first
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ydeu.accounts import roles

admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class AuthenticatorAdmin(AllauthAdmin):
    """The second factors of people. An administrator deletes a lost one here; no page shows its secret."""

    search_fields = ("user__email", "user__name")
    fields = readonly_fields = AllauthAdmin.list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(user__in=roles.within_reach(by=request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
