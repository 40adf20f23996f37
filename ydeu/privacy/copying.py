"""The content of a copy of somebody's data: the rows of every table, for programs and for readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ydeu.accounts.models import Enterprise, User
from ydeu.privacy.holdings import Holding
from ydeu.privacy.table import HOLDINGS

CHUNK = 500


@dataclass(frozen=True)
class Row:
    """One row: as data, and as pairs of label and value in the active language."""

    data: dict[str, Any]
    shown: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    name: str
    label: str
    rows: list[Row]
    files: list[str]


def tables(subject: User | Enterprise) -> Iterator[Table]:
    """The tables that hold anything about the subject, in the order of the site."""
    for holding in reversed(HOLDINGS):
        found = _copied(holding, subject)
        known = _members(holding, subject)
        rows = [_row(holding, row, known) for row in found.iterator(chunk_size=CHUNK)]
        if rows:
            paths = [path for name in _files(holding) for path in found.values_list(name, flat=True) if path]
            yield Table(holding.table, capfirst(holding.label), rows, paths)


def rows_of(holding: Holding, subject: User | Enterprise) -> models.QuerySet[Any]:
    if isinstance(subject, User):
        return holding.of_person(subject.pk)
    return holding.of_enterprises([subject.pk]).filter(holding.for_enterprises)


def _files(holding: Holding) -> list[str]:
    """The columns with files, without uploads that nobody has checked: those are out of reach."""
    return [name for name in holding.files() if name not in holding.hidden]


def _copied(holding: Holding, subject: User | Enterprise) -> models.QuerySet[Any]:
    if holding.in_copies:
        return rows_of(holding, subject)
    return holding.by_person(subject.pk) if isinstance(subject, User) else rows_of(holding, subject).none()


def _members(holding: Holding, subject: User | Enterprise) -> set[int] | None:
    """The people who may be named in the subject's copy of the rows. None if everybody may."""
    if isinstance(subject, Enterprise) and holding.is_shared:
        return set(subject.memberships.values_list("user", flat=True))
    return None


def _row(holding: Holding, row: models.Model, known: set[int] | None) -> Row:
    for name in holding.persons():
        if known is not None and getattr(row, name) not in known:
            setattr(row, name, None)
    columns = [field for field in row._meta.concrete_fields if field.name not in holding.hidden]
    return Row(
        data={field.name: _plain(field, row) for field in columns},
        shown=[(capfirst(str(field.verbose_name)), _spoken(field, row)) for field in columns],
    )


def _plain(field: Any, row: models.Model) -> Any:
    """The stored value. A foreign key is a number, because the other row's name is not the subject's data."""
    value = getattr(row, field.attname)
    return str(value) if isinstance(field, models.FileField) else value


def _spoken(field: Any, row: models.Model) -> str:
    value = _plain(field, row)
    if field.choices and not isinstance(value, list):
        return str(dict(field.flatchoices).get(value, value or ""))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
