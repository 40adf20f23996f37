"""The smallest valid rows of each kind. A test passes only the fields it is about."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from stdnum.cn import uscc

from matching.enums import Verdict
from matching.models import Calibration, Suggestion
from matching.states import CalibrationState
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.models import Alliance, Coordinator
from ydeu.marketplace.models import Demand, Listing, Offer, SavedSearch
from ydeu.marketplace.states import State

PASSWORD = "a long enough passphrase"
_number = count(1)


def make_user(email: str = "", **fields: Any) -> User:
    address = email or f"person{next(_number)}@example.com"
    return User.objects.create_user(address, PASSWORD, **fields)


def make_admin(**fields: Any) -> User:
    return make_user(is_staff=True, is_superuser=True, **fields)


def credit_code(number: int) -> str:
    """A valid, fictitious unified social credit code."""
    body = f"9131000{number % 10}MA{number:07d}"[:17]
    return body + uscc.calc_check_digit(body)


def make_enterprise(*, verified: bool = True, **fields: Any) -> Enterprise:
    number = next(_number)
    defaults = {
        "name": f"Enterprise {number}",
        "credit_code": credit_code(number),
        "province": "31",
        "city": "3101",
        "size": "sme_49",
        "industry": "39",
        "contact_name": f"Contact {number}",
        "contact_email": f"contact{number}@example.com",
        "contact_phone": f"000-{number:04d}",
        "verified_at": timezone.now() if verified else None,
    }
    return Enterprise.objects.create(**{**defaults, **fields})


def make_member(enterprise: Enterprise | None = None, *, role: Role = Role.OWNER, **fields: Any) -> User:
    user = make_user(**fields)
    Membership.objects.create(user=user, enterprise=enterprise or make_enterprise(), role=role)
    return user


def make_alliance(**fields: Any) -> Alliance:
    number = next(_number)
    defaults = {"slug": f"alliance-{number}", "name_zh": f"联盟{number}", "name_en": f"Alliance {number}"}
    return Alliance.objects.create(**{**defaults, **fields})


def alliance_of(listing: Listing) -> Alliance:
    """The alliance of a listing that is filed under one."""
    assert listing.alliance is not None
    return listing.alliance


def make_coordinator(*alliances: Alliance, **fields: Any) -> User:
    user = make_user(**fields)
    for alliance in alliances or (make_alliance(),):
        Coordinator.objects.create(user=user, alliance=alliance)
    return user


def make_offer(**fields: Any) -> Offer:
    """A complete draft; ``state`` and the rest can be named."""
    specific = {
        "advantages": "Twice the cycle life of the leading alternative, 3,000 instead of 1,500 cycles.",
        "stage": "lab_tested",
        "trl": 5,
        "ipr_status": "granted",
    }
    return Offer.objects.create(**{**_listing("offer", fields), **specific, **fields})


def make_demand(**fields: Any) -> Demand:
    """A complete draft; ``state`` and the rest can be named."""
    specific = {
        "problem": "Cells fail after 1,500 cycles; we replace packs each year.",
        "budget_band": "50_200",
        "needed_by": timezone.localdate() + timedelta(days=200),
    }
    return Demand.objects.create(**{**_listing("demand", fields), **specific, **fields})


def _listing(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    number = next(_number)
    published = fields.get("state") == State.PUBLISHED
    return {
        "enterprise": fields.get("enterprise") or make_enterprise(),
        "alliance": fields["alliance"] if "alliance" in fields else make_alliance(),
        "title": f"Lithium battery {kind} {number}",
        "summary": "A maker of cells seeks cooperation on cycle life.",
        "description": "Solid electrolyte for lithium batteries with a long cycle life.",
        "chain_segment": "midstream",
        "technology_keywords": ["lithium battery"],
        "cooperation_modes": ["license"],
        "valid_until": timezone.localdate() + timedelta(days=365),
        "revision": 1 if published else 0,
        "published_at": timezone.now() if published else None,
    }


def make_published_offer(**fields: Any) -> Offer:
    return make_offer(state=State.PUBLISHED, **fields)


def make_published_demand(**fields: Any) -> Demand:
    return make_demand(state=State.PUBLISHED, **fields)


def make_shown(listing: Any, **shown: Any) -> None:
    """Store what strangers read of an anonymous listing, as if enough enterprises fitted."""
    enterprise = listing.enterprise
    values = {
        "shows_alliance": True,
        "shown_segment": listing.chain_segment,
        "shown_region": enterprise.province,
        "shown_industry": enterprise.industry,
        "shown_size": enterprise.size,
        "shown_as_of": timezone.now(),
    }
    type(listing)._default_manager.filter(pk=listing.pk).update(**{**values, **shown})


def make_suggestion(**fields: Any) -> Suggestion:
    """A pending, strong pair of two published listings. Without a strength it is as strong as its score."""
    strength = fields.get("strength", fields.get("score", 0.5))
    defaults: dict[str, Any] = {
        "score": 0.5,
        "base_strength": strength,
        "strength": strength,
        "band": "strong",
        "is_rated": True,
    }
    if "offer" not in fields:
        defaults["offer"] = make_published_offer()
    if "demand" not in fields:
        defaults["demand"] = make_published_demand()
    return Suggestion.objects.create(**{**defaults, **fields})


def make_saved_search(**fields: Any) -> SavedSearch:
    """A daily search for demands about lithium."""
    number = next(_number)
    defaults = {"kind": "demand", "name": f"Search {number}", "query": f"q=lithium+battery+demand+{number}"}
    return SavedSearch.objects.create(**{**defaults, **fields})


def make_calibration(**fields: Any) -> Calibration:
    """A version that was not promoted, of the union unless an alliance is named."""
    now, number = timezone.now(), next(_number)
    defaults = {
        "number": number,
        "strong": 2.0,
        "fair": 0.7,
        "slope": 1.5,
        "intercept": -0.4,
        "gives_shares": True,
        "decisions": 250,
        "approvals": 100,
        "digest": f"{number:032x}",
        "first_at": now - timedelta(days=60),
        "last_at": now,
        "figures": {"wanted": [0.7, 0.35], "better": 0.6, "calibration_error": 0.03},
        "verdict": Verdict.NOT_BETTER,
        "state": CalibrationState.NOT_PROMOTED,
    }
    return Calibration.objects.create(**{**defaults, **fields})
