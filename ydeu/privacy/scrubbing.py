"""Remove the traces of a subject from the texts of rows that stay."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from ydeu.accounts.models import User
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Listing
from ydeu.privacy import identifiers
from ydeu.privacy.enums import Reach
from ydeu.privacy.holdings import Holding
from ydeu.privacy.identifiers import Identifiers
from ydeu.privacy.table import HOLDINGS

BATCH = 500


def scrub_everywhere(words: Identifiers) -> Iterator[models.Model]:
    """Remove addresses and numbers from every text, because they identify the subject anywhere.

    Yields the rows whose text has changed.
    """
    for holding in HOLDINGS:
        columns = {f"_{field.name}": Cast(field.name, models.TextField()) for field in holding.texts()}
        rows = holding.model._base_manager.alias(**columns)
        if not columns or holding.model in (Entry, User):
            continue  # the log has no names, and accounts belong to other people
        named = words.spellings(holding.names_elsewhere)
        found = rows.filter(identifiers.containing(list(columns), named)).values_list("pk", flat=True)
        for part in parts(list(found)):
            near = holding.model._base_manager.filter(pk__in=part)
            yield from scrub(holding, near, words, holding.names_elsewhere)


def scrub(holding: Holding, rows: models.QuerySet[Any], words: Identifiers, names: Reach) -> list[Any]:
    """Remove the traces and return the changed rows. They are locked, so no simultaneous edit is lost."""
    columns = [field.name for field in holding.texts() if field.name not in holding.untouched]
    changed = []
    for row in rows.select_for_update().order_by("pk"):
        before = {name: getattr(row, name) for name in columns}
        after = {name: _cleaned(holding, name, before[name], words, names) for name in columns}
        changes = {name: after[name] for name in columns if after[name] != before[name]}
        if changes:
            row.__dict__.update(changes)
            holding.model._base_manager.filter(pk=row.pk).update(**changes, **touched(holding.model))
            changed.append(row)
    return changed


def touched(model: type[models.Model]) -> dict[str, Any]:
    """The new time of change of a listing, so that an editor with an old copy cannot restore the text."""
    return {"updated_at": timezone.now()} if issubclass(model, Listing) else {}


def parts(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


def _cleaned(holding: Holding, column: str, value: Any, words: Identifiers, names: Reach) -> Any:
    if column in holding.whole:
        return words.unless_known(value)
    if column in holding.json_texts:
        return _cleaned_json(value, words, names)
    return words.without(value, names)


def _cleaned_json(text: str, words: Identifiers, names: Reach) -> str:
    """The JSON text without traces. It is parsed first, because JSON escapes Chinese names."""
    try:
        before = json.loads(text)
    except ValueError:
        return str(words.without(text, names))
    after = words.without(before, names)
    return text if after == before else json.dumps(after)
