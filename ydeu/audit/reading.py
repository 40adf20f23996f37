"""Entries as text: the numbers and codes of the log with the names that their rows have today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ydeu.audit.models import Entry

NAMED_BY = ("title", "name", "name_zh", "email")
"""The first of these columns that a model has is the name of its rows. It needs no query per row."""

Names = dict[str, dict[int, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a reader sees it."""

    at: datetime
    actor: str
    action: str
    object: str
    url: str
    change: str
    details: str


def lines(entries: Iterable[Entry]) -> list[Line]:
    """The entries as readers see them, with one query per kind of object. The caller joins the actors."""
    found = list(entries)
    names = _names(found)
    return [_line(entry, names) for entry in found]


def model_of(entry: Entry) -> type[models.Model] | None:
    """The model of the entry's object. None if it has no object or the model no longer exists."""
    try:
        return apps.get_model(entry.object_type) if entry.object_type else None
    except LookupError:
        return None


def _line(entry: Entry, names: Names) -> Line:
    return Line(
        at=entry.at,
        actor=_actor(entry),
        action=entry.get_action_display(),
        object=_object(entry, names),
        url=_url(entry),
        change=_change(entry),
        details=" · ".join(f"{name}: {_spoken(value)}" for name, value in entry.details.items()),
    )


def _actor(entry: Entry) -> str:
    """The actor's name. If the account no longer exists, its number.

    For such an account a join yields None and a separate query raises.
    """
    if not entry.actor_id:
        return ""
    try:
        person = entry.actor
    except models.ObjectDoesNotExist:
        person = None
    return str(person) if person else _("person %(number)s") % {"number": entry.actor_id}


def _object(entry: Entry, names: Names) -> str:
    model = model_of(entry)
    if model is None:
        return f"{entry.object_type} {entry.object_id or ''}".strip()
    kind = capfirst(model._meta.verbose_name)
    name = names[entry.object_type].get(entry.object_id or 0, "")
    return f"{kind} {entry.object_id or ''} {name}".strip()


def _url(entry: Entry) -> str:
    if not (entry.object_type and entry.object_id):
        return ""
    try:
        return reverse(f"admin:{entry.object_type.replace('.', '_')}_change", args=[entry.object_id])
    except NoReverseMatch:
        return ""


def _change(entry: Entry) -> str:
    states = [_state(entry, code) for code in (entry.old_state, entry.new_state)]
    return " → ".join(state for state in states if state)


def _state(entry: Entry, code: str) -> str:
    model = model_of(entry)
    columns: dict[str, Any] = {field.name: field for field in model._meta.fields} if model else {}
    labels = dict(columns["state"].flatchoices) if "state" in columns else {}
    return str(labels.get(code, code))


def _spoken(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _names(entries: list[Entry]) -> Names:
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.object_id:
            wanted[entry.object_type].add(entry.object_id)
    names: Names = defaultdict(dict)
    for label, numbers in wanted.items():
        column = _named_by(label)
        if column:
            rows = apps.get_model(label)._base_manager.filter(pk__in=numbers)
            names[label] = {pk: str(name) for pk, name in rows.values_list("pk", column) if name}
    return names


def _named_by(label: str) -> str:
    try:
        fields = {field.name for field in apps.get_model(label)._meta.concrete_fields}
    except LookupError:
        return ""
    return next((name for name in NAMED_BY if name in fields), "")
