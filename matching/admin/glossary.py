from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from matching.admin.glossary_files import GlossaryFiles
from matching.models import GlossaryEntry
from matching.models.glossary import NOT_USED


class WeightFilter(admin.SimpleListFilter):
    title = _("weight")
    parameter_name = "counts"

    def lookups(self, *_args: object) -> list[tuple[str, Any]]:
        return [
            ("never", _("Never used (0)")),
            ("less", _("Less than the dictionary")),
            ("same", _("As the dictionary (1)")),
            ("more", _("More than the dictionary")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[GlossaryEntry]) -> QuerySet[GlossaryEntry]:
        one = Decimal(1)
        return {
            "never": queryset.filter(weight=NOT_USED),
            "less": queryset.filter(weight__gt=NOT_USED, weight__lt=one),
            "same": queryset.filter(weight=one),
            "more": queryset.filter(weight__gt=one),
        }.get(self.value() or "", queryset)


@admin.register(GlossaryEntry)
class GlossaryAdmin(GlossaryFiles):
    list_display = ("zh", "en", "weight", "note", "updated_by", "updated_at")
    list_editable = ("weight",)
    list_filter = (WeightFilter, "updated_at")
    list_select_related = ("updated_by",)
    search_fields = ("zh", "en", "note")
    fields = ("zh", "en", "weight", "note", "created_by", "created_at", "updated_by", "updated_at")
    readonly_fields = ("created_by", "created_at", "updated_by", "updated_at")

    def save_model(self, request: HttpRequest, obj: GlossaryEntry, form: Any, change: bool) -> None:
        obj.updated_by = request.user
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
