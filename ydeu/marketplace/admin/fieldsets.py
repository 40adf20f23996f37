"""The fieldsets of a listing's admin page, built from the table of fields."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin

from ydeu.accounts.fields import CodeListField
from ydeu.marketplace.field_places import AdminFieldset
from ydeu.marketplace.listing_fields import in_group
from ydeu.marketplace.models import Listing

SHOWN_SYSTEM_COLUMNS = (
    "state",
    "created_by",
    "submitted_at",
    "published_at",
    "revision",
    "moderated_revision",
    "matched_revision",
    "external_id",
)
"""System columns that the admin page shows in its last fieldset."""


def fieldsets_of(model: type[Listing]) -> list[tuple[Any, dict[str, Any]]]:
    """The fieldsets that have a field of this model. A list of codes is shown by its labels."""
    found = [
        (group, [_shown(model, field.name) for field in in_group(group, model.kind)])
        for group in AdminFieldset.IN_ORDER
    ]
    return [
        (group.title, {"fields": [*names, *(SHOWN_SYSTEM_COLUMNS if group is AdminFieldset.RECORD else ())]})
        for group, names in found
        if names
    ]


def _shown(model: type[Listing], name: str) -> str | Callable[[Listing], str]:
    column = model._meta.get_field(name)
    return _labels_of(column) if isinstance(column, CodeListField) else name


def _labels_of(column: CodeListField) -> Callable[[Listing], str]:
    @admin.display(description=column.verbose_name)
    def labels(listing: Listing) -> str:
        known = dict(column.flatchoices)
        return ", ".join(str(known.get(code, code)) for code in getattr(listing, column.name)) or "-"

    labels.__name__ = column.name
    return labels
