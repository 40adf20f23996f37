"""Log rows that are deleted together: Django writes its own history of them without a signal."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.actions import delete_selected as usual
from django.contrib.admin.models import DELETION
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from ydeu.audit.receivers import note_admin_edits


@admin.action(permissions=["delete"], description=usual.short_description)  # type: ignore[attr-defined]
def delete_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """Delete the rows as Django does, and write a line to the log for each deleted row."""
    rows = list(queryset) if request.POST.get("post") else []
    with transaction.atomic():
        page = usual(modeladmin, request, queryset)
        if page is None:
            note_admin_edits(DELETION, rows, by=request.user)
    return page


admin.site.add_action(delete_selected, "delete_selected")
