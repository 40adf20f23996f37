"""The files of the command line: it reads two tables of listings and writes one of pairs."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copymode
from typing import TextIO
from uuid import uuid4

from .tables.columns import WORDS, column_of, is_aside
from .tables.files import sheets_in
from .tables.headings import Found, content_of, find
from .tables.records import BadTable, Cell, Flaw, Lack, Record
from .text.documents import Document

COLUMNS = tuple(WORDS)
KEYWORDS = ("technology_keywords", "market_keywords")
BODY = ("description", "advantages", "problem", "requirements")
"""The columns of the parts of a document, in their order."""
BETWEEN_KEYWORDS = re.compile(r"[;；,，、\r\n]+")
BETWEEN_REQUIREMENTS, BETWEEN_PIECES = re.compile("[;；\n]"), re.compile("[|｜│∣¦丨]")
PAIR_COLUMNS = ("demand", "offer", "score", "rank", "top_terms")
TOO_MANY = "a cell stands beyond the headings; a comma inside a text of a CSV file needs quotes around it"
NOT_A_TITLE = "the title %s is the name of a column; each listing needs a row below one row of headings"
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""The first characters of a formula. East Asian spreadsheet programs accept the full-width ones too."""
GUARDED = re.compile(rf"'[{re.escape(''.join(FORMULA))}0-9]")
"""The start of a text to which an export put an apostrophe, so that no spreadsheet program changes it."""


class BadSpreadsheet(ValueError):
    """Raised for a file that cannot be read as listings, or cannot be written; the message names the row."""


@dataclass(frozen=True, slots=True)
class Listings:
    """The rows of a file. Document i has the id i; ``names[i]`` is its number, or ``row 12`` without one."""

    names: list[str]
    documents: list[Document]
    notes: list[str] = field(default_factory=list)
    """How the file was read, where that is not plain: the sheet, the row of the headings, rows left out."""


def read(path: Path) -> Listings:
    """Read a CSV file or a workbook with headings of ``WORDS``. Only a title is needed.

    The headings may stand below a title row and on another sheet than the first. Keywords are separated by
    semicolons, commas or 、. Hidden rows, and sums and remarks under the table, are left out. Rows have the
    numbers that a spreadsheet program shows.

    Raises FileNotFoundError if there is no file. Raises BadSpreadsheet for a file that is no table, one
    without a title column, a row with a cell beyond the headings, a formula without a value, and a number
    that occurs twice.
    """
    try:
        found = find(sheets_in(path), column_of, "title")
        if found is None:
            raise BadSpreadsheet(f"{path}: there is no column title in the first rows of any sheet")
        columns = [column for column in found.headings.columns if column]
        if twice := {column for column in columns if columns.count(column) > 1}:
            raise BadSpreadsheet(f"{path}: two columns mean the same: {', '.join(sorted(twice))}")
        return _listings(path, found)
    except BadTable as error:
        raise BadSpreadsheet(f"{path}: {error}") from error


def _listings(path: Path, found: Found) -> Listings:
    names: dict[str, int] = {}
    documents: list[Document] = []
    left_out: list[int] = []
    for record in content_of(found):
        if record.is_hidden or is_aside(record, found.headings, "title"):
            left_out.append(record.row)
            continue
        row = _texts(path, record, found)
        name = row.get("external_id", "") or f"row {record.row}"
        if column_of(row.get("title", "").casefold()):
            raise BadSpreadsheet(f"{path}, row {record.row}: {NOT_A_TITLE % row['title']}")
        if (first := names.setdefault(name, record.row)) != record.row:
            raise BadSpreadsheet(f"{path}, row {record.row}: the number {name} stands in row {first} too")
        documents.append(_document(len(documents), row))
    return Listings(list(names), documents, list(_notes(path, found, left_out)))


@contextmanager
def atomic_writer(path: Path, inputs: Iterable[Path]) -> Iterator[TextIO]:
    """A temporary text file that replaces ``path`` at the end of the block, unless that raises an exception.

    It lies in the same folder and is in UTF-8 with a byte order mark, which Excel needs. Raises
    BadSpreadsheet on entry if the file could not be replaced, or is one of the inputs.
    """
    target = _replaceable(path, inputs)
    unfinished = target.with_name(f"{uuid4().hex}.unfinished")
    try:
        file = unfinished.open("x", encoding="utf-8-sig", newline="")
    except OSError as error:
        why = f"{path} cannot be written ({error.strerror})"
        raise BadSpreadsheet(f"{why}: name a file in a folder that exists and may be written to") from error
    try:
        with file:
            if target.exists():
                copymode(target, unfinished)
            yield file
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _replaceable(path: Path, inputs: Iterable[Path]) -> Path:
    target = path.resolve()
    if not target.exists():
        return target
    if any(target.samefile(each) for each in inputs if each.exists()):
        raise BadSpreadsheet(f"{path} is read, and would be lost: name another file with -o")
    if not (target.is_file() and os.access(target, os.W_OK)):
        raise BadSpreadsheet(f"{path} is no file that may be replaced: name another one with -o")
    return target


def write(file: TextIO, rows: Iterable[Sequence[object]]) -> int:
    """Write pairs, each with the cells of ``PAIR_COLUMNS``, and return their number."""
    count = 0
    writer = csv.writer(file)
    writer.writerow(PAIR_COLUMNS)
    for count, row in enumerate(rows, start=1):  # noqa: B007
        writer.writerow([_inert(cell) for cell in row])
    return count


def _texts(path: Path, record: Record, found: Found) -> dict[str, str]:
    """The texts of the known columns of a row."""
    columns = found.headings.columns
    row: dict[str, str] = {}
    for at, cell in enumerate(record.cells):
        said = _text(path, record, cell)
        if said and (at >= len(columns) or not found.headings.said[at]):
            raise BadSpreadsheet(f"{path}, row {record.row}: {TOO_MANY}")
        if said and columns[at] and at not in found.headings.hidden:
            row[columns[at]] = said
    return row


def _text(path: Path, record: Record, cell: Cell) -> str:
    if isinstance(cell, Flaw):
        if cell.lack is Lack.MERGED:
            return ""
        raise BadSpreadsheet(f"{path}, row {record.row}: the formula {cell.text} has no value")
    said = "" if cell is None else str(cell).strip()
    return said[1:] if GUARDED.match(said) else said


def _document(number: int, row: dict[str, str]) -> Document:
    said = ";".join(row.get(column, "") for column in KEYWORDS)
    keywords = tuple(filter(None, map(str.strip, BETWEEN_KEYWORDS.split(said))))
    if "requirements" in row:
        row["requirements"] = "\n".join(map(_line, BETWEEN_REQUIREMENTS.split(row["requirements"])))
    body = "\n".join(row[column] for column in BODY if column in row)
    return Document(number, row.get("title", ""), keywords, row.get("summary", ""), body)


def _line(requirement: str) -> str:
    """Name, value and unit of ``name | operator | value | unit | priority``, as the site reads them."""
    pieces = [piece.strip() for piece in BETWEEN_PIECES.split(requirement)]
    return " ".join([*pieces[:1], *pieces[2:4]]).strip() if len(pieces) > 2 else requirement.strip()


def _notes(path: Path, found: Found, left_out: list[int]) -> Iterator[str]:
    if found.others:
        yield f"{path}: the sheet {found.sheet.name} was read, not {', '.join(found.others)}"
    elif found.headings.last_row > 1:
        yield f"{path}: the headings stand in row {found.headings.last_row}"
    if found.headings.unknown:
        yield f"{path}: these columns were not read: {', '.join(found.headings.unknown)}"
    if left_out:
        yield f"{path}: these rows were left out: {', '.join(map(str, left_out))}"


def _inert(cell: object) -> object:
    """The cell in a form that a spreadsheet program does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
