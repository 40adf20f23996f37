from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ydeu.privacy.models import PrivacyNotice


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(admin.ModelAdmin):
    """The privacy notice. A new text is a new row; the texts that people have read stay unchanged."""

    list_display = ("since", "pk")
    fields = ("text_zh", "text_en")
    search_fields = ("text_zh", "text_en")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
