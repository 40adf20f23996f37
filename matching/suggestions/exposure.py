"""Fair exposure: one enterprise has at most so many open strong pairs with its offers at a time.

A further strong pair is folded and waits for room. A pair that is in the queue already stays there.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count

from matching.confidence.scales import Scales
from matching.enums import Band, FoldReason
from matching.models import Suggestion
from matching.models.suggestion_query import SuggestionQuerySet
from matching.states import SuggestionState
from ydeu.accounts.models import Enterprise

Row = Any
"""A ``Suggestion`` with ``enterprise``, the primary key of the offer's."""


def lock_enterprises(pairs: SuggestionQuerySet, scales: Scales) -> None:
    """Lock the enterprises whose offers may become strong in these pairs, so that room is counted once.

    They are locked before any pair, as everywhere.
    """
    if not settings.MATCHING_MAX_STRONG_PER_ENTERPRISE:
        return
    near = pairs.filter(base_strength__gte=scales.least)
    enterprises = Enterprise.objects.filter(pk__in=near.order_by().values("offer__enterprise"))
    list(enterprises.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def hold_back(rows: Sequence[Row]) -> None:
    """Set the reason to fold on strong pairs for which their enterprise has no room, the strongest last."""
    limit = settings.MATCHING_MAX_STRONG_PER_ENTERPRISE
    strong = [row for row in rows if row.band == Band.STRONG and not row.fold_reason]
    coming = [row for row in strong if row.state != SuggestionState.PENDING]
    if not limit or not coming:
        return
    elsewhere = _open_strong({row.enterprise for row in coming}, without=rows)
    staying = [row.enterprise for row in strong if row.state == SuggestionState.PENDING]
    room = {pk: limit - elsewhere.get(pk, 0) - staying.count(pk) for pk in {row.enterprise for row in coming}}
    for row in sorted(coming, key=lambda row: (-row.strength, row.pk)):
        if room[row.enterprise] <= 0:
            row.fold_reason = FoldReason.WAITS
        room[row.enterprise] -= 1


def room_of(enterprise: int) -> int:
    """How many more open strong pairs the enterprise may have; 0 without a limit, when nothing waits."""
    limit = settings.MATCHING_MAX_STRONG_PER_ENTERPRISE
    return max(0, limit - _open_strong([enterprise]).get(enterprise, 0)) if limit else 0


def _open_strong(enterprises: Iterable[int], without: Sequence[Suggestion] = ()) -> dict[int, int]:
    """The number of open strong pairs by enterprise of the offer."""
    strong = Suggestion.objects.open().filter(band=Band.STRONG, offer__enterprise__in=list(enterprises))
    others = strong.exclude(pk__in=[row.pk for row in without])
    counted = others.order_by().values("offer__enterprise").annotate(number=Count("pk"))
    return dict(counted.values_list("offer__enterprise", "number"))
