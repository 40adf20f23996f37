"""Turns records into rows of listings, with the errors of each. It does not use the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from matching.engine.text import scripts
from ydeu.accounts.enums import Language
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.cells import BadCell, RequirementText, plain
from ydeu.marketplace.importing.columns import ABOUT, names_of, readers_of
from ydeu.marketplace.importing.headings import column_of
from ydeu.marketplace.importing.reading import OF_OPERATORS, Limits, Record, Unreadable, records

HAN = re.compile(f"[{scripts.HAN}]")


class BadHeader(Unreadable):
    """The first row names unknown columns, or the same column twice."""


@dataclass(frozen=True, slots=True)
class CellError:
    """One error and its position in the file."""

    row: int
    line: int
    column: str
    message: str

    @property
    def place(self) -> str:
        if self.line == self.row:
            return _("row %(row)d, column %(column)s") % {"row": self.row, "column": self.column}
        where = {"row": self.row, "line": self.line, "column": self.column}
        return _("row %(row)d (line %(line)d), column %(column)s") % where

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(slots=True)
class Row:
    """One listing of the file. ``fields`` has the values of its columns."""

    row: int
    line: int
    external_id: str = ""
    organisation: str = ""
    enterprise: str = ""
    alliance: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    requirements: list[RequirementText] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.fields.get("title", ""))

    def fault(self, column: str, message: str) -> CellError:
        return CellError(self.row, self.line, column, message)


def rows(path: Path, kind: ListingKind, limits: Limits = OF_OPERATORS) -> Iterator[Row]:
    """The rows of the file, one at a time. Raises Unreadable for the file as a whole."""
    found = records(path, limits)
    header = next(found, None)
    if header is None:
        raise Unreadable(_("The file is empty."))
    columns = columns_of(header, kind)
    return (parse(record, columns, kind) for record in found)


def columns_of(header: Record, kind: ListingKind) -> list[str]:
    """The field of each column. It is empty for a column without a heading. Raises BadHeader."""
    columns = [column_of(kind, plain(cell)) for cell in header.cells]
    known = names_of(kind)
    unknown = [name for name in columns if name and name not in known]
    if unknown:
        told = {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        raise BadHeader(_("Unknown column: %(unknown)s. Known columns: %(known)s") % told)
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise BadHeader(_("Two columns mean the same: %(columns)s") % {"columns": ", ".join(twice)})
    if "title" not in columns:
        raise BadHeader(_("The file has no column “title”."))
    return columns


def parse(record: Record, columns: list[str], kind: ListingKind) -> Row:
    row = Row(record.row, record.line)
    readers = readers_of(kind)
    for column, cell in zip(columns, record.cells, strict=False):
        if not column or not plain(cell):
            continue
        try:
            _set(row, column, readers[column](cell))
        except BadCell as problem:
            row.errors.append(row.fault(column, str(problem)))
    _complain(row, record, columns)
    row.fields.setdefault("language", language_of(row))
    row.external_id = row.external_id or fingerprint(row, kind)
    return row


def language_of(row: Row) -> str:
    """Chinese if the title or the description has a Han character, otherwise English."""
    has_han = HAN.search(row.title) or HAN.search(row.fields.get("description", ""))
    return Language.CHINESE.value if has_han else Language.ENGLISH.value


def fingerprint(row: Row, kind: ListingKind) -> str:
    """The number of a row without one: a hash of kind, title, description and organisation."""
    said = (kind.value, row.title, row.fields.get("description", ""), row.organisation)
    return f"sha256:{sha256(chr(31).join(said).encode()).hexdigest()[:40]}"


def _set(row: Row, column: str, value: Any) -> None:
    if column in ABOUT or column == "requirements":
        setattr(row, column, value)
    else:
        row.fields[column] = value


def _complain(row: Row, record: Record, columns: list[str]) -> None:
    """Add the errors of the row as a whole."""
    faulty = {error.column for error in row.errors}
    if not row.title and "title" not in faulty:
        row.errors.insert(0, row.fault("title", _("A title is needed.")))
    named = [cell for cell, column in zip(record.cells, columns, strict=False) if column]
    if sum(1 for cell in record.cells if plain(cell)) > sum(1 for cell in named if plain(cell)):
        row.errors.append(row.fault("?", _("A cell stands beyond the named columns.")))
