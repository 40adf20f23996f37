from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import roles
from ydeu.accounts.models import Membership, User

POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name", "language")


class MembershipInline(admin.TabularInline):
    """The enterprises the person acts for, read-only: the enterprise's page changes and records them."""

    model = Membership
    fields = readonly_fields = ("enterprise", "role", "created_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, *_args: object) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People. Staff who are not superusers cannot grant rights, nor change a person who holds any role."""

    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "language", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "is_superuser", "language")
    search_fields = ("email", "name")
    readonly_fields = ("last_login", "date_joined")
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("email", "name", "language", "password")}),
        (
            _("Permissions"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "language", "usable_password", "password1", "password2")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or roles.is_within_reach(obj, by=request.user))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Always False: ``ydeu.privacy`` deletes people, after a grace period, and keeps the history."""
        return False
