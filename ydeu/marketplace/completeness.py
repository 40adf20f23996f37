"""Checks a submission: its required fields, its limits and its dates. A draft is not checked."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ydeu.marketplace.enums import Stage
from ydeu.marketplace.field_properties import ListingField
from ydeu.marketplace.listing_fields import in_form_order, required_names
from ydeu.marketplace.models import Listing

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
    return [name for name in required_names(listing.kind) if getattr(listing, name) in (None, "", [])]


def objections(listing: Listing) -> dict[str, str]:
    """The fields beyond their limits, each with a message. An imported listing may have longer texts."""
    if listing.external_id and listing.created_by_id is None:
        return dict(_untimely(listing))
    fields = in_form_order(listing.kind)
    too_much = ((field.name, told) for field in fields for told in _too_much(field, listing))
    return dict([*too_much, *_untimely(listing)])


def excess_of_draft(field: ListingField, said: Any) -> str:
    """Why even a draft cannot keep the value, or "". Beyond that, comparing drafts would slow the site."""
    most = field.limit.of_draft
    if most is None:
        return ""
    has = len(said if isinstance(said, str) else "\n".join(said))
    if has <= most:
        return ""
    message = _(
        "Please shorten this: %(has)s characters. A draft keeps at most %(most)s, so this was not saved."
    )
    return message % {"has": has, "most": most}


def is_odd_pair(stage: str, trl: int | None) -> bool:
    """True if stage and readiness level contradict each other. The poster is asked, but may submit."""
    return bool(stage and trl) and trl not in USUAL_TRL[Stage(stage)]


def _too_much(field: ListingField, listing: Listing) -> Iterator[str]:
    if field.max_length is not None:
        yield from _too_long(getattr(listing, field.name), field.max_length)
    elif field.limit.entries is not None:
        yield from _too_many(getattr(listing, field.name), field.limit.entries, field.limit.characters)


def _too_long(said: str, most: int) -> Iterator[str]:
    if len(said) > most:
        message = _("Please shorten this: %(has)s characters, at most %(most)s fit.")
        yield message % {"has": len(said), "most": most}


def _too_many(said: list[str], most: int, longest: int | None) -> Iterator[str]:
    if len(said) > most:
        message = _("Please choose the most important ones: these are %(has)s, at most %(most)s fit.")
        yield message % {"has": len(said), "most": most}
    elif longest is not None and any(len(word) > longest for word in said):
        yield _("A keyword has at most %(most)s characters.") % {"most": longest}


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
