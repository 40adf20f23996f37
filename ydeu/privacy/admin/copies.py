from django.contrib import admin

from ydeu.audit.admin.read_only import ReadOnlyAdmin
from ydeu.privacy.models import DataCopy, Leftover


@admin.register(DataCopy)
class DataCopyAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    """The copies that were made, when and for whom. The file is only for the person who asked for it."""

    list_display = ("asked_at", "asked_by", "enterprise", "state", "attempts", "expires_at")
    list_filter = ("state",)
    list_select_related = ("asked_by", "enterprise")
    search_fields = ("asked_by__email", "enterprise__name")
    fields = ("asked_by", "enterprise", "state", "size", "attempts", "asked_at", "claimed_at", "expires_at")


@admin.register(Leftover)
class LeftoverAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    list_display = ("path", "since")
    search_fields = ("path",)
