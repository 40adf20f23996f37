"""First pass: read the whole file, count its rows, and collect the errors."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ydeu.accounts.folding import fold_name
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.completeness import excess_of_draft
from ydeu.marketplace.importing.changes import Change, changes_in
from ydeu.marketplace.importing.layout import Layout, layout_of
from ydeu.marketplace.importing.options import Options, Watch, batches, unwatched
from ydeu.marketplace.importing.organisations import Organisations, Question, Undecided
from ydeu.marketplace.importing.parsing import CellError, Row, Understood, rows_of
from ydeu.marketplace.importing.reading import Unreadable
from ydeu.marketplace.importing.references import References
from ydeu.marketplace.importing.terms import faults_of as terms_over
from ydeu.marketplace.importing.terms import is_over
from ydeu.marketplace.listing_fields import in_form_order
from ydeu.transitions import DomainError

SHOWN_ERRORS = 50
SHOWN_ROWS = 10
SHOWN_CELLS = 50
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
    questions: list[Question] = field(default_factory=list)
    """Is this organisation that registered enterprise? ``require_decisions`` wants an answer to each."""
    spellings: list[list[str]] = field(default_factory=list)
    """The organisations that the file spells in several ways, and that are read as one."""
    layout: Layout | None = None
    notes: list[str] = field(default_factory=list)
    """How the file was read, where that is not plain."""
    understood: list[Understood] = field(default_factory=list)
    """The first cells that were not typed as they are understood."""
    understood_count: int = 0
    changed: int = 0
    """The known rows that differ from the stored listing and may change it."""
    changes: list[Change] = field(default_factory=list)
    """The first known rows that differ."""
    changes_count: int = 0
    over: int = 0
    """The new rows whose term is over. They come in as expired."""

    @property
    def new(self) -> int:
        return self.read - self.known

    def require_decisions(self) -> None:
        """Raises Undecided unless every question has an answer."""
        if unanswered := [question.spellings[0] for question in self.questions if not question.answer]:
            raise Undecided(unanswered)

    @property
    def unknown(self) -> list[str]:
        """The headings of unknown columns that nobody decided to leave out."""
        return self.layout.unknown if self.layout else []

    @property
    def is_ready(self) -> bool:
        """True if the rows can be imported."""
        return not self.faults and not self.unknown

    def blame(self, error: CellError) -> None:
        self.faults += 1
        if len(self.errors) < SHOWN_ERRORS:
            self.errors.append(error)

    def understand(self, batch: list[Row]) -> None:
        """Count the cells that were not typed as they are understood, and keep the first."""
        for row in batch:
            self.understood_count += len(row.understood)
            self.understood += row.understood[: SHOWN_CELLS - len(self.understood)]

    def compare(self, changes: Iterable[Change]) -> None:
        """Count the known rows that differ, and keep the first."""
        for change in changes:
            self.changes_count += 1
            self.changed += not change.obstacle
            if len(self.changes) < SHOWN_CELLS:
                self.changes.append(change)


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
    """Check every row. Raises Unreadable if the file is not a table of listings, or is too large."""
    layout = layout_of(path, options.kind, options.limits, options.choices)
    result = Check(layout=layout)
    references, organisations = References(options), Organisations()
    seen: dict[str, int] = {}
    for batch in batches(watch(rows_of(layout, options.kind), _("Checking"), None)):
        result.read += len(batch)
        result.first_rows += batch[: SHOWN_ROWS - len(result.first_rows)]
        known = options.known(row.external_id for row in batch)
        result.known += len(known)
        organisations.add(batch, known)
        for error in _faults(batch, known, references, seen, options):
            result.blame(error)
        result.understand(batch)
        result.compare(changes_in(batch, known, options, references))
        result.over += sum(
            is_over(row, timezone.localdate()) for row in batch if row.external_id not in known
        )
        if options.for_member and result.read > MAX_OF_MEMBER:
            most = {"most": MAX_OF_MEMBER}
            raise Unreadable(_("The file has more than %(most)d rows: please take several files.") % most)
    if not options.for_member:
        result.questions = organisations.questions(options.owners)
        result.spellings = organisations.read_as_one()
    result.notes = list(layout.notes(options.kind))
    return result


def _faults(
    batch: list[Row], known: Container[str], references: References, seen: dict[str, int], options: Options
) -> Iterator[CellError]:
    """The errors of a batch in the order of the file."""
    found = [error for row in batch for error in row.errors]
    found += references.missing(batch)
    found += _repeated(batch, seen)
    if options.for_member:
        found += _not_of_member(batch, options)
        fresh = (row for row in batch if row.external_id not in known)
        found += (error for row in fresh for error in terms_over(row, timezone.localdate()))
    yield from sorted(found, key=lambda error: error.row)


def _repeated(batch: list[Row], seen: dict[str, int]) -> Iterator[CellError]:
    for row in batch:
        first = seen.setdefault(row.external_id, row.row)
        if first != row.row:
            told = {"id": row.external_id, "first": first}
            yield row.fault("external_id", _("Row %(first)d has the same number “%(id)s”.") % told)


def _not_of_member(batch: list[Row], options: Options) -> Iterator[CellError]:
    """The errors of a member's rows: cells that name another enterprise, and texts too long for a draft."""
    own = {fold_name(said) for said in _names_of(options.enterprise)}
    too_long = _("A number has at most %(most)d characters.") % {"most": LONGEST_NUMBER}
    not_yours = _("Please leave this out: the listings are those of your enterprise.")
    for row in batch:
        for column in ("organisation", "enterprise"):
            if getattr(row, column) and fold_name(getattr(row, column)) not in own:
                yield row.fault(column, not_yours)
        if len(row.external_id) > LONGEST_NUMBER:
            yield row.fault("external_id", too_long)
        for known in in_form_order(options.kind):
            if refusal := excess_of_draft(known, row.fields.get(known.name) or ""):
                yield row.fault(known.name, refusal)


def _names_of(enterprise: Enterprise | None) -> list[str]:
    return [name for name in (enterprise.name, enterprise.credit_code) if name] if enterprise else []
