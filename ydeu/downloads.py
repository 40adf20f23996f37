"""Spreadsheets for download: CSV and XLSX that a spreadsheet program opens unchanged, including Chinese."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice, zip_longest
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

TOP = Alignment(vertical="top", wrap_text=True)

Value = object
"""A text, a number, a date or time, a bool, or None."""

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
NUMBERS = (int, float, Decimal)
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""First characters of texts that a spreadsheet runs as a formula; an East Asian one runs full-width ones."""
MONTH = (
    "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?"
    "|dec(ember)?)"
)
CHANGED = re.compile(
    r"0\d+|\d{16,}"  # loses zeros or digits
    r"|(\d\d?|\d{4})[-/]\d\d?([-/](\d\d?|\d{4}))?|\d\d?[-/]\d{4}|(\d++年)?\d\d?月(\d\d?日)?"  # dates
    rf"|\d++[- ]?{MONTH}([- ]\d+)?|{MONTH}[- ]?\d+([- ]\d+)?"
    r"|\d++:\d\d?(:\d\d?)?|\d++(\.\d++)?e[-+]?\d+",  # times, powers of ten
    re.IGNORECASE,
)
"""Texts that a spreadsheet turns into another number or a date when it opens a CSV file.

``++`` takes all digits at once: a text of many digits takes no longer than its length.
"""
WIDEST = 60
MEASURED = 200
"""Rows from which the column widths of a workbook are calculated."""
MAX_ROWS = 20_000
"""Most rows of one file. The caller reads one more from the database, which shows that rows are left out."""


def download(
    kind: str,
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    most: int = MAX_ROWS,
) -> HttpResponse:
    """A table as a file to save, with at most ``most`` rows. If rows are left out, a last row says so.

    ``name`` has no extension. Raises KeyError for a kind that is not in ``FORMATS``.
    """
    return as_file({CSV: as_csv, XLSX: as_xlsx}[kind](head, at_most(most, rows)), kind, name)


def at_most(most: int, rows: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    """The first ``most`` rows. If there are more, one further row says that they are missing."""
    for number, row in enumerate(rows):
        if number == most:
            said = _("The table ends here, after %(most)d rows. Narrow the list down to get the others.")
            yield [said % {"most": most}]
            return
        yield row


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A response with a file to save. ``name`` has no extension and may be Chinese."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    named = f"filename*=UTF-8''{quote(f'{name}.{kind}', safe='')}"
    response["Content-Disposition"] = f'attachment; filename="table.{kind}"; {named}'
    return response


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """CSV in UTF-8, with the byte order mark that Excel needs. A leading ' protects texts it would change."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_spelled(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A workbook of one sheet with a bold, frozen first row. Numbers and dates keep their types.

    It is written row by row, so memory holds no more than the compressed sheet.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    texts = ([_cell(value) for value in row] for row in rows)
    first = list(islice(texts, MEASURED))
    _prepare(sheet, [list(head), *first])
    bold = Font(bold=True)
    sheet.append(_dressed(sheet, value, font=bold) for value in head)
    for row in chain(first, texts):
        sheet.append(_dressed(sheet, value) for value in row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def is_misread(text: str) -> bool:
    """True if a spreadsheet would change the text. A CSV file then has a ' before it."""
    return text.startswith(FORMULA) or CHANGED.fullmatch(text.strip()) is not None


def _spelled(value: Value) -> Value:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if value is None or isinstance(value, (date, *NUMBERS)):
        return value
    text = str(value)
    return f"'{text}" if is_misread(text) else text


def _cell(value: Value) -> Value:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, NUMBERS) or hasattr(value, "isoformat"):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def _dressed(sheet: Any, value: Any, font: Font | None = None) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.alignment = TOP
    if font:
        cell.font = font
    if isinstance(value, str):
        cell.data_type = "s"  # "=1+1" is a text, never a formula
    return cell


def _prepare(sheet: Any, rows: list[list[Value]]) -> None:
    """Write what precedes the rows in the file: the frozen row and the column widths."""
    sheet.freeze_panes = "A2"
    for number, column in enumerate(zip_longest(*rows), start=1):
        widest = max(_width("" if value is None else str(value)) for value in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, widest + 2)


def _width(text: str) -> int:
    return max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in text.split("\n"))
