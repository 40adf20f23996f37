"""Rows whose number is known but whose values differ from the stored listing, and how they change it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ydeu.accounts.models import User
from ydeu.lists import listed
from ydeu.marketplace import listings, moderation
from ydeu.marketplace.completeness import missing_fields, objections
from ydeu.marketplace.corrections import CORRECTABLE
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.headings import heading
from ydeu.marketplace.importing.options import Options
from ydeu.marketplace.importing.parsing import Row
from ydeu.marketplace.importing.references import References
from ydeu.marketplace.importing.spelling import cell_of
from ydeu.marketplace.leaks import leaks_of, spoken_in
from ydeu.marketplace.listing_fields import fields_of, matched_names, moderated_names
from ydeu.marketplace.models import Listing, Requirement
from ydeu.marketplace.states import EDITABLE, State
from ydeu.transitions import LostRace

LIVE = frozenset({State.PUBLISHED, State.PAUSED})
LINE = ("name", "operator", "value", "unit", "priority")


@dataclass(frozen=True, slots=True)
class Change:
    """One known row that differs. ``listing`` has the new values, which are not saved yet."""

    row: Row
    listing: Listing
    names: list[str]
    """The fields that differ, in the order of a file."""
    told: list[tuple[str, str, str]]
    """Of each: the heading, the stored value and that of the file, in the active language."""
    obstacle: str
    """Why the listing cannot be changed by a file. Empty if it can."""


def changes_in(
    batch: list[Row], known: dict[str, int], options: Options, references: References
) -> Iterator[Change]:
    """The known rows that differ. An empty cell leaves the stored value as it is."""
    rows = {known[row.external_id]: row for row in batch if row.external_id in known and not row.errors}
    found: Any = options.model._default_manager.filter(pk__in=rows).select_related("enterprise", "alliance")
    if options.kind == ListingKind.DEMAND:
        found = found.prefetch_related("requirements")
    for listing in found.order_by("pk"):
        change = _change(rows[listing.pk], listing, options, references)
        if change:
            yield change


def apply(change: Change, *, by: User | None, for_member: bool) -> None:
    """Save the new values, and count a revision if others read them. Raises LostRace.

    The change of a member is read by the administrators. That of an operator counts as read.
    """
    listing = change.listing
    with transaction.atomic():
        stored = type(listing)._default_manager.select_for_update().get(pk=listing.pk)
        if stored.state != listing.state:
            raise LostRace(_("Somebody else was faster. Please reload the page to see what they decided."))
        columns = [name for name in change.names if name != "requirements"]
        listing.asked_at = None  # an edit answers the question if it is still open
        listing.save(update_fields=[*columns, "asked_at", "updated_at"])
        if "requirements" in change.names:
            _replace_requirements(listing, change.row)
        if not moderated_names(listing.kind).union(matched_names(listing.kind)).isdisjoint(change.names):
            was_moderated = stored.moderated_revision == stored.revision
            listings.revise(listing, by=by)
            if was_moderated and not for_member and listing.revision != stored.revision:
                moderation.accept_edit(listing)


def _change(row: Row, listing: Listing, options: Options, references: References) -> Change | None:
    before = {name: _shown(listing, name) for name in _given(row, listing.kind)}
    names = [name for name in before if _differs(row, listing, name, references)]
    if not names:
        return None
    for name in names:
        if name == "alliance":
            listing.alliance_id = references.alliance_of(row)
        elif name != "requirements":
            setattr(listing, name, row.fields[name])
    after = {name: _shown(listing, name) for name in names} | _said_requirements(row, names)
    told = [(heading(listing.kind, name), before[name], after[name]) for name in names]
    return Change(row, listing, names, told, _obstacle(row, listing, names, options))


def _given(row: Row, kind: ListingKind) -> list[str]:
    """The fields of a listing that the row has a value for, without its owner."""
    return [field.name for field in fields_of(kind) if field.name in row.given and field.name != "enterprise"]


def _differs(row: Row, listing: Listing, name: str, references: References) -> bool:
    if name == "alliance":
        return bool(listing.alliance_id != references.alliance_of(row))
    if name == "requirements":
        stored = [tuple(getattr(each, part) for part in LINE) for each in listing.requirements.all()]  # type: ignore[attr-defined]
        return stored != [tuple(getattr(each, part) for part in LINE) for each in row.requirements]
    stored, said = getattr(listing, name), row.fields[name]
    if isinstance(said, str):
        return " ".join(str(stored).split()) != " ".join(said.split())
    return bool(stored != said)


def _shown(listing: Any, name: str) -> str:
    value = cell_of(listing, name)
    return "" if value is None else str(value)


def _said_requirements(row: Row, names: Iterable[str]) -> dict[str, str]:
    return {"requirements": "; ".join(map(str, row.requirements))} if "requirements" in names else {}


def _obstacle(row: Row, listing: Listing, names: list[str], options: Options) -> str:
    """Why this file cannot change the listing: its state, its owner, or what a form would ask first."""
    if listing.state not in (EDITABLE if options.for_member else CORRECTABLE):
        return _("It is “%(state)s” and cannot be changed.") % {"state": listing.get_state_display()}
    if not options.for_member:
        own = {field.name for field in fields_of(listing.kind) if not field.is_correctable}
        theirs = own.intersection(names) if listing.created_by_id else set()
        return _("Only the enterprise may change these facts.") if theirs else ""
    if listing.state not in LIVE:
        return ""
    lacking = {*missing_fields(listing), *objections(listing)}.intersection(names)
    if lacking:
        told = listed(heading(listing.kind, name) for name in names if name in lacking)
        return _("A published listing needs other values here: %(columns)s.") % {"columns": told}
    typed = [spoken_in(asdict(said)) for said in row.requirements] if "requirements" in names else None
    if leaks_of(listing, requirements=typed):
        return _("It is anonymous, and the text may tell who you are. Please change it in the form.")
    return ""


def _replace_requirements(listing: Any, row: Row) -> None:
    listing.requirements.all().delete()
    Requirement.objects.bulk_create(
        Requirement(demand=listing, **{part: getattr(said, part) for part in LINE})
        for said in row.requirements
    )
