"""Loads the sample. Rows whose code or number exists already stay as they are."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ydeu.accounts.enums import EventKind
from ydeu.accounts.history import record
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.enums import ChainSegment
from ydeu.alliances.models import Alliance, AllianceMember
from ydeu.marketplace import shown_posters
from ydeu.marketplace.completeness import VALIDITY
from ydeu.marketplace.models import Demand, Listing, ListingEvent, Offer, Requirement
from ydeu.marketplace.sample.people import Account, give_roles, make_accounts
from ydeu.marketplace.sample.reading import listings_of, read
from ydeu.marketplace.states import State
from ydeu.transitions import DomainError

NOTE = "Sample"
OF_OTHER_ROWS = ("enterprise", "alliance", "requirements", "needed_in_days")
"""Keys of a sample listing that are not columns of the model."""


class RealData(DomainError):
    """The database holds real listings, so the sample is refused."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The number of new rows, and the accounts."""

    alliances: int
    enterprises: int
    offers: int
    demands: int
    accounts: list[Account]


def load() -> Loaded:
    """Load the whole sample in one transaction. A second run adds nothing. Raises RealData."""
    with transaction.atomic():
        _refuse_real_data()
        alliances = sum(_make_alliance(said) for said in read("alliances"))
        accounts = make_accounts()
        admin = User.objects.get(email=next(one.email for one in accounts if one.is_admin))
        enterprises = sum(_make_enterprise(said, by=admin) for said in read("enterprises"))
        for account in accounts:
            give_roles(account)
        offers, demands = (_make_listings(model, by=admin) for model in (Offer, Demand))
        shown_posters.refresh()
    return Loaded(alliances, enterprises, offers, demands, accounts)


def _refuse_real_data() -> None:
    codes = [said["credit_code"] for said in read("enterprises")]
    if Enterprise.objects.exists() and not Enterprise.objects.filter(credit_code__in=codes).exists():
        raise RealData(_("This database holds enterprises of its own. Load the sample into an empty one."))


def _make_alliance(said: dict[str, Any]) -> bool:
    """Create an alliance of the sample. The migrations created the verified ones."""
    _alliance, is_new = Alliance.objects.get_or_create(
        slug=said["slug"],
        defaults={
            **{key: said[key] for key in ("name_zh", "name_en", "source_url", "evidence", "verified")},
            "is_sample": said["sample"],
            "description_zh": "；".join(part["name_zh"] for part in said["segments"]) + "。",
            "description_en": "; ".join(part["name_en"] for part in said["segments"]).capitalize() + ".",
        },
    )
    return is_new


def _make_enterprise(said: dict[str, Any], *, by: User) -> bool:
    enterprise, is_new = Enterprise.objects.get_or_create(
        credit_code=said["credit_code"],
        defaults={**said, "verified_at": timezone.now(), "verified_by": by},
    )
    if is_new:
        record(enterprise, EventKind.VERIFIED, by=by, note=NOTE)
    return is_new


def _make_listings(model: type[Listing], *, by: User) -> int:
    """Create the listings, published in revision 1. The sweeper queues them for matching."""
    known = set(
        model._default_manager.filter(external_id__isnull=False).values_list("external_id", flat=True)
    )
    fresh = [said for said in listings_of(model) if said["external_id"] not in known]
    alliances = {alliance.slug: alliance for alliance in Alliance.objects.all()}
    enterprises = {enterprise.credit_code: enterprise for enterprise in Enterprise.objects.all()}
    made = model._default_manager.bulk_create(
        _listing(model, said, enterprises[said["enterprise"]], alliances[said["alliance"]]) for said in fresh
    )
    ListingEvent.objects.bulk_create(_event(listing, by=by) for listing in made)
    AllianceMember.objects.bulk_create(map(_member, made), ignore_conflicts=True)
    Requirement.objects.bulk_create(
        Requirement(demand=listing, **row)
        for listing, said in zip(made, fresh, strict=True)
        for row in said.get("requirements", ())
    )
    return len(made)


def _listing(
    model: type[Listing], said: dict[str, Any], enterprise: Enterprise, alliance: Alliance
) -> Listing:
    listing = model(
        **{key: value for key, value in said.items() if key not in OF_OTHER_ROWS},
        enterprise=enterprise,
        alliance=alliance,
    )
    today = timezone.localdate()
    if isinstance(listing, Demand):
        listing.needed_by = today + timedelta(days=said["needed_in_days"])
    listing.state = State.PUBLISHED
    listing.revision = listing.moderated_revision = 1
    listing.submitted_at = listing.published_at = timezone.now()
    listing.valid_until = today + VALIDITY
    return listing


def _event(listing: Listing, *, by: User) -> ListingEvent:
    return ListingEvent(
        **{listing.kind: listing}, actor=by, to_state=listing.state, revision=listing.revision, note=NOTE
    )


def _member(listing: Listing) -> AllianceMember:
    return AllianceMember(
        enterprise=listing.enterprise,
        alliance=listing.alliance,
        segment=ChainSegment(listing.chain_segment),
    )
