"""Which decisions say that a pair was worth an introduction, and which say that it was not.

This is the one table of it. A decision that is in neither set, such as a rejection of a duplicate, says
something about the people or the listing and nothing about the match, so it does not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from matching.enums import Answer, CloseReason, DeclineReason, RejectionReason
from matching.models import IntroductionSide, Suggestion
from matching.models.suggestion_query import MEASURED_BY, SuggestionQuerySet
from matching.states import IntroductionState, SuggestionState

AGAINST_THE_MATCH = frozenset(
    {
        RejectionReason.TOO_EARLY,
        RejectionReason.BENEFIT_UNCLEAR,
        RejectionReason.ROUTE_UNCLEAR,
        RejectionReason.DESCRIPTION_UNCLEAR,
        RejectionReason.TECHNICAL_MISMATCH,
        RejectionReason.REQUIREMENT_NOT_MET,
        RejectionReason.WRONG_CHAIN,
        RejectionReason.BUDGET_OR_TIME,
        RejectionReason.CAPACITY,
    }
)
"""A pair that is rejected for one of these was not worth an introduction."""

SILENT_ON_THE_MATCH = frozenset(
    {
        RejectionReason.ALREADY_KNOWN,
        RejectionReason.COMPETITORS,
        RejectionReason.DUPLICATE,
        RejectionReason.STALE,
        RejectionReason.OTHER,
    }
)
"""These rejections do not count. “Other” may be anything, so it does not count either."""

REFUTED_BY_CLOSE = frozenset({CloseReason.TECHNICAL})
REFUTED_BY_DECLINE = frozenset({DeclineReason.TECHNICAL_MISMATCH})
"""An approval does not hold if the introduction ended so, or a side declined so. A contract confirms it."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Judgements:
    """Decisions as parallel arrays, the oldest first: strengths, 1 or 0, demands, and times in seconds."""

    strengths: Floats
    worth: Floats
    demands: Ints
    seconds: Floats
    pairs: Ints

    def __len__(self) -> int:
        return len(self.strengths)

    def where(self, chosen: npt.NDArray[Any]) -> Self:
        """Those at the positions or under the mask ``chosen``."""
        columns = (self.strengths, self.worth, self.demands, self.seconds, self.pairs)
        return type(self)(*(column[chosen] for column in columns))

    def digest(self) -> str:
        """32 hexadecimal digits that differ if any decision differs."""
        columns = (self.pairs, self.worth, self.strengths, self.demands)
        return blake2b(b"".join(column.tobytes() for column in columns), digest_size=16).hexdigest()


def judged(pairs: SuggestionQuerySet | None = None) -> SuggestionQuerySet:
    """The pairs whose decision counts, with ``is_worth``.

    Only pairs of the matcher that had a strength when they were decided: members choose otherwise.
    """
    declined = IntroductionSide.objects.filter(
        introduction__suggestion=OuterRef("pk"), state=Answer.DECLINED, reason__in=REFUTED_BY_DECLINE
    )
    closed = Q(
        introduction__state=IntroductionState.CLOSED_NO_DEAL, introduction__close_reason__in=REFUTED_BY_CLOSE
    )
    approved = Q(state=SuggestionState.APPROVED)
    rejected = Q(state=SuggestionState.REJECTED, reason__in=AGAINST_THE_MATCH)
    is_worth = Case(
        When(rejected | closed | Q(Exists(declined)), then=Value(False)),
        default=Value(True),
        output_field=BooleanField(),
    )
    found = Suggestion.objects.all() if pairs is None else pairs
    counted = found.filter(approved | rejected, base_strength__gt=0).of_the_matcher()
    return counted.annotate(is_worth=is_worth)


def read(alliance: int | None = None) -> Judgements:
    """All decisions that count and have a moment, or those of one alliance. One query."""
    found = judged() if alliance is None else judged().measured_by(alliance)
    found = found.filter(decided_at__isnull=False)
    columns = ("base_strength", "is_worth", "demand_id", "decided_at", "pk")
    return of_rows(list(found.order_by("decided_at", "pk").values_list(*columns)))


def of_rows(rows: Sequence[tuple[float, bool, int, datetime, int]]) -> Judgements:
    """Judgements of (strength, is worth, demand, decided at, pair)."""
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return Judgements(
        np.array(columns[0], np.float64),
        np.array(columns[1], np.float64),
        np.array(columns[2], np.int64),
        np.array([moment.timestamp() for moment in columns[3]], np.float64),
        np.array(columns[4], np.int64),
    )


def population(alliance: int | None = None) -> Floats:
    """The strengths of all pairs of the matcher, also folded and superseded ones. One query."""
    found = Suggestion.objects.of_the_matcher().filter(base_strength__gt=0)
    found = found if alliance is None else found.measured_by(alliance)
    return np.array(found.order_by("pk").values_list("base_strength", flat=True), np.float64)


def alliances_with_judgements() -> list[int]:
    """Their primary keys, in order."""
    found = judged().annotate(alliance=MEASURED_BY).filter(alliance__isnull=False).order_by()
    return sorted(found.values_list("alliance", flat=True).distinct())
