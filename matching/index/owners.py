"""The owner of a listing as the engine sees it: enterprises with one folded name are one organisation."""

from collections.abc import Sequence

from django.db.models import Min, OuterRef, Subquery

from ydeu.accounts.models import Enterprise
from ydeu.marketplace.models import Listing


def owners_of(listings: Sequence[Listing]) -> list[int]:
    """One number for each listing: the lowest primary key of the enterprises with the name of its owner.

    One query for any number of listings.
    """
    namesakes = Enterprise.objects.filter(folded_name=OuterRef("folded_name")).order_by()
    first = namesakes.values("folded_name").annotate(first=Min("pk")).values("first")
    enterprises = {listing.enterprise_id for listing in listings}
    found = Enterprise.objects.filter(pk__in=enterprises).order_by().annotate(owner=Subquery(first))
    owners = dict(found.values_list("pk", "owner"))
    return [owners[listing.enterprise_id] for listing in listings]
