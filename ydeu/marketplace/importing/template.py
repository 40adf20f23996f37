"""The import template: an empty workbook with drop-down lists, a guide to the columns and an example."""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BooleanField, DateField, IntegerField, PositiveIntegerField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ydeu.accounts.fields import CodeListField
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import ListingKind, Operator, Priority
from ydeu.marketplace.importing.checking import MAX_OF_MEMBER
from ydeu.marketplace.importing.columns import MODELS
from ydeu.marketplace.importing.examples import example_of
from ydeu.marketplace.importing.headings import STAR, heading, of_member
from ydeu.marketplace.importing.spelling import BETWEEN
from ydeu.marketplace.keyword_fields import KeywordsField
from ydeu.marketplace.listing_fields import fields_of, required_names

LISTS = "Lists"
"""The hidden sheet with the entries of the drop-down lists. No user sees its name."""
WIDTH = 24
TEXT, ONE, SEVERAL, KEYWORDS, DAY, FLAG, AMOUNT, NUMBER, REQUIREMENTS = range(9)
HOW = {
    TEXT: gettext_lazy("Text."),
    ONE: gettext_lazy("One of the list."),
    SEVERAL: gettext_lazy("One or more of the list, with semicolons between them."),
    KEYWORDS: gettext_lazy("Up to five words, with semicolons between them."),
    DAY: gettext_lazy("A date like 2026-12-31."),
    FLAG: gettext_lazy("Yes or no."),
    AMOUNT: gettext_lazy("A whole number."),
    NUMBER: gettext_lazy("Your own number for the row, so that it is taken over only once."),
    REQUIREMENTS: gettext_lazy(
        "One or more, with semicolons between them, each: property | operator | value | unit | priority."
    ),
}
BY_TYPE: dict[type, int] = {
    KeywordsField: KEYWORDS,
    DateField: DAY,
    BooleanField: FLAG,
    PositiveIntegerField: AMOUNT,
}
LIST_SHOWN = frozenset({ONE, SEVERAL, FLAG})


def blank(kind: ListingKind) -> bytes:
    """The workbook for a kind of listing in the active language. The import reads only the first sheet."""
    book = Workbook()
    columns = of_member(kind)
    sheet = _sheet(book, book.worksheets[0], str(kind.label), [_starred(kind, column) for column in columns])
    _explain(_sheet(book, None, _("Columns"), [_("Column"), _("Needed"), _("How"), _("List")]), kind)
    example = _sheet(book, None, _("Example"), [_starred(kind, column) for column in columns])
    cells = example_of(kind)
    example.append([_cell(cells.get(column, "")) for column in columns])
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for number, column in enumerate(columns, start=1):
        if choices := choices_of(kind, column):
            _drop_down(sheet, lists, number, choices, is_open=_how(kind, column) == SEVERAL)
    for shown in (sheet, example):
        _dress(shown)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def choices_of(kind: ListingKind, column: str) -> list[Any]:
    """The choices of a column in the active language. Empty if it has none."""
    if column == "alliance":
        return [alliance.name for alliance in Alliance.objects.all()]
    if column == "requirements":
        return []
    field: Any = MODELS[kind]._meta.get_field(column)
    if isinstance(field, IntegerField):
        return [value for value, _label in field.flatchoices]
    if _how(kind, column) == FLAG:
        return [_("yes"), _("no")]
    return [str(label) for _value, label in field.flatchoices]


def _how(kind: ListingKind, column: str) -> int:
    if column in ("external_id", "requirements"):
        return NUMBER if column == "external_id" else REQUIREMENTS
    field: Any = MODELS[kind]._meta.get_field(column)
    if isinstance(field, CodeListField):
        return SEVERAL
    if field.choices or column == "alliance":
        return ONE
    return BY_TYPE.get(type(field), TEXT)


def _explain(sheet: Worksheet, kind: ListingKind) -> None:
    most = {field.name: field.max_length for field in fields_of(kind)}
    for column in of_member(kind):
        how = _how(kind, column)
        told = [str(HOW[how])]
        if most.get(column):
            told.append(_("At most %(most)d characters.") % {"most": most[column]})
        needed = _("to submit") if column in required_names(kind) else ""
        listed = choices_of(kind, column) if how in LIST_SHOWN else []
        if how == REQUIREMENTS:
            listed = [str(label) for label in (*Operator.labels, *Priority.labels)]
        sheet.append([heading(kind, column), needed, " ".join(told), BETWEEN.join(map(str, listed))])
    _dress(sheet, wide=("C", "D"))


def _drop_down(
    sheet: Worksheet, lists: Worksheet, number: int, choices: Iterable[Any], *, is_open: bool
) -> None:
    """Add a drop-down list. ``is_open`` allows other entries, so that several choices can be typed."""
    letter = get_column_letter(number)
    for row, choice in enumerate(choices, start=1):
        lists.cell(row, number, choice)
    source = f"{LISTS}!${letter}$1:${letter}${row}"
    rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=not is_open)
    rule.error = _("Please choose from the list.")
    rule.add(f"{letter}2:{letter}{MAX_OF_MEMBER + 1}")
    sheet.add_data_validation(rule)


def _starred(kind: ListingKind, column: str) -> str:
    return heading(kind, column) + f" {STAR}" * (column in required_names(kind))


def _sheet(book: Workbook, sheet: Worksheet | None, title: str, head: list[str]) -> Worksheet:
    sheet = sheet or book.create_sheet()
    sheet.title = title
    sheet.append(head)
    return sheet


def _cell(value: Any) -> Any:
    """The value for openpyxl, with lazy labels as strings."""
    return value if isinstance(value, (int, date)) else str(value)


def _dress(sheet: Worksheet, wide: tuple[str, ...] = ()) -> None:
    sheet.freeze_panes = "A2"
    for number, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = WIDTH * (3 if letter in wide else 1)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
