"""A listing as pairs of label and value, in groups a person reads one after the other."""

from typing import Any, NamedTuple

from ydeu.accounts import industries
from ydeu.accounts.enums import Label
from ydeu.marketplace.enums import IPType, ListingKind
from ydeu.marketplace.models import Listing, Offer

Facts = list[tuple[Any, Any]]


class Part(NamedTuple):
    """A long text under its own heading."""

    title: Any
    text: str


def texts_of(listing: Listing) -> list[Part]:
    """The texts after the summary, the most telling first; empty ones are left out."""
    names = {
        ListingKind.OFFER: ("description", "advantages", "evidence", "partner_sought"),
        ListingKind.DEMAND: ("problem", "description", "approaches_tried", "partner_sought"),
    }[listing.kind]
    parts = (Part(_label(listing, name), getattr(listing, name)) for name in names)
    return [part for part in parts if part.text]


def facts_of(listing: Listing) -> Facts:
    """Short facts for the side column; those of the kind come first."""
    own = _offer_facts(listing) if isinstance(listing, Offer) else _demand_facts(listing)
    return [
        *own,
        (_label(listing, "cooperation_modes"), " · ".join(listing.cooperation_mode_labels)),
        (_label(listing, "target_regions"), " · ".join(listing.target_region_labels)),
        (_label(listing, "alliance"), listing.alliance.name if listing.alliance else ""),
        (_label(listing, "chain_segment"), _shown(listing, "chain_segment")),
        (_label(listing, "strategic_industry"), _shown(listing, "strategic_industry")),
        (_label(listing, "market_keywords"), " · ".join(listing.market_keywords)),
        (_label(listing, "language"), _shown(listing, "language")),
    ]


def poster_facts(listing: Listing, *, is_known: bool) -> Facts:
    """Who stands behind it. A stranger to an anonymous listing reads trade, province and size only."""
    enterprise = listing.enterprise
    facts: Facts = [
        (_label(enterprise, "industry"), industries.name(enterprise.industry)),
        (_label(enterprise, "size"), _shown(enterprise, "size")),
    ]
    if not is_known:
        return [(_label(enterprise, "province"), _shown(enterprise, "province")), *facts]
    labels = " · ".join(str(Label(code).label) for code in enterprise.labels)
    return [
        (_label(enterprise, "province"), enterprise.place),
        *facts,
        (_label(enterprise, "labels"), labels),
    ]


def _offer_facts(offer: Any) -> Facts:
    kinds = " · ".join(str(IPType(code).label) for code in offer.ip_types)
    return [
        *((_label(offer, name), _shown(offer, name)) for name in ("stage", "trl", "ipr_status")),
        (_label(offer, "ip_types"), kinds),
        (_label(offer, "indicative_price"), offer.indicative_price),
    ]


def _demand_facts(demand: Any) -> Facts:
    return [
        (_label(demand, "budget_band"), _shown(demand, "budget_band")),
        (_label(demand, "needed_by"), demand.needed_by and demand.needed_by.isoformat()),
        (_label(demand, "trl_wanted"), _shown(demand, "trl_wanted")),
        (_label(demand, "award"), demand.award if demand.open_challenge else None),
    ]


def _label(row: Any, name: str) -> str:
    label = str(row._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _shown(row: Any, name: str) -> Any:
    return getattr(row, f"get_{name}_display")() or ""
