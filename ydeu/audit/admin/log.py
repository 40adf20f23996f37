"""The page of the log: newest first, with filters, search and export."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ydeu import downloads
from ydeu.audit.admin.read_only import ReadOnlyAdmin
from ydeu.audit.models import Entry
from ydeu.audit.reading import Line, lines
from ydeu.lookups import is_number

MAX_LISTED = 10_000
"""Entries that the pages reach, so that no page counts a million rows. Filters reach older entries."""

MAX_EXPORTED = 50_000
COLUMNS = ("when", "who", "action", "what", "change", "more")


class CappedPaginator(Paginator):
    @cached_property
    def count(self) -> int:
        return self.object_list[:MAX_LISTED].count()


class ReadableEntries(ChangeList):
    """Read the names for a whole page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for entry, line in zip(self.result_list, lines(self.result_list), strict=True):
            entry.line = line


class ObjectTypeFilter(admin.SimpleListFilter):
    """The kinds of objects of this site. The admin lists them, because a query over the log takes long."""

    title = gettext_lazy("kind of object")
    parameter_name = "of"

    def lookups(self, *_args: object) -> list[tuple[str, str]]:
        shown = {model for model in admin.site._registry if model._meta.managed}
        kinds = {model._meta.label_lower: capfirst(model._meta.verbose_name_plural) for model in shown}
        return sorted(kinds.items(), key=lambda kind: kind[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        return queryset.filter(object_type=self.value()) if self.value() else queryset


class NumberFilter(admin.SimpleListFilter):
    """The number of an object. Links from an object's page set it; the filter offers no choices."""

    title, parameter_name = gettext_lazy("number"), "number"

    def lookups(self, *_args: object) -> list[tuple[str, str]]:
        number = self.used_parameters.get(self.parameter_name, "")
        return [(number, number)] if number else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        number = self.value() or ""
        return queryset.filter(object_id=int(number)) if is_number(number) else queryset


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    change_list_template = "admin/audit/log.html"
    list_display = COLUMNS
    list_display_links = ("when",)
    list_filter = (
        ("at", admin.DateFieldListFilter),
        ("action", admin.ChoicesFieldListFilter),
        ObjectTypeFilter,
        NumberFilter,
    )
    list_per_page = 100
    list_select_related = ("actor",)
    paginator = CappedPaginator
    show_full_result_count = False
    sortable_by = ()
    ordering = ("-pk",)
    search_fields = ("action",)  # makes Django show the search field; get_search_results does the search
    search_help_text = gettext_lazy("A person, an action, a state, a kind of object or its number.")
    fields = (*COLUMNS, "actor", "object_type", "object_id")
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("export.<str:kind>", wrap(self.export), name="audit_entry_export"),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:
        return ReadableEntries

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.found_by(search_term), False

    def export(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Export the entries that the page's filters select, newest first, as a spreadsheet."""
        if not self.has_view_permission(request) or kind not in downloads.FORMATS:
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)[: MAX_EXPORTED + 1]
        except IncorrectLookupParameters:
            return redirect(f"{reverse('admin:audit_entry_changelist')}?{ERROR_FLAG}=1")
        head = [_("When"), _("Who"), _("Action"), _("Object"), _("State"), _("Details")]
        rows = map(_row, lines(entries))
        return downloads.download(kind, _("audit trail"), head, rows, most=MAX_EXPORTED)

    @admin.display(description=gettext_lazy("when"))
    def when(self, entry: Entry) -> Any:
        return entry.at

    @admin.display(description=gettext_lazy("who"))
    def who(self, entry: Entry) -> str:
        return _read(entry).actor or _("nobody in particular")

    @admin.display(description=gettext_lazy("action"))
    def action(self, entry: Entry) -> str:
        return _read(entry).action

    @admin.display(description=gettext_lazy("object"))
    def what(self, entry: Entry) -> str:
        line = _read(entry)
        return format_html('<a href="{}">{}</a>', line.url, line.object) if line.url else line.object

    @admin.display(description=gettext_lazy("state"))
    def change(self, entry: Entry) -> str:
        return _read(entry).change

    @admin.display(description=gettext_lazy("details"))
    def more(self, entry: Entry) -> str:
        return _read(entry).details


def _read(entry: Any) -> Line:
    if not hasattr(entry, "line"):
        (entry.line,) = lines([entry])
    line: Line = entry.line
    return line


def _row(line: Line) -> tuple[object, ...]:
    return (line.at, line.actor, line.action, line.object, line.change, line.details)
