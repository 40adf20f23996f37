"""The files of the command line: it reads two CSV files of listings and writes one of pairs."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copymode
from typing import TextIO
from uuid import uuid4

from .text.documents import Document

COLUMNS = ("external_id", "title", "description", "keywords")
PAIR_COLUMNS = ("demand", "offer", "score", "rank", "top_terms")
ENCODINGS = ("utf-8-sig", "gb18030")
"""The encodings that are tried in turn. Excel on a Chinese Windows writes GB18030."""
LONGEST_CELL = 1 << 24
"""The most characters of a cell; the csv module refuses a longer one."""
TOO_MANY = "a comma inside a text needs quotes around it"
TOO_FEW = "an empty cell needs its comma too"
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""The first characters of a formula. East Asian spreadsheet programs accept the full-width ones too."""


class BadSpreadsheet(ValueError):
    """Raised for a file that cannot be read as listings, or cannot be written; the message names the row."""


@dataclass(frozen=True, slots=True)
class Listings:
    """The rows of a file. Document i has the id i; ``names[i]`` is its external_id."""

    names: list[str]
    documents: list[Document]


def read(path: Path) -> Listings:
    """Read a CSV file with the columns of ``COLUMNS``, in any order. Other columns are ignored.

    Keywords are separated by semicolons. Rows have the numbers that a spreadsheet program shows: the header
    is row 1, an empty row counts, and a text of several lines is one row.

    Raises FileNotFoundError if there is no file. Raises BadSpreadsheet for another encoding than those of
    ``ENCODINGS``, malformed quotes, a missing column, a row with more or fewer cells than the header, a cell
    longer than ``LONGEST_CELL``, a row without an external_id, or an external_id that occurs twice.
    """
    csv.field_size_limit(LONGEST_CELL)
    names: dict[str, int] = {}
    documents: list[Document] = []
    with path.open(encoding=_encoding_of(path), newline="") as file:
        for number, row in _rows(path, file):
            name = row["external_id"].strip()
            if not name:
                raise BadSpreadsheet(f"{path}, row {number}: external_id is empty")
            if (first := names.setdefault(name, number)) != number:
                raise BadSpreadsheet(f"{path}, row {number}: external_id {name} stands in row {first} too")
            documents.append(_document(len(documents), row))
    return Listings(list(names), documents)


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


def _rows(path: Path, file: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header with their numbers. Rows without any cell are skipped."""
    rows = _numbered(path, file)
    _, header = next(rows, (1, []))
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise BadSpreadsheet(f"{path}, row 1: there is no column {', '.join(missing)}")
    for number, cells in rows:
        if not cells:
            continue
        if len(cells) != len(header):
            noun = "cell" if len(cells) == 1 else "cells"
            wrong = f"row {number} has {len(cells)} {noun}, the header has {len(header)}"
            raise BadSpreadsheet(f"{path}, {wrong}: {TOO_MANY if len(cells) > len(header) else TOO_FEW}")
        yield number, dict(zip(header, cells, strict=True))


def _numbered(path: Path, file: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(file, strict=True), start=1):
            yield number, cells
    except csv.Error as error:
        raise BadSpreadsheet(
            f"{path}, row {number + 1}: {error}; is a quotation mark missing there?"
        ) from error


def _document(number: int, row: dict[str, str]) -> Document:
    keywords = tuple(filter(None, map(str.strip, row["keywords"].split(";"))))
    return Document(number, row["title"], keywords, body=row["description"])


def _encoding_of(path: Path) -> str:
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding) as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadSpreadsheet(f"{path} is text neither in UTF-8 nor in GB18030: save it as CSV in UTF-8")


def _inert(cell: object) -> object:
    """The cell in a form that a spreadsheet program does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
