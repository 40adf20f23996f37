"""Search every table, session and file of the site, including those of other packages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models


def texts() -> Iterator[tuple[str, int, str, str]]:
    """Table, primary key, column and value of everything in the database that is not a number or a date."""
    for model in apps.get_models():
        for row in model._base_manager.all():
            for column in model._meta.concrete_fields:
                value = getattr(row, column.attname)
                if isinstance(value, (str, list, dict)):
                    yield model._meta.label_lower, row.pk, column.name, str(value)
    for session in Session.objects.all():
        yield "sessions.session", 0, "decoded", str(session.get_decoded())


def files() -> Iterator[Path]:
    folder = Path(settings.MEDIA_ROOT)
    yield from (path for path in folder.rglob("*") if path.is_file())


def where(words: list[str]) -> list[Any]:
    """Every place of the site that contains one of the words, in upper or lower case."""
    spelled = [word.casefold() for each in words for word in (each, json.dumps(each)[1:-1])]
    found: list[Any] = [
        (table, number, column)
        for table, number, column, value in texts()
        if any(word in value.casefold() for word in spelled)
    ]
    for path in files():
        said = path.name + path.read_bytes().decode("utf-8", "ignore")
        found += [path.name for word in words if word.casefold() in said.casefold()]
    return found


def tables(words: list[str]) -> set[str]:
    return {place[0] for place in where(words) if isinstance(place, tuple)}


def models_of_the_site() -> set[str]:
    return {model._meta.label_lower for model in apps.get_models() if not _is_link(model)}


def _is_link(model: type[models.Model]) -> bool:
    """True for the table of a many-to-many relation, which holds only numbers."""
    return bool(model._meta.auto_created)
