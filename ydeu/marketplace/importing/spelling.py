"""Writes a listing as cells that the import can read: the reverse of ``cells``."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import IntegerField
from django.utils.translation import gettext as _

from ydeu.accounts.fields import CodeListField
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.headings import heading, of_member
from ydeu.marketplace.importing.options import number_of, prefix_of
from ydeu.marketplace.models import Listing, Requirement

BETWEEN = "; "
SEPARATORS = re.compile(r"[;；|\s]+")


def head_of(kind: ListingKind) -> list[str]:
    """The headings of an export in the active language."""
    return [heading(kind, column) for column in of_member(kind)]


def rows_of(listings: Iterable[Listing]) -> Iterator[list[Any]]:
    """One row for each listing, in the order of ``head_of`` and in the active language."""
    for listing in listings:
        yield [cell_of(listing, column) for column in of_member(listing.kind)]


def cell_of(listing: Any, column: str) -> Any:
    if column in SPECIAL:
        return SPECIAL[column](listing)
    value, field = getattr(listing, column), listing._meta.get_field(column)
    if isinstance(field, CodeListField):
        labels = dict(field.flatchoices)
        value = [str(labels.get(code, code)) for code in value]
    elif isinstance(value, bool):
        return _("yes") if value else _("no")
    elif field.choices and value and not isinstance(field, IntegerField):
        return getattr(listing, f"get_{column}_display")()
    return BETWEEN.join(value) if isinstance(value, list) else value


def said_number(listing: Listing) -> str:
    """The number that the enterprise gave the listing, otherwise ours. The import recognises both."""
    prefix = prefix_of(Enterprise(pk=listing.enterprise_id))
    given = listing.external_id or ""
    return given.removeprefix(prefix) if given.startswith(prefix) else number_of(listing.kind, listing.pk)


def _alliance(listing: Listing) -> str:
    return listing.alliance.name if listing.alliance else ""


def _requirements(demand: Any) -> str:
    return BETWEEN.join(map(_requirement, demand.requirements.all()))


def _requirement(row: Requirement) -> str:
    """The requirement as text of a cell. Separators inside its parts become blanks."""
    parts = (row.name, row.get_operator_display(), row.value, row.unit, row.get_priority_display())
    return " | ".join(SEPARATORS.sub(" ", str(part)).strip() for part in parts)


SPECIAL: dict[str, Callable[[Any], str]] = {
    "external_id": said_number,
    "alliance": _alliance,
    "requirements": _requirements,
}
