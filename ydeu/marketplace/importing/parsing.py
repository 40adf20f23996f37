"""Turns records into rows of listings, with the errors of each. It does not use the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.engine.tables.headings import unit_of
from matching.engine.tables.merges import letter_of
from matching.engine.tables.records import Cell, Flaw, Lack, Record, is_empty
from matching.engine.text import scripts
from ydeu.accounts.enums import Language
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.cells import BadCell, Meant, fitting, is_nothing, plain, sound
from ydeu.marketplace.importing.columns import ABOUT, OF_OWNER, is_shared, longest_of, readers_of
from ydeu.marketplace.importing.headings import heading, is_heading
from ydeu.marketplace.importing.layout import AS_FOUND, BadHeader, Choices, Layout, layout_of, refuse_unknown
from ydeu.marketplace.importing.money import with_unit
from ydeu.marketplace.importing.reading import OF_OPERATORS, Limits
from ydeu.marketplace.importing.requirements import RequirementText

__all__ = ["BadHeader", "CellError", "Row", "Understood", "parse", "rows", "rows_of"]

HAN = re.compile(f"[{scripts.HAN}]")
NOT_A_TITLE = gettext_lazy(
    "“%(title)s” is the name of a column. If the table stands on its side, or another table follows, "
    "please give each listing a row below one row of headings."
)
WITH_UNIT = frozenset({"budget_band", "award"})
"""Columns of amounts: a number without one has the unit in the brackets of the heading."""


@dataclass(frozen=True, slots=True)
class CellError:
    """One error and its position in the file."""

    row: int
    line: int
    column: str
    message: str

    @property
    def place(self) -> str:
        return self._place(self.column)

    def place_in(self, kind: ListingKind) -> str:
        """The position with the heading of the column in the active language."""
        return self._place(heading(kind, self.column))

    def _place(self, column: str) -> str:
        if self.line == self.row:
            return _("row %(row)d, column %(column)s") % {"row": self.row, "column": column}
        where = {"row": self.row, "line": self.line, "column": column}
        return _("row %(row)d (line %(line)d), column %(column)s") % where

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Understood:
    """A cell that was not typed as it is understood."""

    row: int
    column: str
    typed: str
    told: str


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
    understood: list[Understood] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    """The columns whose cells are not empty."""

    @property
    def title(self) -> str:
        return str(self.fields.get("title", ""))

    def fault(self, column: str, message: str) -> CellError:
        return CellError(self.row, self.line, column, message)


def rows(
    path: Path, kind: ListingKind, limits: Limits = OF_OPERATORS, choices: Choices = AS_FOUND
) -> Iterator[Row]:
    """The rows of the file, one at a time. Raises Unreadable for the file as a whole."""
    layout = layout_of(path, kind, limits, choices)
    refuse_unknown(layout, kind)
    return rows_of(layout, kind)


def rows_of(layout: Layout, kind: ListingKind) -> Iterator[Row]:
    """The rows of a file whose layout is known, one at a time."""
    return (parse(record, layout, kind) for record in layout.records())


def parse(record: Record, layout: Layout, kind: ListingKind) -> Row:
    row = Row(record.row, record.line)
    for at, cell in enumerate(record.cells):
        column = layout.columns[at] if at < len(layout.columns) else ""
        if (
            not column
            or (cell := _own(cell, column, at, row=row, layout=layout, kind=kind)) is None
            or not plain(cell)
        ):
            continue
        if column in OF_OWNER and is_nothing(cell):
            row.understood.append(Understood(row.row, column, plain(cell), _("left empty")))
            continue
        try:
            _set(row, column, _read(sound(cell), column, at, layout, kind), cell)
        except BadCell as problem:
            if is_nothing(cell):
                row.understood.append(Understood(row.row, column, plain(cell), _("left empty")))
            else:
                row.errors.append(row.fault(column, str(problem)))
    _complain(row, record, layout, kind)
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


def _own(cell: Cell, column: str, at: int, *, row: Row, layout: Layout, kind: ListingKind) -> Cell:
    """The cell, or the value of merged cells. The row gets an error if they may not stand for each row."""
    if not isinstance(cell, Flaw) or cell.lack is not Lack.MERGED:
        return cell
    letters = {end.rstrip("0123456789").upper() for end in cell.text.split(":")}
    if letters == {letter_of(at)} and is_shared(kind, column):
        layout.carried[column] += 1
        return cell.value
    told = {"cells": cell.text, "column": heading(kind, column)}
    row.errors.append(
        row.fault(
            column, _("The cells %(cells)s are merged. Please fill in “%(column)s” for each row.") % told
        )
    )
    return None


def _read(cell: Cell, column: str, at: int, layout: Layout, kind: ListingKind) -> Any:
    fitting(plain(cell), longest_of(kind, column))
    unit = unit_of(layout.found.headings.said[at]) if column in WITH_UNIT else ""
    if unit and not (column == "award" and unit.startswith("万")):  # an award is counted in that unit anyway
        cell = with_unit(cell, unit)
    return readers_of(kind)[column](cell)


def _set(row: Row, column: str, value: Any, cell: Cell) -> None:
    row.given.add(column)
    if isinstance(value, Meant):
        row.understood.append(Understood(row.row, column, plain(cell), value.told))
        value = value.value
    if column in ABOUT or column == "requirements":
        setattr(row, column, value)
    else:
        row.fields[column] = value


def _complain(row: Row, record: Record, layout: Layout, kind: ListingKind) -> None:
    """Add the errors of the row as a whole."""
    faulty = {error.column for error in row.errors}
    if not row.title and "title" not in faulty:
        row.errors.insert(0, row.fault("title", _("A title is needed.")))
    elif is_heading(kind, row.title):
        told = {"title": row.title}
        row.errors.insert(0, row.fault("title", str(NOT_A_TITLE % told)))
    said = layout.found.headings.said
    if any(not is_empty(cell) and (at >= len(said) or not said[at]) for at, cell in enumerate(record.cells)):
        row.errors.append(row.fault("?", _("A cell stands beyond the named columns.")))
