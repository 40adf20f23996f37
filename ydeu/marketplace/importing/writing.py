"""Second pass: write the file in batches, in one transaction. The sweeper queues new rows for matching."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ydeu.accounts.models import User
from ydeu.marketplace import limits
from ydeu.marketplace.completeness import VALIDITY
from ydeu.marketplace.importing.changes import apply, changes_in
from ydeu.marketplace.importing.checking import Check, FaultyFile, check
from ydeu.marketplace.importing.layout import layout_of, refuse_unknown
from ydeu.marketplace.importing.options import Options, Watch, batches, unwatched
from ydeu.marketplace.importing.organisations import refuse_revoked
from ydeu.marketplace.importing.parsing import Row, rows_of
from ydeu.marketplace.importing.references import References
from ydeu.marketplace.importing.terms import is_over
from ydeu.marketplace.models import Listing, ListingEvent, Requirement
from ydeu.marketplace.states import State
from ydeu.transitions import LostRace


@dataclass(frozen=True, slots=True)
class Outcome:
    """The numbers of rows that an import read, added as listings, and changed listings by."""

    read: int
    new: int
    changed: int = 0

    @property
    def known(self) -> int:
        return self.read - self.new


def import_file(
    path: Path,
    options: Options,
    *,
    by: User | None,
    name: str = "",
    watch: Watch = unwatched,
    report: Callable[[Check], None] = lambda _checked: None,
) -> Outcome:
    """Import every new row of the file, or none if there is an error.

    ``external_id`` and kind identify a row. A known row that differs changes its listing if
    ``options.updates``. Published rows wait for the matcher (``matched_revision`` is less than ``revision``).
    The others wait for moderation. ``report`` gets the check before anything is written. Raises Unreadable,
    FaultyFile, Undecided, Revoked, TooMuch or LostRace.
    """
    checked = check(path, options, watch=watch)
    report(checked)
    refuse_faulty(checked, options)
    try:
        return _write(path, options, checked, by=by, name=name or path.name, watch=watch)
    except IntegrityError as error:
        if check(path, options).known == checked.known:
            raise
        raise LostRace(
            _("Somebody else is importing the same listings; nothing was written. Please try again.")
        ) from error


def refuse_faulty(checked: Check, options: Options) -> None:
    """Raise BadHeader for unknown columns, FaultyFile for errors and Undecided for open questions."""
    if checked.layout:
        refuse_unknown(checked.layout, options.kind)
    if checked.faults:
        raise FaultyFile(checked)
    checked.require_decisions()


def _write(
    path: Path, options: Options, checked: Check, *, by: User | None, name: str, watch: Watch
) -> Outcome:
    references = References(options)
    note = _("Imported from the file %(name)s.") % {"name": name}
    read = new = changed = 0
    layout = layout_of(path, options.kind, options.limits, options.choices)
    with transaction.atomic():
        if options.for_member and options.enterprise:
            limits.require_room_for_drafts(options.enterprise, checked.new)
        for batch in batches(watch(rows_of(layout, options.kind), _("Writing"), checked.read)):
            references.make_organisations(batch)
            known = options.known(row.external_id for row in batch)
            read += len(batch)
            new += _add(batch, known, options, references, by=by, note=note)
            changed += _change(batch, known, options, references, by=by) if options.updates else 0
    return Outcome(read, new, changed)


def _add(
    batch: list[Row],
    known: Container[str],
    options: Options,
    references: References,
    *,
    by: User | None,
    note: str,
) -> int:
    fresh = [row for row in batch if row.external_id not in known]
    listings = [_listing(row, options, references, by=by) for row in fresh]
    if options.publish:
        refuse_revoked(listing.enterprise_id for listing in listings)
    made = options.model._default_manager.bulk_create(listings)
    ListingEvent.objects.bulk_create(_event(listing, by=by, note=note) for listing in made)
    Requirement.objects.bulk_create(_requirements(zip(made, fresh, strict=True)))
    return len(made)


def _change(
    batch: list[Row], known: dict[str, int], options: Options, references: References, *, by: User | None
) -> int:
    changes = [change for change in changes_in(batch, known, options, references) if not change.obstacle]
    for change in changes:
        apply(change, by=by, for_member=options.for_member)
    return len(changes)


def _listing(row: Row, options: Options, references: References, *, by: User | None) -> Listing:
    """The new listing. A member gets a draft. A bulk import sets no poster, so nobody gets notices of it."""
    listing = options.model(
        external_id=options.stored_id(row.external_id),
        enterprise_id=references.enterprise_of(row),
        alliance_id=references.alliance_of(row),
        **row.fields,
    )
    if options.for_member:
        listing.created_by = by
        return listing
    now = timezone.now()
    listing.submitted_at = now
    listing.state = State.SUBMITTED
    if is_over(row, timezone.localdate()):
        listing.state = State.EXPIRED
        listing.published_at = now if options.publish else None
    elif options.publish:
        listing.state = State.PUBLISHED
        listing.revision = listing.moderated_revision = 1
        listing.published_at = now
        listing.valid_until = listing.valid_until or timezone.localdate() + VALIDITY
    return listing


def _event(listing: Listing, *, by: User | None, note: str) -> ListingEvent:
    return ListingEvent(
        **{listing.kind: listing}, actor=by, to_state=listing.state, revision=listing.revision, note=note
    )


def _requirements(pairs: Iterable[tuple[Listing, Row]]) -> Iterable[Requirement]:
    for listing, row in pairs:
        for said in row.requirements:
            yield Requirement(
                demand=listing,  # type: ignore[misc]
                name=said.name,
                operator=said.operator,
                value=said.value,
                unit=said.unit,
                priority=said.priority,
            )
