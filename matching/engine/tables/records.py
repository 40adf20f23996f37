"""Records, sheets, and what can be wrong with a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

Cell = object
"""A string. In a workbook also a number, a boolean, a date, a time or a Flaw. None is an empty cell."""

MOST_COLUMNS = 1024
"""A table with a filled cell further to the right is refused."""


class Problem(Enum):
    """Why a file cannot be read. The value is the English sentence with its parameters."""

    OLD_WORKBOOK = "This is a workbook of the old Excel format: please save it as XLSX or CSV."
    LOCKED = "This workbook is protected by a password: please save it without one."
    BINARY_WORKBOOK = "This is a binary workbook (XLSB): please save it as XLSX."
    OPEN_DOCUMENT = "This is an OpenDocument file: please save it as XLSX."
    NUMBERS = "This is a document of Apple Numbers: please export it as Excel (XLSX)."
    WEB_PAGE = (
        "This is a web page with the name of a workbook: "
        "please open it in a spreadsheet program and save it as XLSX."
    )
    DOCUMENT = (
        "This is a text document, not a table: please copy its table into a workbook and save it as XLSX."
    )
    NO_TABLE = "This is neither an XLSX workbook nor text in UTF-8 or GB18030."
    DAMAGED = "This XLSX workbook is damaged or is not one."
    TOO_LARGE = "This workbook is too large once it is unpacked."
    TOO_WIDE = (
        "Row %(row)d has a cell beyond column %(most)d: please delete what lies to the right of the table."
    )
    TOO_MANY_ROWS = "The file has more than %(most)d rows: please take several files."
    TOO_LONG = (
        "The file cannot be read from row %(row)d (line %(line)d) on: "
        "a cell has more than %(most)d characters; perhaps a quotation mark is missing."
    )
    BROKEN_QUOTES = (
        "The file cannot be read from row %(row)d (line %(line)d) on; "
        "perhaps a quotation mark is missing, or one within a text is not doubled."
    )


class BadTable(ValueError):
    """The file cannot be read as a table. ``problem`` and ``values`` tell why."""

    def __init__(self, problem: Problem, **values: object) -> None:
        super().__init__(problem.value % values)
        self.problem = problem
        self.values = values


class Lack(Enum):
    """Why a cell of a workbook has no value."""

    ERROR = "error"
    """The formula came to an error, such as #N/A."""
    NOT_STORED = "not stored"
    """The program that wrote the file stored a formula, but not what it comes to."""
    MERGED = "merged"
    """The cell lies inside merged cells, whose value is that of the first one."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell without a value. ``text`` is what the cell shows, or the range of the merged cells."""

    lack: Lack
    text: str
    value: Cell = None
    """The value of the first of the merged cells."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file to read. A larger one is refused, because a small archive may hold a huge table."""

    unpacked: int = 512 << 20
    """The most bytes of an unpacked workbook, and the most characters of all cells of a sheet together.

    Many cells may refer to one long text, so that the sheet is larger than its file.
    """
    rows: int | None = None
    """The most rows that are not blank: programs format rows to the end of a sheet. None sets no limit."""
    cell: int = 1 << 24
    """The most characters of a cell in a text file. A missing quotation mark makes one cell of many rows."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the table. ``row`` is its number in a spreadsheet, ``line`` in a text editor."""

    row: int
    line: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    @property
    def is_blank(self) -> bool:
        return all(is_empty(cell) for cell in self.cells)


def is_empty(cell: Cell) -> bool:
    """True if the cell shows nothing. The further cells of merged ones show nothing of their own."""
    if isinstance(cell, Flaw):
        return cell.lack is Lack.MERGED
    return cell is None or (isinstance(cell, str) and cell.strip(BLANK) == "")


BLANK = " \t\r\n\v\f\xa0\u3000\u200b\u200c\u200d\u2060\ufeff"
"""Characters that leave a cell empty to the eye."""


@dataclass(slots=True)
class Sheet:
    """One sheet. ``read`` opens the file again and gives its records, blank ones included.

    ``hidden_columns`` is filled when the first record is read. It counts from zero.
    """

    name: str
    read: Callable[[], Iterator[Record]]
    is_hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)

    def records(self) -> Iterator[Record]:
        """The records that are not blank."""
        return (record for record in self.read() if not record.is_blank)
