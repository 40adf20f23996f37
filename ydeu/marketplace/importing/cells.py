"""Readers of one cell. Each takes a cell that is not empty, and returns a value or raises BadCell.

A reader returns Meant for a value that was not typed as it is understood. The preview shows what it was
taken for.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from matching.engine.tables.escapes import without_controls
from matching.engine.tables.headings import fold
from matching.engine.tables.records import Flaw, Lack
from ydeu.downloads import is_misread
from ydeu.marketplace.importing.reading import Cell
from ydeu.marketplace.keyword_fields import split_keywords

Reader = Callable[[Cell], Any]
Choices = Iterable[tuple[Any, Any]]

LONGEST_TEXT = 20_000
"""The most characters of an imported text. Forms accept less, but an older platform may have longer texts."""

INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
BETWEEN_CHOICES = re.compile(r"[/|+&\s]|和|及|与|或")
FIGURES = re.compile(r"[.,%/-]*\d[\d.,%/-]*")
YES = frozenset({"1", "yes", "true", "y", "是", "√", "✓", "✔", "☑", "对", "有", "on", "是的", "愿意", "真"})
NO = frozenset(
    {
        "0",
        "no",
        "false",
        "n",
        "否",
        "×",
        "✗",
        "✘",
        "☐",
        "不是",
        "无",
        "off",
        "非",
        "不",
        "不愿意",
        "没有",
        "假",
    }
)
NOTHING = frozenset(
    {*"/\\-—–―无", "——", "--", "//", "暂无", "没有", "n/a", "na", "none", "nil", "未填", "空"}
)
"""What people type into a cell that they leave empty."""
TICKS, BOXES = "☑☒■✔✓√●◉", "□☐○◯"


class BadCell(Exception):
    """The value of a cell is not valid. The message tells the author of the file why."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A value that was not typed as it is understood, and what it was taken for, in the active language."""

    value: Any
    told: str


def value_of(read: Any) -> Any:
    """The value that a reader returned, without what it was taken for."""
    return read.value if isinstance(read, Meant) else read


def plain(cell: Cell) -> str:
    """The text of a cell. A whole number that a spreadsheet stores as ``12.0`` becomes ``12``.

    Our CSV files put an apostrophe before a text that a spreadsheet would misread. It is removed here.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    text = without_controls(INVISIBLE.sub("", str(cell)).replace("\0", "")).replace("\xa0", " ").strip()
    return text[1:].strip() if text.startswith("'") and _is_guarded(text[1:]) else text


def is_nothing(cell: Cell) -> bool:
    """True if the cell says that it is empty."""
    return fold(plain(cell)) in NOTHING


def ticked(said: str) -> str | None:
    """The entries with a tick, in a text such as ``☑是 □否`` or ``转让□ 许可√``. None if it has no boxes."""
    if not any(box in said for box in BOXES) and said[:1] not in TICKS:
        return None
    sign, other = f"[{TICKS}{BOXES}]", f"[^{TICKS}{BOXES}]+"
    parts = re.findall(sign + other if said[0] in TICKS + BOXES else other + sign, said)
    return (
        "; ".join(part.strip(TICKS + " \t;；,，、") for part in parts if set(part).intersection(TICKS))
        or None
    )


def _is_guarded(text: str) -> bool:
    """True for a text before which an export, or a person in a spreadsheet, puts an apostrophe."""
    return is_misread(text) or FIGURES.fullmatch(text.strip()) is not None


def sound(cell: Cell) -> Cell:
    """The cell, if it has a value. Raises BadCell for a formula that came to an error, or to nothing yet."""
    if isinstance(cell, Flaw) and cell.lack is Lack.ERROR:
        raise BadCell(_("“%(value)s” is an error of a formula. Please correct it.") % {"value": cell.text})
    if isinstance(cell, Flaw):
        raise BadCell(
            _(
                "The file holds a formula without its value. "
                "Please open it in a spreadsheet program and save it."
            )
        )
    return cell


def text(longest: int | None = None) -> Reader:
    longest = longest or LONGEST_TEXT
    return lambda cell: fitting(plain(cell), longest)


def fitting(value: str, longest: int) -> str:
    """The text, if it is not too long. Raises BadCell otherwise."""
    if len(value) > longest:
        numbers = {"length": len(value), "longest": longest}
        raise BadCell(_("%(length)d characters, at most %(longest)d are possible.") % numbers)
    return value


def words(cell: Cell) -> list[str]:
    """The parts between semicolons, commas or line breaks, as in the form."""
    return split_keywords(plain(cell))


class Vocabulary:
    """Choices, recognised by their codes, by their labels in any language of the site, and by other words.

    ``synonyms`` have the code of each further word, or a tuple of several. ``within`` finds codes in a word
    that is none of them. What was read by them is told.
    """

    def __init__(
        self,
        choices: Choices | Callable[[], Choices],
        synonyms: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None,
        also: Mapping[str, Any] | None = None,
        within: Callable[[str], tuple[Any, ...]] | None = None,
    ) -> None:
        self._choices = choices
        self._synonyms = synonyms or {}
        self._also = also or {}
        self._within = within

    @cached_property
    def codes(self) -> dict[str, Any]:
        found: dict[str, Any] = dict(self._also)
        for language, _name in settings.LANGUAGES:
            with override(language):
                found.update({fold(label): code for code, label in self._pairs()})
        return found | {fold(code): code for code in found.values()}

    @cached_property
    def synonyms(self) -> dict[str, tuple[Any, ...]]:
        said = self._synonyms() if callable(self._synonyms) else self._synonyms
        return {fold(word): code if isinstance(code, tuple) else (code,) for word, code in said.items()}

    @property
    def labels(self) -> dict[Any, str]:
        """The label of each code in the active language."""
        return {code: str(label) for code, label in self._pairs()}

    def one(self, cell: Cell) -> Any:
        chosen = ticked(plain(cell))
        word = fold(chosen or plain(cell))
        if word in self.codes:
            code = self.codes[word]
            return Meant(code, self.labels[code]) if chosen else code
        found = self._several(word)
        if found is None or len(found) != 1:
            raise self._unknown(cell)
        return Meant(found[0], self.labels[found[0]])

    def many(self, cell: Cell) -> Any:
        """The codes in a cell. Entries are separated as in the form, or else by slashes, blanks or ``和``."""
        codes: list[Any] = []
        chosen = ticked(plain(cell))
        is_plain = chosen is None
        for word in words(chosen or cell):
            folded = fold(word)
            if folded in self.codes:
                codes.append(self.codes[folded])
                continue
            is_plain = False
            found = self._several(folded)
            if found is None:
                raise self._unknown(word)
            codes.extend(found)
        codes = list(dict.fromkeys(codes))
        return codes if is_plain else Meant(codes, "; ".join(self.labels[code] for code in codes))

    def _several(self, word: str) -> list[Any] | None:
        """The codes of a word that is a synonym, or holds several words. None if one is unknown."""
        if word in self.synonyms:
            return list(self.synonyms[word])
        if self._within and (within := self._within(word)):
            return list(within)
        parts = [part for part in BETWEEN_CHOICES.split(word) if part]
        found: list[Any] = []
        for part in parts if len(parts) > 1 else ():
            if part in self.codes:
                found.append(self.codes[part])
            elif part in self.synonyms:
                found.extend(self.synonyms[part])
            else:
                return None
        return list(dict.fromkeys(found)) or None

    def _unknown(self, cell: Cell) -> BadCell:
        known = "; ".join(self.labels.values())
        return BadCell(_("“%(value)s” is not known here. Known: %(known)s") % quoted(cell, known=known))

    def _pairs(self) -> Choices:
        return self._choices() if callable(self._choices) else self._choices


def flag(cell: Cell) -> bool | Meant:
    chosen = ticked(plain(cell))
    value = fold(chosen or plain(cell))
    if value in YES | NO:
        is_yes = value in YES
        return Meant(is_yes, _("yes") if is_yes else _("no")) if chosen else is_yes
    raise BadCell(_("“%(value)s” is neither yes nor no.") % quoted(cell))


def quoted(cell: Cell, **more: str) -> dict[str, str]:
    """The parameters of a message: the cell, at most 60 characters of it, and ``more``."""
    value = plain(cell)
    return {"value": value if len(value) <= 60 else f"{value[:59]}…", **more}
