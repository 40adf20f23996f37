"""Turns the XML of one sheet into records."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from .escapes import unescaped
from .formats import Style, number_of
from .markup import END, START, TEXT, Event
from .merges import Merges, position_of
from .records import MOST_COLUMNS, BadTable, Cell, Flaw, Lack, Problem, Record, Sheet

TRUE = ("1", "true")
PLAIN = Style()


class _Cell:
    """A cell while its XML is read."""

    __slots__ = ("column", "has_formula", "has_value", "kind", "style", "text")

    def __init__(self, column: int, attributes: dict[str, str]) -> None:
        self.column = column
        self.kind = attributes.get("t", "n")
        self.style = int(attributes.get("s", 0))
        self.has_formula = self.has_value = False
        self.text: list[str] = []


class _Reader:
    """Collects the rows of a sheet event by event."""

    def __init__(
        self, *, texts: list[str], styles: list[Style], epoch: datetime, merges: Merges, sheet: Sheet
    ) -> None:
        self._texts, self._styles, self._epoch, self._merges = texts, styles, epoch, merges
        self._sheet = sheet
        self._row = 0
        self._is_hidden = False
        self._next_column = 0
        self._cells: dict[int, Cell] = {}
        self._cell: _Cell | None = None
        self._is_text, self._aids = False, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._is_hidden = attributes.get("hidden") in TRUE or attributes.get("zeroHeight") in TRUE
            self._next_column, self._cells = 0, {}
        elif name == "c":
            column = position_of(attributes["r"])[1] if "r" in attributes else self._next_column
            self._next_column = column + 1
            self._cell = _Cell(column, attributes)
        elif name == "col" and attributes.get("hidden") in TRUE:
            last = min(int(attributes["max"]), MOST_COLUMNS)
            self._sheet.hidden_columns.update(range(max(int(attributes["min"]) - 1, 0), last))
        elif self._cell:
            self._start_inside(self._cell, name)

    def _start_inside(self, cell: _Cell, name: str) -> None:
        if name == "f":
            cell.has_formula = True
        elif name == "v":
            cell.has_value = self._is_text = True
        elif name == "t":
            self._is_text = True
        elif name == "rPh":
            self._aids += 1

    def text(self, said: str) -> None:
        if self._cell and self._is_text and not self._aids:
            self._cell.text.append(said)

    def end(self, name: str) -> Record | None:
        """The record, at the end of a row."""
        if name in ("v", "t"):
            self._is_text = False
        elif name == "rPh":
            self._aids -= 1
        elif name == "c" and self._cell:
            self._keep(self._cell)
            self._cell = None
        elif name == "row":
            return self._finished()
        return None

    def _keep(self, cell: _Cell) -> None:
        value = self._value(cell, "".join(cell.text))
        if value is None or value == "":
            return
        if cell.column >= MOST_COLUMNS:
            raise BadTable(Problem.TOO_WIDE, row=self._row, most=MOST_COLUMNS)
        self._cells[cell.column] = value

    def _value(self, cell: _Cell, said: str) -> Cell:
        if cell.kind == "s":
            return self._texts[int(said)] if said else None
        if cell.kind in ("inlineStr", "str"):
            return unescaped(said)
        if cell.kind == "e":
            return Flaw(Lack.ERROR, said)
        if not said.strip():
            return Flaw(Lack.NOT_STORED, "=") if cell.has_formula else None
        return self._figure(cell, said.strip())

    def _figure(self, cell: _Cell, said: str) -> Cell:
        if cell.kind == "b":
            return said in TRUE
        if cell.kind == "d":
            return datetime.fromisoformat(said)
        style = self._styles[cell.style] if cell.style < len(self._styles) else PLAIN
        return style.shown(number_of(said), self._epoch)

    def _finished(self) -> Record:
        self._merges.fill(self._row, self._cells)
        width = max(self._cells, default=-1) + 1
        cells = tuple(self._cells.get(column) for column in range(width))
        return Record(self._row, self._row, cells, self._is_hidden)


def rows_of(
    found: Iterable[Event],
    *,
    texts: list[str],
    styles: list[Style],
    epoch: datetime,
    merges: Merges,
    sheet: Sheet,
) -> Iterator[Record]:
    """The rows of a sheet that its file mentions, blank ones included."""
    reader = _Reader(texts=texts, styles=styles, epoch=epoch, merges=merges, sheet=sheet)
    for kind, name, attributes in found:
        if kind == START:
            reader.start(name, attributes)
        elif kind == TEXT:
            reader.text(name)
        elif kind == END and (record := reader.end(name)):
            yield record
