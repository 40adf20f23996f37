from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.db.models import DecimalField, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.admin.glossary_files import GlossaryFiles
from matching.models import GlossaryEntry
from matching.models.glossary import NOT_USED, STARTER_NOTE


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


class SourceFilter(admin.SimpleListFilter):
    title = _("source")
    parameter_name = "source"

    def lookups(self, *_args: object) -> list[tuple[str, Any]]:
        return [("starter", _("Starter glossary")), ("own", _("Entries of the union"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[GlossaryEntry]) -> QuerySet[GlossaryEntry]:
        is_starter = Q(note__startswith=STARTER_NOTE)
        return {
            "starter": queryset.filter(is_starter),
            "own": queryset.exclude(is_starter),
        }.get(self.value() or "", queryset)


class WeightForm(forms.ModelForm):
    """A row of the list, in which the field has no label and no help text of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weight = self.fields["weight"]
        weight.help_text = ""
        weight.widget.attrs["aria-label"] = f"{capfirst(weight.label)}: {self.instance}"


@admin.register(GlossaryEntry)
class GlossaryAdmin(GlossaryFiles):
    list_display = ("zh", "en", "weight", "note", "updated_by", "updated_at")
    list_editable = ("weight",)
    list_filter = (WeightFilter, SourceFilter, "updated_at")
    list_select_related = ("updated_by",)
    search_fields = ("zh", "en", "note")
    fields = ("zh", "en", "weight", "note")
    readonly_fields = ("created_by", "created_at", "updated_by", "updated_at")
    formfield_overrides = {DecimalField: {"widget": AdminIntegerFieldWidget}}  # a narrow input

    def get_fields(self, request: HttpRequest, obj: GlossaryEntry | None = None) -> tuple[str, ...]:
        return self.fields if obj is None else (*self.fields, *self.readonly_fields)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, form=WeightForm, **kwargs)

    def save_model(self, request: HttpRequest, obj: GlossaryEntry, form: Any, change: bool) -> None:
        obj.updated_by = request.user
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
