"""The glossary as a spreadsheet file: read an edited file, and write CSV and XLSX."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from matching.glossary.entries import Pair
from matching.models import GlossaryEntry
from ydeu import downloads
from ydeu.marketplace.importing.cells import plain
from ydeu.marketplace.importing.checking import Check
from ydeu.marketplace.importing.parsing import BadHeader, CellError
from ydeu.marketplace.importing.reading import Cell, Record, Unreadable, records

COLUMNS = ("zh", "en", "weight", "note")
NEEDED = ("zh", "en")
MAX_ROWS = 10_000


@dataclass(slots=True)
class Reading:
    """A file that was read to its end: its pairs and all faults that were found."""

    pairs: list[Pair] = field(default_factory=list)
    check: Check = field(default_factory=Check)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    """The number of the first row that holds each pair."""


def read(path: Path) -> Reading:
    """Read a glossary file.

    Raises Unreadable if it is not a table with the columns of a glossary, or has more than 10,000 rows.
    """
    found = records(path)
    header = next(found, None)
    if header is None:
        raise Unreadable(_("The file is empty."))
    columns = columns_of(header)
    reading = Reading()
    for record in found:
        reading.check.read += 1
        if reading.check.read > MAX_ROWS:
            values = {"most": MAX_ROWS}
            raise Unreadable(_("More than %(most)d rows: please divide them among several files.") % values)
        _add(record, columns, reading)
    return reading


def columns_of(header: Record) -> list[str]:
    """The glossary column of each column of the file; an empty name for a column without a heading.

    Raises BadHeader.
    """
    columns = [plain(cell).lower() for cell in header.cells]
    unknown = [name for name in columns if name and name not in COLUMNS]
    if unknown:
        values = {"unknown": ", ".join(unknown), "known": ", ".join(COLUMNS)}
        raise BadHeader(_("Unknown column: %(unknown)s. Known columns: %(known)s") % values)
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise BadHeader(_("Two columns mean the same: %(columns)s") % {"columns": ", ".join(twice)})
    for name in NEEDED:
        if name not in columns:
            raise BadHeader(_("The file has no column “%(column)s”.") % {"column": name})
    return columns


def as_csv() -> bytes:
    """The glossary as CSV, with the byte order mark that tells Excel that it is UTF-8."""
    return downloads.as_csv(COLUMNS, _table())


def as_xlsx() -> bytes:
    return downloads.as_xlsx(COLUMNS, _table())


def _table() -> Iterator[tuple[str, str, Decimal, str]]:
    for zh, en, weight, note in GlossaryEntry.objects.values_list(*COLUMNS):
        yield _guarded(zh), _guarded(en), weight, _guarded(note)


def _guarded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula. ``_unguarded`` removes it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text.startswith(downloads.FORMULA) else text


def _unguarded(cell: Cell) -> str:
    text = plain(cell)
    return text[1:] if text.startswith(tuple(f"'{start}" for start in downloads.FORMULA)) else text


def _add(record: Record, columns: list[str], reading: Reading) -> None:
    names = columns + [""] * (len(record.cells) - len(columns))
    cells = {name: _unguarded(cell) for name, cell in zip(names, record.cells, strict=False) if plain(cell)}
    entry = GlossaryEntry(**{name: cells[name] for name in COLUMNS if name in cells})
    faults = [*_faults(entry)]
    if "" in cells:
        faults.append(("?", _("A cell stands beyond the named columns.")))
    first = reading.rows.setdefault((entry.zh, entry.en), record.row)
    if first != record.row and not faults:
        faults.append(("zh", _("Row %(first)d has the same pair.") % {"first": first}))
    for column, message in faults:
        reading.check.blame(CellError(record.row, record.line, column, message))
    reading.pairs.append(Pair(entry.zh, entry.en, entry.weight if "weight" in cells else None, entry.note))


def _faults(entry: GlossaryEntry) -> Iterator[tuple[str, str]]:
    """Column and message of each fault. Also brings the fields of ``entry`` into their stored form."""
    try:
        entry.clean_fields()
    except ValidationError as error:
        for column, messages in error.message_dict.items():
            yield from ((column, message) for message in messages)
