"""The texts and facts of a listing, as its page shows them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ydeu.accounts import industries
from ydeu.accounts.fields import CodeListField
from ydeu.marketplace.field_places import FACTS, TEXTS
from ydeu.marketplace.field_properties import Group, ListingField, Readers
from ydeu.marketplace.listing_fields import in_group
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State

Facts = list[tuple[Any, Any]]


class Part(NamedTuple):
    """A long text and its heading."""

    title: Any
    text: str


def texts_of(listing: Listing, *, is_handled: bool) -> list[Part]:
    """The texts below the summary that are not empty, the most important first."""
    fields = _shown(TEXTS, listing, is_handled)
    parts = [Part(field.label_on(listing), getattr(listing, field.name)) for field in fields]
    return [part for part in parts if part.text]


def facts_of(listing: Listing, *, is_handled: bool, is_known: bool) -> Facts:
    """Short facts for the side column. The fields of the kind come before the common ones.

    ``is_known`` is True if the reader may know the enterprise.
    """
    fields = [field for field in _shown(FACTS, listing, is_handled) if is_known or _fits(field, listing)]
    return [(field.label_on(listing), _said(listing, field.name)) for field in fields]


def poster_facts(listing: Listing, *, is_known: bool) -> Facts:
    """Facts on the enterprise. A reader who may not know it gets only what fits enough enterprises."""
    enterprise = listing.enterprise
    if not is_known:
        return [
            (_("Region"), listing.shown_place),
            (_label(enterprise, "industry"), listing.shown_industry_name),
            (_label(enterprise, "size"), listing.shown_size_name),
        ]
    facts: Facts = [
        (_label(enterprise, "province"), enterprise.place),
        (_label(enterprise, "industry"), industries.name(enterprise.industry)),
        (_label(enterprise, "size"), enterprise.get_size_display()),
        (_label(enterprise, "labels"), " · ".join(enterprise.label_names)),
    ]
    if listing.is_anonymous and listing.state == State.PUBLISHED:
        facts.append((_("Others read"), " · ".join(listing.shown_parts) or _("nothing about you")))
    return facts


def _fits(field: ListingField, listing: Listing) -> bool:
    """True if a stranger may read the field: it tells of no enterprise, or enough of them fit."""
    if field.readers is not Readers.IF_ENOUGH_FIT or not listing.is_anonymous:
        return True
    shown = {"alliance": listing.shown_alliance, "chain_segment": listing.shown_segment_name}
    return bool(shown[field.name])


def _shown(group: Group, listing: Listing, is_handled: bool) -> Iterator[ListingField]:
    """The fields of a group that the reader may see. ``is_handled`` is True for owner and reviewers."""
    for field in in_group(group, listing.kind):
        if is_handled or field.readers is not Readers.OWNER_AND_REVIEWERS:
            yield field


def _said(listing: Any, name: str) -> Any:
    """The value of a field as the page shows it. Empty if the listing has none."""
    value, column = getattr(listing, name), listing._meta.get_field(name)
    if name == "award" and not listing.open_challenge:
        return None
    if column.is_relation:
        return value.name if value else ""
    if isinstance(value, list):
        return " · ".join(map(str, _labels(column, value)))
    if column.choices:
        return getattr(listing, f"get_{name}_display")() or ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _labels(column: Any, codes: list[str]) -> list[Any]:
    if not isinstance(column, CodeListField):
        return codes
    labels = dict(column.flatchoices)
    return [labels.get(code, code) for code in codes]


def _label(row: Any, name: str) -> str:
    return str(capfirst(row._meta.get_field(name).verbose_name))
