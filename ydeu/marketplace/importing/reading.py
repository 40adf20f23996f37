"""Opens CSV files and workbooks. ``matching.engine.tables`` reads them, also for the engine's command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from matching.engine.tables.files import sheets_in
from matching.engine.tables.records import BadTable, Cell, Limits, Problem, Record, Sheet
from ydeu.transitions import DomainError

__all__ = [
    "OF_MEMBERS",
    "OF_OPERATORS",
    "Cell",
    "Limits",
    "Record",
    "Unreadable",
    "opened",
    "records",
    "reported",
]

OF_OPERATORS, OF_MEMBERS = Limits(), Limits(unpacked=32 << 20, rows=10_000, cell=1 << 17)

MESSAGES = {
    Problem.OLD_WORKBOOK: _("This is a workbook of the old Excel format: please save it as XLSX or CSV."),
    Problem.LOCKED: _("This workbook is protected by a password: please save it without one."),
    Problem.BINARY_WORKBOOK: _("This is a binary workbook (XLSB): please save it as XLSX."),
    Problem.OPEN_DOCUMENT: _("This is an OpenDocument file: please save it as XLSX."),
    Problem.NUMBERS: _("This is a document of Apple Numbers: please export it as Excel (XLSX)."),
    Problem.WEB_PAGE: _(
        "This is a web page with the name of a workbook: "
        "please open it in a spreadsheet program and save it as XLSX."
    ),
    Problem.DOCUMENT: _(
        "This is a text document, not a table: please copy its table into a workbook and save it as XLSX."
    ),
    Problem.NO_TABLE: _("This is neither an XLSX workbook nor text in UTF-8 or GB18030."),
    Problem.DAMAGED: _("This XLSX workbook is damaged or is not one."),
    Problem.TOO_LARGE: _("This workbook is too large once it is unpacked."),
    Problem.TOO_WIDE: _(
        "Row %(row)d has a cell beyond column %(most)d: please delete what lies to the right of the table."
    ),
    Problem.TOO_MANY_ROWS: _("The file has more than %(most)d rows: please take several files."),
    Problem.TOO_LONG: _(
        "The file cannot be read from row %(row)d (line %(line)d) on: "
        "a cell has more than %(most)d characters; perhaps a quotation mark is missing."
    ),
    Problem.BROKEN_QUOTES: _(
        "The file cannot be read from row %(row)d (line %(line)d) on; "
        "perhaps a quotation mark is missing, or one within a text is not doubled."
    ),
}


class Unreadable(DomainError):
    """The file is not a table, damaged or too large."""


@contextmanager
def reported() -> Iterator[None]:
    """Raise Unreadable, with a sentence in the active language, for a BadTable in the block."""
    try:
        yield
    except BadTable as error:
        raise Unreadable(MESSAGES[error.problem] % error.values) from error


def opened(path: Path, limits: Limits = OF_OPERATORS) -> list[Sheet]:
    """The sheets of a workbook, or the one table of a text file. Raises Unreadable."""
    with reported():
        return sheets_in(path, limits)


def records(path: Path, limits: Limits = OF_OPERATORS) -> Iterator[Record]:
    """The records of the first visible sheet that are not blank, one at a time."""
    sheets = opened(path, limits)
    sheet = next((each for each in sheets if not each.is_hidden), sheets[0])
    with reported():
        yield from sheet.records()
