"""How a file is laid out: the sheet and the headings that are read, and what is left out of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from matching.engine.tables.columns import is_aside
from matching.engine.tables.headings import Found, content_of, find, first_headings, fold
from matching.engine.tables.merges import ranges_of_rows
from matching.engine.tables.records import Record, Sheet
from ydeu.lists import listed
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.columns import ALIASES, names_of
from ydeu.marketplace.importing.headings import column_of, heading
from ydeu.marketplace.importing.reading import Limits, Unreadable, opened, reported

NEEDED = "title"
SHEET_WORDS = {
    ListingKind.OFFER: ("供给", "成果", "offer", "技术供给"),
    ListingKind.DEMAND: ("需求", "难题", "demand"),
}
"""Words in the name of a sheet that tell the kind of its listings."""
MOST_RANGES = 20


class BadHeader(Unreadable):
    """The headings name unknown columns, or the same column twice, or no title."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who imports a file decided about its layout."""

    sheet: str = ""
    """The sheet to read. Empty for the one whose headings fit best."""
    takes_hidden: bool = False
    """True to read hidden rows and columns."""
    ignored: frozenset[str] = frozenset()
    """The headings of unknown columns to leave out."""


AS_FOUND = Choices()
"""The layout as it is found, without what is hidden."""


@dataclass(slots=True)
class Layout:
    """The sheet and the columns that are read. The lists of rows are full when all records were read."""

    found: Found
    choices: Choices
    sheets: list[str]
    """The names of all sheets with headings of listings, the one that is read first."""
    is_first: bool
    columns: list[str]
    """The field of each column. Empty for one that is not read."""
    unknown: list[str]
    """The headings of unknown columns that nobody decided to leave out."""
    hidden_headings: list[str]
    hidden_rows: list[int] = field(default_factory=list)
    asides: list[int] = field(default_factory=list)
    carried: Counter[str] = field(default_factory=Counter)
    """The number of cells of each column that got the value of merged cells."""

    @property
    def asked_headings(self) -> list[str]:
        """The unknown headings that a person may leave out: all that are not left out as hidden."""
        settled = set() if self.choices.takes_hidden else set(self.hidden_headings)
        return [said for said in self.found.headings.unknown if said not in settled]

    def records(self) -> Iterator[Record]:
        """The rows of listings. Hidden rows, and sums and remarks under the table, are noted."""
        with reported():
            for record in content_of(self.found):
                if is_aside(record, self.found.headings, NEEDED):
                    self.asides.append(record.row)
                    continue
                if record.is_hidden:
                    self.hidden_rows.append(record.row)
                    if not self.choices.takes_hidden:
                        continue
                yield record

    @property
    def has_hidden(self) -> bool:
        return bool(self.hidden_rows or self.hidden_headings)

    def notes(self, kind: ListingKind) -> Iterator[str]:
        """How the file was read, where that is not plain, in the active language."""
        headings = self.found.headings
        if not self.is_first or len(self.sheets) > 1:
            told = {"sheet": self.found.sheet.name, "row": headings.last_row}
            yield _("The sheet “%(sheet)s” is read, with the headings in row %(row)d.") % told
        elif headings.last_row > 1:
            yield _("The headings are in row %(row)d.") % {"row": headings.last_row}
        if self.choices.ignored:
            left_out = [said for said in headings.unknown if said in self.choices.ignored]
            yield _("Columns left out: %(columns)s.") % {"columns": listed(left_out)}
        yield from self._notes_of_hidden()
        if self.asides:
            yield _("Headings, sums, remarks and bare numbers are no listings. Rows left out: %(rows)s.") % {
                "rows": _ranges(self.asides)
            }
        for column, count in self.carried.items():
            told = {"column": heading(kind, column), "count": count}
            yield _("Merged cells of “%(column)s” were read for each of their rows: %(count)d cells.") % told

    def _notes_of_hidden(self) -> Iterator[str]:
        reads = self.choices.takes_hidden
        if self.hidden_rows:
            said = (
                _("Hidden rows are read, too: %(rows)s.")
                if reads
                else _("Hidden rows are left out: %(rows)s.")
            )
            yield said % {"rows": _ranges(self.hidden_rows)}
        if self.hidden_headings:
            told = {"columns": listed(self.hidden_headings)}
            if reads:
                yield _("Hidden columns are read, too: %(columns)s.") % told
            else:
                yield _("Hidden columns are left out: %(columns)s.") % told


def layout_of(path: Path, kind: ListingKind, limits: Limits, choices: Choices) -> Layout:
    """Find the sheet and the headings. Raises Unreadable, BadHeader included."""
    sheets = opened(path, limits)
    with reported():
        found = find(
            sheets,
            lambda said: column_of(kind, said) if said else "",
            NEEDED,
            sheet=choices.sheet,
            leaning=lambda name: _leaning(name, kind),
        )
        if found is None:
            raise _without_title(sheets, kind)
    headings = found.headings
    _refuse_twins(found, kind)
    hidden = [at for at in headings.hidden if at < len(headings.said) and headings.said[at]]
    skipped = set() if choices.takes_hidden else set(hidden)
    settled = choices.ignored | {headings.said[at] for at in skipped}
    columns = ["" if at in skipped else column for at, column in enumerate(headings.columns)]
    if NEEDED not in columns:
        raise BadHeader(
            _("The column “%(title)s” is hidden. Please show it.") % {"title": heading(kind, NEEDED)}
        )
    visible = [each.name for each in sheets if not each.is_hidden]
    return Layout(
        found,
        choices,
        [found.sheet.name, *found.others] if len(sheets) > 1 else [],
        not visible or found.sheet.name == visible[0],
        columns,
        [said for said in headings.unknown if said not in settled],
        [headings.said[at] for at in sorted(hidden)],
    )


def refuse_unknown(layout: Layout, kind: ListingKind) -> None:
    """Raise BadHeader if there are unknown columns that nobody decided to leave out."""
    if layout.unknown:
        told = {"unknown": listed(layout.unknown), "known": listed(known_headings(kind))}
        raise BadHeader(_("Unknown column: %(unknown)s. Known columns: %(known)s") % told)


def known_headings(kind: ListingKind) -> list[str]:
    """The headings of the columns of a file, in the active language."""
    return [heading(kind, column) for column in names_of(kind) if column not in ALIASES]


def _leaning(sheet: str, kind: ListingKind) -> int:
    """One if the name of the sheet speaks of this kind, minus one if only of the other."""
    said = fold(sheet)
    if any(word in said for word in SHEET_WORDS[kind]):
        return 1
    return -1 if any(word in said for word in SHEET_WORDS[kind.opposite]) else 0


def _without_title(sheets: list[Sheet], kind: ListingKind) -> Unreadable:
    """The error for a file in which no row has the heading of a title."""
    firsts = (first_headings(sheet, lambda said: column_of(kind, said)) for sheet in sheets)
    first = next((headings for headings in firsts if headings), None)
    if first is None:
        return Unreadable(_("The file is empty."))
    said = listed(text for text in first.said if text)
    told = {"title": heading(kind, NEEDED), "found": said if len(said) <= 200 else f"{said[:199]}…"}
    return BadHeader(
        _(
            "No row has the heading “%(title)s”. "
            "Please give it to the column with the titles of the listings. The first row is: %(found)s"
        )
        % told
    )


def _refuse_twins(found: Found, kind: ListingKind) -> None:
    columns = found.headings.columns
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        pairs = zip(found.headings.said, columns, strict=True)
        names = list(dict.fromkeys(said for said, column in pairs if column in twice))
        raise BadHeader(_("Two columns mean the same: %(columns)s") % {"columns": listed(names)})


def _ranges(rows: list[int]) -> str:
    found = list(ranges_of_rows(rows))
    return ", ".join(found[:MOST_RANGES]) + (" …" if len(found) > MOST_RANGES else "")
