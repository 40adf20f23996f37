"""Read-only admin classes for rows that a use case owns or that nobody may change."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest


class ReadOnlyAdmin:
    """No adding, changing or deleting. Anybody who may enter the admin and view the model may look."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Inline(ReadOnlyAdmin, admin.TabularInline):
    """Rows of one table, read-only."""

    people: tuple[str, ...] = ()
    """Foreign keys whose rows are read in the same query, because their names are shown."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.people)


def inline(model: type[Model], *columns: str, people: tuple[str, ...]) -> type[Inline]:
    """An inline of ``model`` with these columns."""
    made = {"model": model, "fields": columns, "readonly_fields": columns, "people": people}
    return type(f"{model.__name__}Inline", (Inline,), made)
