"""Tables to take along: CSV and XLSX that a spreadsheet opens as they are, Chinese included."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = object
"""A text, a number, a date or time, a bool, or None."""

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run as a formula."""
WIDEST = 60


def download(kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    """A table as a file to save. ``name`` has no ending. Raises KeyError for a kind not in ``FORMATS``."""
    return as_file({CSV: as_csv, XLSX: as_xlsx}[kind](head, rows), kind, name)


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to save. ``name`` has no ending and may be Chinese."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    named = f"filename*=UTF-8''{quote(f'{name}.{kind}', safe='')}"
    response["Content-Disposition"] = f'attachment; filename="table.{kind}"; {named}'
    return response


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; a text that looks like a formula is kept a text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_spelled(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet with a bold first row that stays in sight; numbers and dates stay what they are."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(head))
    for row in rows:
        sheet.append([_cell(value) for value in row])
    _dress(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _spelled(value: Value) -> Value:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (int, float)):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(value: Value) -> Value:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, (int, float)) or hasattr(value, "isoformat"):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def _dress(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.iter_cols(), start=1):
        column[0].font = Font(bold=True)
        widest = max(_width(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, widest + 2)
        for cell in column:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(cell.value, str):
                cell.data_type = "s"  # "=1+1" is a text here, never a formula


def _width(text: str) -> int:
    return max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in text.split("\n"))
