"""Reads CSV files and workbooks as records. It does not interpret the columns."""

import csv
import warnings
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from ydeu.transitions import DomainError

Cell = object
"""A string. In a workbook also a number, a boolean or a date. None is an empty cell."""

BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", ";", "\t")
ZIP_START = b"PK\x03\x04"
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"
CHUNK = 1 << 20
DAMAGED = (
    *(BadZipFile, zlib.error, EOFError, RuntimeError),  # of the archive; RuntimeError if it needs a password
    *(LookupError, TypeError, AttributeError, ValueError, SyntaxError),  # of its content, ParseError included
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file to read. A larger one is refused, because a small archive may hold a huge table."""

    unpacked: int = 512 << 20
    """The most bytes of an unpacked workbook."""
    rows: int | None = None
    """The most rows, with blank ones. None sets no limit."""
    columns: int = 500
    """The most columns with content. A row may have 16,384 in all."""
    beyond: int = 2_000_000
    """The most empty cells beyond these columns, in all rows."""


OF_OPERATORS, OF_MEMBERS = Limits(), Limits(unpacked=32 << 20, rows=10_000)


class Unreadable(DomainError):
    """The file is not a table, damaged or too large."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the table. ``row`` is its number in a spreadsheet, ``line`` in a text editor."""

    row: int
    line: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return all(cell is None or cell == "" or str(cell).isspace() for cell in self.cells)


def records(path: Path, limits: Limits = OF_OPERATORS) -> Iterator[Record]:
    """The records that are not blank, one at a time, the header first."""
    start = _first_bytes(path)
    if start == OLD_OFFICE_START:
        raise Unreadable(_("This is a workbook of the old Excel format: please save it as XLSX or CSV."))
    found = _of_workbook(path, limits.unpacked) if start == ZIP_START else _of_text(path)
    found = _not_too_wide(limits, found)
    return (record for record in _at_most(limits.rows, found) if not record.is_blank)


def _at_most(most: int | None, found: Iterator[Record]) -> Iterator[Record]:
    for record in found:
        if most is not None and record.row > most:
            told = {"most": most}
            raise Unreadable(_("The file has more than %(most)d rows: please take several files.") % told)
        yield record


def _not_too_wide(limits: Limits, found: Iterator[Record]) -> Iterator[Record]:
    """The records without the empty cells beyond the limit."""
    empty = 0
    for record in found:
        beyond = record.cells[limits.columns :]
        if any(cell is not None and cell != "" for cell in beyond):
            told = {"most": limits.columns, "row": record.row}
            raise Unreadable(_("Row %(row)d has more than %(most)d columns.") % told)
        empty += len(beyond)
        if empty > limits.beyond:
            raise Unreadable(_("This workbook is too large once it is unpacked."))
        yield Record(record.row, record.line, record.cells[: limits.columns]) if beyond else record


def encoding_of(path: Path) -> str:
    """UTF-8 if the whole file is valid UTF-8, otherwise GB18030, which Excel writes on a Chinese Windows."""
    marked = BYTE_ORDER_MARKS.get(_first_bytes(path)[:2])
    for encoding in (marked,) if marked else ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise Unreadable(_("This is neither an XLSX workbook nor text in UTF-8 or GB18030."))


def delimiter_of(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as file:
            while chunk := file.read(CHUNK):
                if "\0" in chunk:
                    return False
    except UnicodeError:
        return False
    return True


def _of_text(path: Path) -> Iterator[Record]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding) as file:
        delimiter = delimiter_of(next((line for line in file if line.strip()), ""))
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        row, line = 0, 1
        try:
            for row, cells in enumerate(reader, start=1):
                yield Record(row, line, tuple(cells))
                line = reader.line_num + 1
        except csv.Error as error:
            place = {"row": row + 1, "line": line, "error": error}
            raise Unreadable(
                _(
                    "The file cannot be read from row %(row)d (line %(line)d) on; "
                    "perhaps a quotation mark is missing: %(error)s"
                )
                % place
            ) from error


def _of_workbook(path: Path, largest: int) -> Iterator[Record]:
    """The rows of the first sheet. A formula has the value that its program stored last."""
    try:
        _refuse_giants(path, largest)
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions without text
            with closing(_opened(file)) as workbook:
                sheet = workbook.worksheets[0]
                sheet.reset_dimensions()  # some programs write wrong dimensions
                for row, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                    yield Record(row, row, tuple(cells))
    except DAMAGED as error:
        raise Unreadable(_("This XLSX workbook is damaged or is not one.")) from error


def _opened(file: IO[bytes]) -> Workbook:
    """The opened workbook. openpyxl gets the open file, because it would reject a path by its suffix."""
    try:
        return load_workbook(file, read_only=True, data_only=True)
    except OSError as error:  # another kind of archive, such as a Word document
        raise Unreadable(_("This XLSX workbook is damaged or is not one.")) from error


def _refuse_giants(path: Path, largest: int) -> None:
    with ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > largest:
            raise Unreadable(_("This workbook is too large once it is unpacked."))
