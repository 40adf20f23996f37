from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ydeu.alliances import coordinators
from ydeu.alliances.models import Alliance, AllianceMember, Coordinator
from ydeu.lookups import LookedUp


class ForSuperusers:
    """Coordinators hold a role, so only superusers appoint and dismiss them. Staff may look."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser


class CoordinatorInline(ForSuperusers, LookedUp, admin.TabularInline):
    model = Coordinator
    autocomplete_fields = ("user",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "alliance")


class AllianceMemberInline(LookedUp, admin.TabularInline):
    model = AllianceMember
    autocomplete_fields = ("enterprise",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("enterprise", "alliance")


@admin.register(Alliance)
class AllianceAdmin(admin.ModelAdmin):
    list_display = ("name_zh", "name_en", "slug", "verified", "days_to_decide", "second_opinion", "is_sample")
    list_filter = ("verified", "is_sample")
    search_fields = ("name_zh", "name_en", "slug")
    readonly_fields = ("is_sample",)
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (CoordinatorInline, AllianceMemberInline)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        """Save the rows below the alliance. Coordinators go through the use case, as on their own page."""
        if formset.model is not Coordinator:
            super().save_formset(request, form, formset, change)
            return
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            coordinators.dismiss(row, by=request.user)
        for row in rows:
            coordinators.appoint(row, by=request.user)


@admin.register(Coordinator)
class CoordinatorAdmin(ForSuperusers, LookedUp, admin.ModelAdmin):
    list_display = ("user", "alliance", "since")
    list_filter = ("alliance",)
    list_select_related = ("user", "alliance")
    search_fields = ("user__email", "user__name", "alliance__name_zh", "alliance__name_en")
    autocomplete_fields = ("user", "alliance")

    def save_model(self, request: Any, obj: Coordinator, form: Any, change: bool) -> None:
        coordinators.appoint(obj, by=request.user)

    def delete_model(self, request: Any, obj: Coordinator) -> None:
        coordinators.dismiss(obj, by=request.user)

    def delete_queryset(self, request: Any, queryset: QuerySet[Any]) -> None:
        for coordinator in queryset.select_related("alliance"):
            coordinators.dismiss(coordinator, by=request.user)


@admin.register(AllianceMember)
class AllianceMemberAdmin(LookedUp, admin.ModelAdmin):
    list_display = ("enterprise", "alliance", "segment", "since")
    list_filter = ("alliance", "segment")
    list_select_related = ("enterprise", "alliance")
    search_fields = ("enterprise__name", "enterprise__credit_code")
    autocomplete_fields = ("enterprise", "alliance")
