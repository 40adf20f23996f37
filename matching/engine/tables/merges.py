"""Merged cells: a workbook keeps the value of the first and leaves the others empty."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from .records import BadTable, Cell, Flaw, Lack, Problem

REFERENCE = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([A-Za-z]{1,3}\d{1,7}):([A-Za-z]{1,3}\d{1,7})["']"""
)
OVERLAP = 256
CHUNK = 1 << 20
MOST = 20_000
"""A sheet with more merged ranges is refused."""
MOST_FILLED = 1_000_000
"""A sheet whose merged ranges cover more cells is refused. One range can cover ten billion."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A range of merged cells. Columns count from zero, rows from one; both ends belong to it."""

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Merges:
    """The merged ranges of a sheet, and the values of those that reach the row being read."""

    def __init__(self, ranges: list[Merge]) -> None:
        self._ahead = sorted(ranges, key=lambda merge: merge.first_row, reverse=True)
        self._open: list[tuple[Merge, Flaw]] = []
        self._filled = 0

    def fill(self, row: int, cells: dict[int, Cell]) -> None:
        """Put a Flaw with the value of the first cell into the other cells of the ranges of this row."""
        self._open = [(merge, flaw) for merge, flaw in self._open if merge.last_row >= row]
        while self._ahead and self._ahead[-1].first_row <= row:
            merge = self._ahead.pop()
            value = cells.get(merge.first_column)
            if merge.last_row >= row and value is not None and not isinstance(value, Flaw):
                self._open.append((merge, Flaw(Lack.MERGED, merge.name, value)))
        for merge, flaw in self._open:
            self._count(merge)
            for column in range(merge.first_column, merge.last_column + 1):
                if (row, column) != (merge.first_row, merge.first_column):
                    cells.setdefault(column, flaw)

    def _count(self, merge: Merge) -> None:
        self._filled += merge.last_column + 1 - merge.first_column
        if self._filled > MOST_FILLED:
            raise BadTable(Problem.TOO_LARGE)


def merges_in(stream: IO[bytes], most_columns: int) -> list[Merge]:
    """The merged ranges of a sheet. They stand at the end of its file, so it is searched as a text."""
    found: list[Merge] = []
    tail = b""
    while chunk := stream.read(CHUNK):
        text = tail + chunk
        for match in REFERENCE.finditer(text):
            found.append(_merge(match[1].decode(), match[2].decode(), most_columns))
            if len(found) > MOST:
                raise BadTable(Problem.TOO_LARGE)
        ends = text.rfind(b"<", 0, len(text))
        tail = text[max(ends, len(text) - OVERLAP) :] if ends >= 0 else b""
    return found


def position_of(reference: str) -> tuple[int, int]:
    """Row, from one, and column, from zero, of a cell such as ``AB12``."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column - 1


def letter_of(column: int) -> str:
    """The letters of a column that counts from zero."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _merge(first: str, last: str, most_columns: int) -> Merge:
    (top, left), (bottom, right) = position_of(first), position_of(last)
    return Merge(f"{first}:{last}", top, bottom, left, min(right, most_columns - 1))


def ranges_of_rows(rows: list[int]) -> Iterator[str]:
    """Row numbers as ranges such as ``4`` and ``7–9``."""
    start = before = None
    for row in [*sorted(rows), None]:
        if before is not None and row != before + 1:
            yield str(start) if start == before else f"{start}–{before}"
            start = row
        start = row if start is None else start
        before = row
