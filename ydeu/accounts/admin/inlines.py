from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ydeu.accounts.models import EnterpriseEvent, Membership
from ydeu.lookups import LookedUp


class MembershipInline(LookedUp, admin.TabularInline):
    model = Membership
    autocomplete_fields = ("user",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "enterprise")


class EventInline(admin.TabularInline):
    """The history of the enterprise, read-only."""

    model = EnterpriseEvent
    fields = readonly_fields = ("at", "kind", "actor", "note")
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("actor")

    def has_add_permission(self, *_args: object) -> bool:
        return False

    def has_change_permission(self, *_args: object) -> bool:
        return False
