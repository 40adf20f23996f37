"""The order of a search: what was found for some words, best first."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from ydeu.marketplace.search import Hit

DEPTH = 1000
"""So many of the best hits of the whole market are looked at, whatever else narrows the list."""

NEAR_THE_BEST = 0.5
"""A hit this much weaker than the best one is chance: of nine characters it shares one or two. Of 10,000 real
listings 1,000 speak of something in “固态电池” (solid-state battery), 7 of half as much as the best."""
AT_LEAST = 0.1
"""Who speaks of less than a tenth of what was asked is no hit, even if nobody speaks of more."""

FEW_ENTERPRISES = 3
"""Words in the names of no more enterprises than these are meant as a name; others are of the trade."""


def relevant(hits: Sequence[Hit]) -> list[int]:
    """The hits worth showing on their score alone; what holds all the words is found by its text anyway."""
    floor = max(AT_LEAST, NEAR_THE_BEST * hits[0].score) if hits else 0
    return [hit.pk for hit in hits if hit.score >= floor]


class BestFirst(Sequence[Any]):
    """Found rows in an order that the database does not know: it gives all numbers and the rows of a page.

    First those of a named enterprise that is meant; then the hits, best first; then the rest, newest first.
    """

    def __init__(self, found: QuerySet[Any], hits: Sequence[Hit], *, is_named: Q) -> None:
        self.found, self.hits, self.is_named = found, hits, is_named

    @cached_property
    def order(self) -> list[int]:
        named = ExpressionWrapper(self.is_named, BooleanField())
        rows = list(self.found.annotate(is_named=named).values_list("pk", "enterprise_id", "is_named"))
        names = {enterprise for _pk, enterprise, is_named in rows if is_named}
        first = {pk for pk, _enterprise, is_named in rows if is_named and len(names) <= FEW_ENTERPRISES}
        place = {hit.pk: number for number, hit in enumerate(self.hits)}
        pks = [pk for pk, _enterprise, _is_named in rows]
        return sorted(pks, key=lambda pk: (pk not in first, place.get(pk, len(place))))

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, part: Any) -> Any:
        if not isinstance(part, slice):
            return self[part : part + 1][0]
        wanted = self.order[part]
        rows = self.found.in_bulk(wanted)
        return [rows[pk] for pk in wanted if pk in rows]
