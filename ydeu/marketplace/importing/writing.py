"""Second pass: write the file in batches, in one transaction. The sweeper queues new rows for matching."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ydeu.accounts.models import User
from ydeu.marketplace import limits
from ydeu.marketplace.completeness import VALIDITY
from ydeu.marketplace.importing.checking import Check, FaultyFile, check, known_ids
from ydeu.marketplace.importing.options import Options, Watch, batches, unwatched
from ydeu.marketplace.importing.parsing import Row, rows
from ydeu.marketplace.importing.references import References
from ydeu.marketplace.models import Listing, ListingEvent, Requirement
from ydeu.marketplace.states import State
from ydeu.transitions import LostRace


@dataclass(frozen=True, slots=True)
class Outcome:
    """The numbers of rows that an import read and wrote."""

    read: int
    new: int

    @property
    def known(self) -> int:
        return self.read - self.new


def import_file(
    path: Path, options: Options, *, by: User | None, name: str = "", watch: Watch = unwatched
) -> Outcome:
    """Import every new row of the file, or none if there is an error.

    ``external_id`` and kind identify a row. Published rows wait for the matcher (``matched_revision`` is less
    than ``revision``). The others wait for moderation. Raises Unreadable, FaultyFile, TooMuch or LostRace.
    """
    checked = check(path, options, watch=watch)
    if checked.faults:
        raise FaultyFile(checked)
    try:
        return _write(path, options, checked, by=by, name=name or path.name, watch=watch)
    except IntegrityError as error:
        if check(path, options).known == checked.known:
            raise
        raise LostRace(
            _("Somebody else is importing the same listings; nothing was written. Please try again.")
        ) from error


def _write(
    path: Path, options: Options, checked: Check, *, by: User | None, name: str, watch: Watch
) -> Outcome:
    references = References(options)
    note = _("Imported from the file %(name)s.") % {"name": name}
    read = new = 0
    with transaction.atomic():
        if options.for_member and options.enterprise:
            limits.require_room_for_drafts(options.enterprise, checked.new)
        for batch in batches(watch(rows(path, options.kind, options.limits), _("Writing"), checked.read)):
            references.make_organisations(batch)
            read += len(batch)
            new += _write_batch(batch, options, references, by=by, note=note)
    return Outcome(read, new)


def _write_batch(
    batch: list[Row], options: Options, references: References, *, by: User | None, note: str
) -> int:
    known = known_ids(batch, options)
    fresh = [row for row in batch if row.external_id not in known]
    made = options.model._default_manager.bulk_create(
        _listing(row, options, references, by=by) for row in fresh
    )
    ListingEvent.objects.bulk_create(_event(listing, by=by, note=note) for listing in made)
    Requirement.objects.bulk_create(_requirements(zip(made, fresh, strict=True)))
    return len(made)


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
    if options.publish:
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
