from typing import Any

from django import template
from django.db import models
from django.urls import reverse

from ydeu.audit.models import Entry
from ydeu.audit.reading import lines

register = template.Library()

SHOWN = 20
"""Lines shown on the page of an object. The log has the rest."""


@register.inclusion_tag("admin/audit/_lines.html", takes_context=True)
def audit_trail(context: dict[str, Any], row: models.Model | None) -> dict[str, Any]:
    """The entries about a row, newest first, for users who may read the log."""
    if row is None or row.pk is None or not context["request"].user.has_perm("audit.view_entry"):
        return {"may_read": False}
    entries = Entry.objects.about(row).select_related("actor")[: SHOWN + 1]
    label, log = row._meta.label_lower, reverse("admin:audit_entry_changelist")
    return {
        "may_read": True,
        "lines": lines(entries[:SHOWN]),
        "has_more": len(entries) > SHOWN,
        "url": f"{log}?of={label}&number={row.pk}",
    }
