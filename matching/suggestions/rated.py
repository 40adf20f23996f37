"""Pairs while they are rated: locked rows with what the rules need, read as plain values.

One demand may have hundreds of pairs that are not weak. To make a ``Suggestion`` of each takes longer than to
rate it.
"""

from dataclasses import dataclass, fields

from django.db.models import F

from matching.enums import FoldReason, Origin
from matching.models import Suggestion
from matching.models.suggestion_query import SuggestionQuerySet
from matching.states import SuggestionState

NUMBERS = ("strength", "confidence", "band", "fold_reason", "is_rated")
"""The columns that rating writes."""


@dataclass(slots=True)
class RatedPair:
    """The columns of a pair that rating reads or writes, and the rows around it."""

    pk: int
    offer_id: int
    demand_id: int
    state: str
    origin: str
    kept: bool
    assignee_id: int | None
    score: float
    base_strength: float
    offer_rank: int | None
    demand_rank: int | None
    strength: float
    confidence: float | None
    band: str
    fold_reason: str
    is_rated: bool
    demand_alliance: int | None
    offer_alliance: int | None
    enterprise: int
    is_vague: bool

    @property
    def is_one_sided(self) -> bool:
        """True if the offer counts the demand among its best, but the demand does not count the offer."""
        return self.offer_rank is None and self.demand_rank is not None

    @property
    def is_held(self) -> bool:
        """True if the pair is in the queue because of a person."""
        is_taken = self.kept or self.assignee_id is not None or self.origin == Origin.MEMBER
        return self.state == SuggestionState.PENDING and is_taken

    @property
    def place(self) -> SuggestionState:
        """Where the pair belongs by its reason to be folded."""
        return SuggestionState.FOLDED if self.fold_reason else SuggestionState.PENDING

    def is_weak_as_before(self, least: float) -> bool:
        """True for a folded pair below ``least``, the lowest floor, that is new or was folded for its floor.

        It has no say in where the other pairs of its demand belong. Pairs of vague demands are no such pairs.
        """
        is_for_floor = self.state == SuggestionState.FOLDED and self.fold_reason in ("", FoldReason.FLOOR)
        return is_for_floor and self.base_strength < least and not self.is_vague

    def numbers(self) -> tuple[object, ...]:
        """What rating writes, in the order of ``NUMBERS``."""
        return self.strength, self.confidence, self.band, self.fold_reason, self.is_rated

    def as_row(self) -> Suggestion:
        """The row to write, with nothing but the numbers."""
        return Suggestion(pk=self.pk, **dict(zip(NUMBERS, self.numbers(), strict=True)))


def locked(pairs: SuggestionQuerySet) -> list[RatedPair]:
    """The pairs, locked in the order in which everybody locks pairs."""
    around = {
        "demand_alliance": F("demand__alliance_id"),
        "offer_alliance": F("offer__alliance_id"),
        "enterprise": F("offer__enterprise_id"),
        "is_vague": F("demand__is_vague"),
    }
    rows = pairs.annotate(**around).select_for_update(of=("self",)).order_by("offer_id", "demand_id")
    columns = [each.name for each in fields(RatedPair)]
    return [RatedPair(*row) for row in rows.values_list(*columns)]
