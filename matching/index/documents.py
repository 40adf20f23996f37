"""What the engine reads of a listing."""

from collections.abc import Iterable

from matching.engine import Document
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Listing, ListingQuerySet, Offer

MODELS: dict[ListingKind, type[Offer] | type[Demand]] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}

TEXTS = {
    ListingKind.OFFER: (
        "title",
        "technology_keywords",
        "market_keywords",
        "summary",
        "description",
        "advantages",
    ),
    ListingKind.DEMAND: (
        "title",
        "technology_keywords",
        "market_keywords",
        "summary",
        "description",
        "problem",
    ),
}
"""The columns that a document is made of."""

PARTS_OF_DEMAND = ("requirements",)


def document_of(listing: Listing) -> Document:
    """The listing as a document of the engine. The spans of an explanation point into its texts."""
    return Document(
        id=listing.pk,
        title=listing.title,
        keywords=(*listing.technology_keywords, *listing.market_keywords),
        summary=listing.summary,
        body=body_of(listing),
    )


def body_of(listing: Listing) -> str:
    """The description, then the advantages of an offer, or the problem and the requirements of a demand."""
    if isinstance(listing, Demand):
        parts = [listing.description, listing.problem, *_requirement_lines(listing)]
    else:
        parts = [listing.description, getattr(listing, "advantages", "")]
    return "\n".join(part for part in parts if part)


def texts_of(kind: ListingKind) -> ListingQuerySet:
    """The published listings of a kind, with only the columns that documents need."""
    found = MODELS[kind].objects.published().only("pk", "revision", "enterprise_id", *TEXTS[kind])
    return found if kind == ListingKind.OFFER else found.prefetch_related(*PARTS_OF_DEMAND)


def _requirement_lines(demand: Demand) -> Iterable[str]:
    return (f"{row.name} {row.value} {row.unit}".rstrip() for row in demand.requirements.all())
