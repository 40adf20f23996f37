"""The results of a search by words, the best match first."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from ydeu.marketplace.search import Hit

DEPTH = 1000
"""The number of best hits in the whole market that a search reads before other filters."""

NEAR_THE_BEST = 0.5
"""A hit needs this share of the best score. Weaker ones are chance: they share one or two of nine characters.
Of 10,000 real listings, 1,000 share something with “固态电池” (solid-state battery), 7 pass this limit."""
AT_LEAST = 0.1
"""The least score of a hit, even of the best one: a tenth of the words."""

FEW_ENTERPRISES = 3
"""Words in the names of at most so many enterprises mean a name. Otherwise they are general words."""


def relevant(hits: Sequence[Hit]) -> list[int]:
    """The ids of the hits with a sufficient score. The database finds listings with all the words anyway."""
    floor = max(AT_LEAST, NEAR_THE_BEST * hits[0].score) if hits else 0
    return [hit.pk for hit in hits if hit.score >= floor]


class BestFirst(Sequence[Any]):
    """The found rows for a paginator, in an order that the database cannot compute.

    The listings of a named enterprise come first, then the hits (best first), then the rest (newest first).
    Of the first two groups only the ids are read, at most ``DEPTH`` of each.
    """

    def __init__(self, found: QuerySet[Any], hits: Sequence[Hit], *, is_named: Q) -> None:
        self.found, self.hits, self.is_named = found, hits, is_named

    @cached_property
    def head(self) -> list[int]:
        first = self._meant()
        reached = set(self.found.filter(pk__in=[hit.pk for hit in self.hits]).values_list("pk", flat=True))
        return [*first, *(hit.pk for hit in self.hits if hit.pk in reached.difference(first))]

    @cached_property
    def size(self) -> int:
        return self.found.count()

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, part: Any) -> Any:
        if not isinstance(part, slice):
            return self[part : part + 1][0]
        start, stop, _step = part.indices(len(self))
        wanted = self.head[start:stop]
        rows = self.found.in_bulk(wanted)
        before = len(self.head)
        rest = self.found.exclude(pk__in=self.head)[max(0, start - before) : max(0, stop - before)]
        return [*(rows[pk] for pk in wanted if pk in rows), *rest]

    def _meant(self) -> list[int]:
        """The ids of the listings of enterprises with the words in their names. Empty if too many."""
        named = self.found.filter(self.is_named)
        names = named.order_by().values_list("enterprise_id").distinct()[: FEW_ENTERPRISES + 1]
        return list(named.values_list("pk", flat=True)[:DEPTH]) if len(names) <= FEW_ENTERPRISES else []
