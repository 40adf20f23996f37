"""What a listing must say, and in which limits, before it may be submitted. A draft is bound by none."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ydeu.marketplace.enums import ListingKind, Stage
from ydeu.marketplace.models import Listing

REQUIRED = (
    "title",
    "summary",
    "description",
    "alliance",
    "chain_segment",
    "technology_keywords",
    "cooperation_modes",
    "visibility",
)
REQUIRED_OF = {
    ListingKind.OFFER: (*REQUIRED, "advantages", "stage", "trl", "ipr_status"),
    ListingKind.DEMAND: (*REQUIRED, "problem", "budget_band", "needed_by"),
}
LONGEST = {
    "title": 256,
    "summary": 500,
    "description": 4000,
    "advantages": 2000,
    "problem": 2000,
    "partner_sought": 1000,
    "approaches_tried": 2000,
    "evidence": 2000,
}
"""Characters a form accepts; an import keeps longer texts of an older platform as they are."""

MOST_KEYWORDS = 5
LONGEST_KEYWORD = 60
MOST_MODES = 3
VALIDITY = timedelta(days=365)
LONGEST_VALIDITY = timedelta(days=730)

USUAL_TRL = {
    Stage.CONCEPT: range(1, 4),
    Stage.DEVELOPMENT: range(2, 6),
    Stage.LAB_TESTED: range(3, 6),
    Stage.DEMONSTRABLE: range(5, 9),
    Stage.ON_MARKET: range(8, 10),
}


def missing_fields(listing: Listing) -> list[str]:
    """The names of required fields that are empty, in the order of the form."""
    return [name for name in REQUIRED_OF[listing.kind] if getattr(listing, name) in (None, "", [])]


def objections(listing: Listing) -> dict[str, str]:
    """What is beyond the limits: the field and why. What an older platform said may be as long as it came."""
    if listing.external_id and listing.created_by_id is None:
        return dict(_untimely(listing))
    return dict([*_too_long(listing), *_too_many(listing), *_untimely(listing)])


def is_odd_pair(stage: str, trl: int | None) -> bool:
    """Whether stage and readiness level disagree; worth a question, never a refusal."""
    return bool(stage and trl) and trl not in USUAL_TRL[Stage(stage)]


def _too_long(listing: Listing) -> Iterator[tuple[str, str]]:
    message = _("Please shorten this: %(has)s characters, at most %(most)s fit.")
    for name, most in LONGEST.items():
        has = len(getattr(listing, name, ""))
        if has > most:
            yield name, message % {"has": has, "most": most}


def _too_many(listing: Listing) -> Iterator[tuple[str, str]]:
    message = _("Please choose the most important ones: these are %(has)s, at most %(most)s fit.")
    limits = {
        "technology_keywords": MOST_KEYWORDS,
        "market_keywords": MOST_KEYWORDS,
        "cooperation_modes": MOST_MODES,
    }
    for name, most in limits.items():
        has = getattr(listing, name)
        if len(has) > most:
            yield name, message % {"has": len(has), "most": most}
        elif name.endswith("keywords") and any(len(word) > LONGEST_KEYWORD for word in has):
            yield name, _("A keyword has at most %(most)s characters.") % {"most": LONGEST_KEYWORD}


def _untimely(listing: Listing) -> Iterator[tuple[str, str]]:
    today = timezone.localdate()
    needed_by: date | None = getattr(listing, "needed_by", None)
    if needed_by and needed_by <= today:
        yield "needed_by", _("This date has passed. Please choose one in the future.")
    if listing.valid_until and listing.valid_until <= today:
        yield "valid_until", _("This date has passed. Please choose one in the future.")
    elif listing.valid_until and listing.valid_until > today + LONGEST_VALIDITY:
        yield (
            "valid_until",
            _("A listing is valid for two years at most, until %(last)s.")
            % {"last": today + LONGEST_VALIDITY},
        )
