"""Two spreadsheets in, one spreadsheet of pairs out: the files of the command line."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.engine.documents import Document

COLUMNS = ("external_id", "title", "description", "keywords")
PAIR_COLUMNS = ("demand", "offer", "score", "rank", "top_terms")
ENCODINGS = ("utf-8-sig", "gb18030")
"""UTF-8 if every byte of the file is; else GB18030, which Excel writes on a Chinese Windows."""
LONGEST_CELL = 1 << 24


class BadSpreadsheet(ValueError):
    """A file that cannot be read as listings; the message names the file, the row and the column."""


@dataclass(frozen=True, slots=True)
class Listings:
    """The rows of a file: document i has the id i and is called ``names[i]``."""

    names: list[str]
    documents: list[Document]


def read(path: Path) -> Listings:
    """Reads a CSV file with the columns of ``COLUMNS``, in any order, others being ignored.

    Keywords are separated by semicolons. Raises FileNotFoundError, or BadSpreadsheet for a missing column, a
    row without an external_id, and one that stands there twice. The header is row 1.
    """
    csv.field_size_limit(LONGEST_CELL)
    names: dict[str, int] = {}
    documents: list[Document] = []
    with path.open(encoding=_encoding_of(path), newline="") as file:
        for number, row in enumerate(_rows(path, file), start=2):
            name = row["external_id"].strip()
            if not name:
                raise BadSpreadsheet(f"{path}, row {number}: external_id is empty")
            if (first := names.setdefault(name, number)) != number:
                raise BadSpreadsheet(f"{path}, row {number}: external_id {name} stands in row {first} too")
            documents.append(_document(len(documents), row))
    return Listings(list(names), documents)


def write(path: Path, rows: Iterable[Sequence[object]]) -> int:
    """Writes pairs, best first for each demand, for Excel too. Returns how many there were."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(PAIR_COLUMNS)
        for count, row in enumerate(rows, start=1):  # noqa: B007
            writer.writerow([_inert(cell) for cell in row])
    return count


def _rows(path: Path, file: Iterable[str]) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(file, restval="")
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise BadSpreadsheet(f"{path}, row 1: there is no column {', '.join(missing)}")
    try:
        yield from reader
    except csv.Error as error:
        raise BadSpreadsheet(f"{path}, line {reader.reader.line_num}: {error}") from error


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
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" and cell else cell
