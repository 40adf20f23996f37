"""Turns listings into documents of the engine."""

from collections.abc import Iterator

from matching.engine import Document
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.field_properties import Part
from ydeu.marketplace.listing_fields import DEMAND, REQUIREMENT_FIELDS, matched_names
from ydeu.marketplace.models import Demand, Listing, ListingQuerySet, Offer, Requirement

MODELS: dict[ListingKind, type[Offer] | type[Demand]] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}

DEMAND_RELATIONS = tuple(field.name for field in DEMAND if field.is_matched and field.limit.is_relation)
"""The relations of a demand that its document is made of."""
CHECKED: dict[ListingKind, tuple[str, ...]] = {
    ListingKind.OFFER: ("indicative_price",),
    ListingKind.DEMAND: (),
}
"""Columns that are in no document, but answer a requirement."""
LINE = [field.name for field in REQUIREMENT_FIELDS if field.part is Part.BODY]
"""The columns of a requirement that make one line of the body."""


def document_of(listing: Listing) -> Document:
    """The listing as a document of the engine. The spans of an explanation point into its texts."""
    return Document(
        id=listing.pk,
        title=_text_of(listing, Part.TITLE),
        keywords=tuple(_values(listing, Part.KEYWORDS)),
        summary=_text_of(listing, Part.SUMMARY),
        body=_text_of(listing, Part.BODY),
    )


def texts_of(kind: ListingKind) -> ListingQuerySet:
    """The published listings of a kind, with only the columns that matching needs."""
    columns = [name for name in matched_names(kind) if name not in DEMAND_RELATIONS]
    columns += CHECKED[kind]
    found = MODELS[kind].objects.published().only("pk", "revision", "enterprise_id", *columns)
    return found if kind == ListingKind.OFFER else found.prefetch_related(*DEMAND_RELATIONS)


def _text_of(listing: Listing, part: Part) -> str:
    return "\n".join(text for text in _values(listing, part) if text)


def _values(listing: Listing, part: Part) -> Iterator[str]:
    """The texts, keywords and lines of rows in a part of the document, in the order of ``listing_fields``."""
    for name in matched_names(listing.kind, part):
        value = getattr(listing, name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value
        else:
            yield from (line_of(row) for row in value.all())


def line_of(requirement: Requirement) -> str:
    """The line of a requirement in the body of its demand."""
    return " ".join(getattr(requirement, name) for name in LINE).rstrip()
