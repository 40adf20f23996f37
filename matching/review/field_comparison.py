"""Compare a demand and an offer field by field: they agree, they clash, or it is unclear."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from matching.review.money import affordable, why_not_comparable
from ydeu.marketplace.enums import CooperationMode
from ydeu.marketplace.models import Demand, Listing, Offer


class Verdict(StrEnum):
    """The values are names of CSS classes."""

    AGREES = "agrees"
    CLASHES = "clashes"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Comparison:
    """One field of both sides as text, and the verdict."""

    field: str
    demand: str
    offer: str
    verdict: Verdict
    remark: str = ""


def compare(demand: Demand, offer: Offer) -> list[Comparison]:
    """The fields that decide if two enterprises can work together, the most important first."""
    return [
        _modes(demand, offer),
        _readiness(demand, offer),
        _budget(demand, offer),
        _region(_("Region the demand wants"), demand, offer),
        _region(_("Region the offer wants"), offer, demand),
        _chain(demand, offer),
        _time(demand, offer),
        _language(demand, offer),
    ]


def _verdict(agrees: bool | None) -> Verdict:
    if agrees is None:
        return Verdict.UNCLEAR
    return Verdict.AGREES if agrees else Verdict.CLASHES


def _modes(demand: Demand, offer: Offer) -> Comparison:
    shared = [code for code in demand.cooperation_modes if code in offer.cooperation_modes]
    known = bool(demand.cooperation_modes and offer.cooperation_modes)
    return Comparison(
        _("Cooperation"),
        _listed(demand.cooperation_mode_labels),
        _listed(offer.cooperation_mode_labels),
        _verdict(bool(shared) if known else None),
        _("both: %(modes)s") % {"modes": _listed(CooperationMode(code).label for code in shared)}
        if shared
        else "",
    )


def _readiness(demand: Demand, offer: Offer) -> Comparison:
    known = demand.trl_wanted and offer.trl
    return Comparison(
        _("Readiness"),
        _("at least TRL %(level)s") % {"level": demand.trl_wanted} if demand.trl_wanted else "",
        _listed([f"TRL {offer.trl}" if offer.trl else "", offer.get_stage_display()]),
        _verdict((offer.trl or 0) >= (demand.trl_wanted or 0) if known else None),
    )


def _budget(demand: Demand, offer: Offer) -> Comparison:
    fits = affordable(offer.indicative_price, demand.budget_band)
    remark = ""
    if fits is None and offer.indicative_price:
        remark = str(why_not_comparable(offer.indicative_price)) or _("not comparable by figures")
    return Comparison(
        _("Budget and price"),
        demand.get_budget_band_display(),
        offer.indicative_price,
        _verdict(fits),
        remark,
    )


def _region(field: str, wanting: Listing, other: Listing) -> Comparison:
    """Compare the regions that ``wanting`` wants with the place of ``other``. Either may be the demand."""
    province = other.enterprise.province
    wanted = _listed(wanting.target_region_labels) or _("anywhere")
    agrees = province in wanting.target_regions if wanting.target_regions and province else None
    if not wanting.target_regions:
        agrees = True
    sides = {wanting.kind: wanted, other.kind: other.enterprise.place}
    return Comparison(field, sides[Demand.kind], sides[Offer.kind], _verdict(agrees))


def _chain(demand: Demand, offer: Offer) -> Comparison:
    """Different segments of a chain do not clash: upstream sells to downstream."""
    same = demand.alliance_id == offer.alliance_id and demand.alliance_id is not None
    return Comparison(_("Chain"), _place_in_chain(demand), _place_in_chain(offer), _verdict(same or None))


def _place_in_chain(listing: Listing) -> str:
    return _listed([listing.alliance.name if listing.alliance else "", listing.get_chain_segment_display()])


def _time(demand: Demand, offer: Offer) -> Comparison:
    dates = [demand.needed_by, demand.valid_until, offer.valid_until]
    over = [day for day in dates if day and day < timezone.localdate()]
    known = demand.needed_by and offer.valid_until
    return Comparison(
        _("Time"),
        _("needed by %(day)s") % {"day": demand.needed_by.isoformat()} if demand.needed_by else "",
        _("valid until %(day)s") % {"day": offer.valid_until.isoformat()} if offer.valid_until else "",
        _verdict(False if over else True if known else None),
        _("a date has passed") if over else "",
    )


def _language(demand: Demand, offer: Offer) -> Comparison:
    same = demand.language == offer.language
    labels = demand.get_language_display(), offer.get_language_display()
    return Comparison(_("Language"), *labels, _verdict(same or None))


def _listed(parts: Iterable[object]) -> str:
    return " · ".join(str(part) for part in parts if part)
