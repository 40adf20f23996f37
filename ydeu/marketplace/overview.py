"""The table of an alliance's listings for its coordinators, with state and enterprise."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ydeu.accounts import industries
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing import spelling
from ydeu.marketplace.models import Listing


def head_of(kind: ListingKind) -> list[str]:
    """The headings in the active language."""
    about = [
        _("State"),
        _("Enterprise"),
        _("Place"),
        _("Industry"),
        _("Size"),
        _("Submitted"),
        _("Published"),
    ]
    return [*about, _("Page"), *spelling.head_of(kind)]


def rows_of(listings: Iterable[Listing]) -> Iterator[list[Any]]:
    rows = list(listings)
    for listing, said in zip(rows, spelling.rows_of(rows), strict=True):
        yield [*_standing(listing), *said]


def _standing(listing: Listing) -> list[Any]:
    enterprise = listing.enterprise
    return [
        listing.get_state_display(),
        enterprise.name,
        enterprise.place,
        industries.name(enterprise.industry),
        enterprise.get_size_display(),
        listing.submitted_at,
        listing.published_at,
        f"{settings.SITE_URL}{listing.get_absolute_url()}",
    ]
