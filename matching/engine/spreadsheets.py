"""Two spreadsheets in, one spreadsheet of pairs out: the files of the command line."""

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
"""UTF-8 if every byte of the file is; else GB18030, which Excel writes on a Chinese Windows."""
LONGEST_CELL = 1 << 24
TOO_MANY = "a comma inside a text needs quotes around it"
TOO_FEW = "an empty cell needs its comma too"
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""How a text begins that a spreadsheet would run as a formula, in full width an East Asian one."""


class BadSpreadsheet(ValueError):
    """A file that cannot be read as listings, or not be written; the message names it and the row."""


@dataclass(frozen=True, slots=True)
class Listings:
    """The rows of a file: document i has the id i and is called ``names[i]``."""

    names: list[str]
    documents: list[Document]


def read(path: Path) -> Listings:
    """Reads a CSV file with the columns of ``COLUMNS``, in any order, others being ignored.

    Keywords are separated by semicolons. Raises FileNotFoundError, or BadSpreadsheet for a missing column, a
    row with more or fewer cells than the header, one without an external_id, one that stands there twice.
    Rows are named as a spreadsheet program numbers them: the header is row 1, an empty row counts, and a text
    of several lines is still one row.
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
def replaced(path: Path, inputs: Iterable[Path]) -> Iterator[TextIO]:
    """A text file beside the path, for Excel in UTF-8, that takes its place in the end if all went well.

    Raises BadSpreadsheet at once where it could not do so, and for a path that is one of the inputs.
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
    """Writes pairs, best first for each demand. Returns how many there were."""
    count = 0
    writer = csv.writer(file)
    writer.writerow(PAIR_COLUMNS)
    for count, row in enumerate(rows, start=1):  # noqa: B007
        writer.writerow([_inert(cell) for cell in row])
    return count


def _rows(path: Path, file: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header with their numbers; those without any cell are passed over."""
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
    """A cell that a spreadsheet program does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
