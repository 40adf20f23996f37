"""The queue as a table for download."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from matching.enums import RejectionReason
from matching.models import Suggestion
from matching.models.suggestion_query import SuggestionQuerySet
from ydeu.downloads import MAX_ROWS


def queue_table(pairs: SuggestionQuerySet) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    """The heads of the columns, and the rows in the order of the queue."""
    found = pairs.with_parties().select_related("decided_by", "assignee")
    return _head(), (_row(pair) for pair in found[: MAX_ROWS + 1])


def _head() -> list[str]:
    return [
        _("Number"),
        _("State"),
        _("Suggested by"),
        _("Confidence"),
        _("Share of such pairs that were approved"),
        _("Strength"),
        _("Score"),
        _("Demand"),
        _("Enterprise of the demand"),
        _("Alliance of the demand"),
        _("Offer"),
        _("Enterprise of the offer"),
        _("Alliance of the offer"),
        _("Waiting since"),
        _("To be decided by"),
        _("Overdue"),
        _("Taken by"),
        _("Decided by"),
        _("Decided"),
        _("Reason"),
        _("Note"),
        _("Deferred until"),
        _("Page"),
    ]


def _row(pair: Suggestion) -> list[Any]:
    return [
        pair.pk,
        pair.get_state_display(),
        pair.get_origin_display(),
        pair.get_band_display() if pair.band else "",
        None if pair.confidence is None else round(pair.confidence, 3),
        round(pair.strength, 4),
        round(pair.score, 4),
        *_side(pair.demand),
        *_side(pair.offer),
        pair.waiting_since,
        pair.due_at,
        _("yes") if pair.is_overdue else "",
        str(pair.assignee or ""),
        str(pair.decided_by or ""),
        pair.decided_at,
        str(RejectionReason(pair.reason).label) if pair.reason else "",
        pair.note,
        pair.deferred_until,
        f"{settings.SITE_URL}{pair.get_absolute_url()}",
    ]


def _side(listing: Any) -> tuple[str, str, str]:
    return listing.title, listing.enterprise.name, str(listing.alliance or "")
