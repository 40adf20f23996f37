"""What a search of the matcher changes in the pairs that are stored: their numbers, or only their rank."""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from matching.models import Suggestion
from matching.states import SuggestionState
from matching.suggestions.insertion import NewPair
from matching.suggestions.sightings import RANK_FIELD

RATED = ("score", "base_strength")
READ = ("index_version", "offer_revision", "demand_revision")
SCORED = (*RATED, *READ)
OF_THE_PAIR = tuple(name for name in SCORED if name != "index_version")
"""Numbers that differ from pair to pair. The others are written for all pairs at once, which is cheaper."""
NEEDED = ("pk", "offer_id", "demand_id", "origin", "state", *SCORED, *RANK_FIELD.values())
"""The columns of a stored pair that are compared."""
ROUNDING = 1e-6
"""Weights have single precision, so a score is not known any better."""


@dataclass
class Changes:
    """Locked pairs of the listings of one search, sorted by what has changed since they were stored.

    ``rank_of`` is the column that the search fills. Pairs that are as before are in no list.
    """

    rank_of: str
    scored: list[Suggestion] = field(default_factory=list)
    """Pairs with new numbers, ``copied`` those of them that differ in more than the version of the index."""
    copied: list[Suggestion] = field(default_factory=list)
    ranked: list[Suggestion] = field(default_factory=list)
    """Pairs with the same numbers and another rank."""

    def note(self, row: Suggestion, fresh: NewPair | None) -> None:
        """Sort a stored pair in and give it what the search has seen; None if it has not seen the pair."""
        rank = getattr(fresh, self.rank_of) if fresh else None
        if fresh and not _is_scored_alike(row, fresh):
            self.scored.append(row)
            self.copied += [row] if _copy(fresh, row) else []
        elif getattr(row, self.rank_of) != rank or is_ranked(row) != (
            row.state != SuggestionState.SUPERSEDED
        ):
            self.ranked.append(row)
        setattr(row, self.rank_of, rank)

    def store(self, version: str) -> None:
        """Write the changes. All pairs with a change get new bands."""
        Suggestion.objects.bulk_update(self.copied, OF_THE_PAIR, batch_size=200)
        with_rank: dict[int | None, list[int]] = defaultdict(list)
        for row in (*self.scored, *self.ranked):
            with_rank[getattr(row, self.rank_of)].append(row.pk)
        for rank, pks in with_rank.items():
            Suggestion.objects.filter(pk__in=pks).update(**{self.rank_of: rank})
        rows = Suggestion.objects.filter(pk__in=[row.pk for row in self.scored])
        rows.update(index_version=version, scored_at=timezone.now(), terms=None, is_rated=False)
        Suggestion.objects.filter(pk__in=[row.pk for row in self.ranked]).update(is_rated=False)

    def unranked(self) -> list[Suggestion]:
        """The changed pairs that neither side counts among its best any more."""
        changed = (*self.scored, *self.ranked)
        return [row for row in changed if row.state != SuggestionState.SUPERSEDED and not is_ranked(row)]


def is_ranked(row: Suggestion) -> bool:
    return row.offer_rank is not None or row.demand_rank is not None


def _is_scored_alike(row: Suggestion, fresh: NewPair) -> bool:
    """True if both have the same numbers. The search from the other side adds in another order."""
    if any(getattr(row, name) != getattr(fresh, name) for name in READ):
        return False
    return all(math.isclose(getattr(row, name), getattr(fresh, name), rel_tol=ROUNDING) for name in RATED)


def _copy(fresh: NewPair, row: Suggestion) -> bool:
    """Give the row the numbers of the pair. Returns False if only the version of the index is another."""
    is_changed = any(getattr(row, name) != getattr(fresh, name) for name in OF_THE_PAIR)
    for name in SCORED:
        setattr(row, name, getattr(fresh, name))
    return is_changed
