"""Stores with every anonymous listing what its page may say of its poster.

Nothing is shown until the values are computed, nor if they are older than ``SHOWN_FOR``. So a new listing, a
worker that stands still or a restored database never shows too much.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ydeu.marketplace.anonymity import Profile, Shown, shown_of
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.models.shown_poster import RENEWED_AFTER

MODELS: tuple[Any, ...] = (Offer, Demand)
PROFILE = (
    *("enterprise_id", "alliance_id", "chain_segment"),
    *("enterprise__province", "enterprise__industry", "enterprise__size"),
)
AT_ONCE = 500
"""Rows of one UPDATE."""


class _Row(NamedTuple):
    """An anonymous listing, and what is stored with it."""

    pk: int
    profile: Profile
    stored: Shown
    as_of: datetime | None


def refresh() -> int:
    """Compute the shown values of all published anonymous listings. Returns how many rows were written."""
    now = timezone.now()
    with transaction.atomic():
        rows = {model: list(_anonymous(model)) for model in MODELS}
        named = set(_named())
        everyone = [*named, *(row.profile for found in rows.values() for row in found)]
        shown = shown_of(everyone, named, settings.ANONYMITY_K)
        return sum(_write(model, found, shown, now) + _forget(model) for model, found in rows.items())


def _anonymous(model: Any) -> Iterator[_Row]:
    columns = ("shows_alliance", "shown_segment", "shown_region", "shown_industry", "shown_size")
    found = model.objects.published().anonymous().order_by()
    for pk, as_of, *values in found.values_list("pk", "shown_as_of", *PROFILE, *columns):
        profile, (shows_alliance, *stored) = Profile(*values[: len(PROFILE)]), values[len(PROFILE) :]
        yield _Row(pk, profile, Shown(profile.alliance if shows_alliance else None, *stored), as_of)


def _named() -> Iterator[Profile]:
    """The posters that every member can read with their names today."""
    for model in MODELS:
        for values in model.objects.current().named().order_by().values_list(*PROFILE).distinct():
            yield Profile(*values)


def _write(model: Any, rows: Iterable[_Row], shown: dict[Profile, Shown], now: datetime) -> int:
    """Update the rows that differ or are old, those with the same values together."""
    due: dict[Shown, list[int]] = {}
    for row in rows:
        new = shown[row.profile]
        if row.stored != new or row.as_of is None or row.as_of < now - RENEWED_AFTER:
            due.setdefault(new, []).append(row.pk)
    for new, pks in due.items():
        for start in range(0, len(pks), AT_ONCE):
            model.objects.filter(pk__in=pks[start : start + AT_ONCE]).update(**_columns(new), shown_as_of=now)
    return sum(map(len, due.values()))


def _forget(model: Any) -> int:
    """Clear the values of listings that are anonymous or published no longer."""
    stored = model.objects.filter(shown_as_of__isnull=False)
    gone = stored.exclude(pk__in=model.objects.published().anonymous().order_by().values("pk"))
    return int(gone.order_by().update(**_columns(Shown()), shown_as_of=None))


def _columns(shown: Shown) -> dict[str, Any]:
    return {
        "shows_alliance": shown.alliance is not None,
        "shown_segment": shown.segment,
        "shown_region": shown.region,
        "shown_industry": shown.industry,
        "shown_size": shown.size,
    }
