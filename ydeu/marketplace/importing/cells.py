"""Readers of one cell. Each takes a cell that is not empty, and returns a value or raises BadCell."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ydeu.downloads import is_misread
from ydeu.marketplace.enums import Operator, Priority
from ydeu.marketplace.importing.reading import Cell
from ydeu.marketplace.listing_fields import REQUIREMENT_FIELDS

Reader = Callable[[Cell], Any]
Choices = Iterable[tuple[Any, Any]]

LONGEST_TEXT = 20_000
"""The most characters of an imported text. Forms accept less, but an older platform may have longer texts."""

SEPARATORS = re.compile("[;；\n]")
YES = frozenset({"1", "yes", "true", "y", "是"})
NO = frozenset({"0", "no", "false", "n", "否"})
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")


class BadCell(Exception):
    """The value of a cell is not valid. The message tells the author of the file why."""


def plain(cell: Cell) -> str:
    """The text of a cell. A whole number that a spreadsheet stores as ``12.0`` becomes ``12``.

    Our CSV files put an apostrophe before a text that a spreadsheet would misread. It is removed here.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    value = str(cell).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return value[1:].strip() if value.startswith("'") and is_misread(value[1:]) else value


def text(longest: int | None = None) -> Reader:
    longest = longest or LONGEST_TEXT

    def read(cell: Cell) -> str:
        value = plain(cell)
        if len(value) > longest:
            numbers = {"length": len(value), "longest": longest}
            raise BadCell(_("%(length)d characters, at most %(longest)d are possible.") % numbers)
        return value

    return read


def words(cell: Cell) -> list[str]:
    """The parts between semicolons or line breaks, without duplicates."""
    parts = (part.strip() for part in SEPARATORS.split(plain(cell)))
    return list(dict.fromkeys(part for part in parts if part))


class Vocabulary:
    """Choices, recognised by their codes or by their labels in any language of the site."""

    def __init__(self, choices: Choices | Callable[[], Choices], **also: Any) -> None:
        self._choices = choices
        self._also = also

    @cached_property
    def codes(self) -> dict[str, Any]:
        found: dict[str, Any] = dict(self._also)
        for language, _name in settings.LANGUAGES:
            with override(language):
                pairs = self._choices() if callable(self._choices) else self._choices
                found.update({fold(label): code for code, label in pairs})
        return found | {fold(code): code for code in found.values()}

    def one(self, cell: Cell) -> Any:
        code = self.codes.get(fold(plain(cell)))
        if code is None:
            known = ", ".join(dict.fromkeys(str(code) for code in self.codes.values()))
            raise BadCell(_("“%(value)s” is not known here. Known: %(known)s") % _quoted(cell, known=known))
        return code

    def many(self, cell: Cell) -> list[Any]:
        return list(dict.fromkeys(self.one(word) for word in words(cell)))


def fold(value: object) -> str:
    """A code or label normalised for comparison: NFKC, case-folded, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", str(value)).casefold().split())


def day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = DAY.fullmatch(plain(cell))
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise BadCell(_("“%(value)s” is not in the calendar.") % _quoted(cell)) from error
    raise BadCell(_("“%(value)s” is not a date like 2026-12-31.") % _quoted(cell))


def flag(cell: Cell) -> bool:
    value = fold(plain(cell))
    if value in YES:
        return True
    if value in NO:
        return False
    raise BadCell(_("“%(value)s” is neither yes nor no.") % _quoted(cell))


def amount(cell: Cell) -> int:
    value = plain(cell).replace(",", "")
    if value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    raise BadCell(_("“%(value)s” is not a whole number.") % _quoted(cell))


def level(cell: Cell) -> int:
    """A technology readiness level: ``5``, ``TRL 5`` or ``TRL 5: validated in …``."""
    found = re.fullmatch(r"(?:trl\s*)?([1-9])(?:\s*[::].*)?", fold(plain(cell)))
    if not found:
        raise BadCell(_("“%(value)s” is not a readiness level from 1 to 9.") % _quoted(cell))
    return int(found[1])


@dataclass(frozen=True, slots=True)
class RequirementText:
    """One requirement of a file, such as ``cycle life | at least | 3000 | cycles | must``."""

    name: str
    operator: str
    value: str
    unit: str
    priority: str


OPERATORS = Vocabulary(Operator.choices, **{">=": "ge", "≥": "ge", "<=": "le", "≤": "le", "=": "eq"})
PRIORITIES = Vocabulary(Priority.choices)


def requirements(cell: Cell) -> list[RequirementText]:
    """Parts between semicolons: ``name | operator | value | unit | priority``, the last two optional."""
    return [_requirement(part) for part in words(cell)]


def _requirement(part: str) -> RequirementText:
    name, operator, value, unit, priority = ([piece.strip() for piece in part.split("|")] + [""] * 4)[:5]
    if part.count("|") not in (2, 3, 4) or not (name and value):
        raise BadCell(_("“%(value)s” is not name | operator | value | unit | priority.") % {"value": part})
    limits = {field.name: field.limit.characters for field in REQUIREMENT_FIELDS}
    return RequirementText(
        name=text(limits["name"])(name),
        operator=OPERATORS.one(operator),
        value=text(limits["value"])(value),
        unit=text(limits["unit"])(unit),
        priority=PRIORITIES.one(priority) if priority else Priority.MUST.value,
    )


def _quoted(cell: Cell, **more: str) -> dict[str, str]:
    """The parameters of a message: the cell, at most 60 characters of it, and ``more``."""
    value = plain(cell)
    return {"value": value if len(value) <= 60 else f"{value[:59]}…", **more}
