"""First pass: read the whole file, count its rows, and collect the errors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ydeu.marketplace.completeness import excess_of_draft
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.options import Options, Watch, batches, unwatched
from ydeu.marketplace.importing.parsing import CellError, Row, rows
from ydeu.marketplace.importing.reading import Unreadable
from ydeu.marketplace.importing.references import References
from ydeu.marketplace.listing_fields import in_form_order
from ydeu.transitions import DomainError

SHOWN_ERRORS = 50
SHOWN_ROWS = 10
MAX_OF_MEMBER = 500
LONGEST_NUMBER = 80
"""The most rows of a member's file, and characters of a number in it. A file with more is refused."""


@dataclass(slots=True)
class Check:
    """The result of a check. ``errors`` has the first errors, ``first_rows`` the rows of the preview."""

    read: int = 0
    known: int = 0
    faults: int = 0
    errors: list[CellError] = field(default_factory=list)
    first_rows: list[Row] = field(default_factory=list)

    @property
    def new(self) -> int:
        return self.read - self.known

    def blame(self, error: CellError) -> None:
        self.faults += 1
        if len(self.errors) < SHOWN_ERRORS:
            self.errors.append(error)


class FaultyFile(DomainError):
    """The file has errors, so nothing was written. ``check`` has them."""

    def __init__(self, check: Check) -> None:
        self.check = check
        super().__init__(
            ngettext(
                "%(faults)d error in the file; nothing was written.",
                "%(faults)d errors in the file; nothing was written.",
                check.faults,
            )
            % {"faults": check.faults}
        )


def check(path: Path, options: Options, *, watch: Watch = unwatched) -> Check:
    """Check every row. Raises Unreadable if the file is not a table, has unknown columns or is too large."""
    result = Check()
    references = References(options)
    seen: dict[str, int] = {}
    for batch in batches(watch(rows(path, options.kind, options.limits), _("Checking"), None)):
        result.read += len(batch)
        result.first_rows += batch[: SHOWN_ROWS - len(result.first_rows)]
        result.known += len(known_ids(batch, options))
        for error in _faults(batch, references, seen, options):
            result.blame(error)
        if options.for_member and result.read > MAX_OF_MEMBER:
            most = {"most": MAX_OF_MEMBER}
            raise Unreadable(_("The file has more than %(most)d rows: please take several files.") % most)
    return result


def known_ids(batch: list[Row], options: Options) -> set[str]:
    """The numbers of those rows that were imported before."""
    return options.known(row.external_id for row in batch)


def _faults(
    batch: list[Row], references: References, seen: dict[str, int], options: Options
) -> Iterator[CellError]:
    """The errors of a batch in the order of the file."""
    found = [error for row in batch for error in row.errors]
    found += references.missing(batch)
    found += _repeated(batch, seen)
    found += _not_of_member(batch, options.kind) if options.for_member else ()
    yield from sorted(found, key=lambda error: error.row)


def _repeated(batch: list[Row], seen: dict[str, int]) -> Iterator[CellError]:
    for row in batch:
        first = seen.setdefault(row.external_id, row.row)
        if first != row.row:
            told = {"id": row.external_id, "first": first}
            yield row.fault("external_id", _("Row %(first)d has the same number “%(id)s”.") % told)


def _not_of_member(batch: list[Row], kind: ListingKind) -> Iterator[CellError]:
    """The errors of a member's rows: cells that name an enterprise, and texts too long for a draft."""
    too_long = _("A number has at most %(most)d characters.") % {"most": LONGEST_NUMBER}
    not_yours = _("Please leave this out: the listings are those of your enterprise.")
    for row in batch:
        for column in ("organisation", "enterprise"):
            if getattr(row, column):
                yield row.fault(column, not_yours)
        if len(row.external_id) > LONGEST_NUMBER:
            yield row.fault("external_id", too_long)
        for known in in_form_order(kind):
            if refusal := excess_of_draft(known, row.fields.get(known.name) or ""):
                yield row.fault(known.name, refusal)
