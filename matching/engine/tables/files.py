"""The door of the package: a file of any kind as sheets of records."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from .records import BadTable, Limits, Problem, Record, Sheet
from .texts import records_of
from .workbooks import sheets_of

ZIP_START = b"PK\x03\x04"
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WEB_STARTS = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<head")
HEAD = 1 << 16
BLANKS = 10
"""So many times the most rows are read if most of them are blank."""
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


def sheets_in(path: Path, limits: Limits | None = None) -> list[Sheet]:
    """The sheets of a workbook, or the one table of a text file. Raises BadTable, also while it is read."""
    limits = limits or Limits()
    with path.open("rb") as file:
        head = file.read(HEAD)
    _refuse_others(head, path)
    if head.startswith(ZIP_START):
        found = sheets_of(path, limits)
    else:
        found = [Sheet("", lambda: records_of(path, limits.cell))]
    for sheet in found:
        sheet.read = _limited(sheet, limits)
    return found


def _refuse_others(head: bytes, path: Path) -> None:
    """Raise BadTable for kinds of files that people take for a workbook."""
    if head.startswith(OLD_OFFICE_START):
        raise BadTable(Problem.LOCKED if ENCRYPTED in path.read_bytes() else Problem.OLD_WORKBOOK)
    if head.startswith(ZIP_START) and OPEN_DOCUMENT in head[:200]:
        raise BadTable(Problem.OPEN_DOCUMENT)
    if head.startswith(b"%PDF"):
        raise BadTable(Problem.DOCUMENT)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(WEB_STARTS):
        raise BadTable(Problem.WEB_PAGE)


def _limited(sheet: Sheet, limits: Limits) -> Callable[[], Iterator[Record]]:
    read_all, most = sheet.read, limits.rows

    def limited() -> Iterator[Record]:
        filled, room = 0, limits.unpacked
        for read, record in enumerate(read_all(), start=1):
            filled += not record.is_blank
            if most is not None and (filled > most or read > most * BLANKS):
                raise BadTable(Problem.TOO_MANY_ROWS, most=most)
            room -= sum(len(cell) for cell in record.cells if isinstance(cell, str))
            if room < 0:
                raise BadTable(Problem.TOO_LARGE)
            yield record

    return limited


def first_records(sheet: Sheet, most: int) -> list[Record]:
    """The first records that are not blank."""
    return list(islice(sheet.records(), most))
