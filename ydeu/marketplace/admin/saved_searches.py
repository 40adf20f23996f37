from django.contrib import admin
from django.http import HttpRequest

from ydeu.marketplace.models import SavedSearch


@admin.register(SavedSearch)
class SavedSearchAdmin(admin.ModelAdmin):
    """The saved searches, read-only."""

    list_display = ("name", "owner", "kind", "frequency", "looked_until", "created_at")
    list_filter = ("kind", "frequency")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__email", "owner__name", "query")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SavedSearch | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SavedSearch | None = None) -> bool:
        return False
