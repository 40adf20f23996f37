"""The figures of the page /quality/: does the site keep what its bands and per cent say?

The database groups and counts. What is read here has a row for each bin, month, alliance, size or province,
so the number of queries and of rows does not grow with the pairs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Exists, F, FloatField, OuterRef, Q, QuerySet
from django.db.models.functions import Floor, Least, TruncMonth

from matching.confidence import scales
from matching.confidence.judgements import judged
from matching.confidence.scales import Scale
from matching.enums import Band
from matching.models import Suggestion
from matching.models.suggestion_query import MEASURED_BY, SuggestionQuerySet
from matching.states import OPEN, SuggestionState
from ydeu.accounts import regions
from ydeu.accounts.enums import Size
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Offer

BINS = 10
FEW = 5
"""A share of fewer decisions than this says little: pages mark it."""
ANSWERED = OPEN | {SuggestionState.APPROVED, SuggestionState.DEFERRED, SuggestionState.FOLDED}
"""States of a pair that answers its demand, or was found to. A strong one that is folded waits for room."""


@dataclass(frozen=True)
class Scope:
    """Whose figures: those that ``user`` may see, of one alliance or all, of one month or of all time."""

    user: User
    alliance: Alliance | None = None
    month: date | None = None

    def pairs(self) -> SuggestionQuerySet:
        found = Suggestion.objects.reviewable_by(self.user)
        return found.measured_by(self.alliance.pk) if self.alliance else found

    def decided(self) -> SuggestionQuerySet:
        """The pairs whose decision counts. One without a moment, as old data may have it, is in no month."""
        return judged(self.pairs()).filter(decided_at__isnull=False, **self._within("decided_at"))

    def demands(self) -> QuerySet[Demand]:
        """The published demands of the alliances."""
        ours = Demand.objects.published().filter(alliance__in=self.alliances())
        return ours.filter(**self._within("published_at"))

    def offers(self) -> QuerySet[Offer]:
        """The published offers of the whole market: each of them may be suggested to a demand here."""
        return Offer.objects.published()

    def alliances(self) -> QuerySet[Alliance] | list[Alliance]:
        return [self.alliance] if self.alliance else Alliance.objects.coordinated_by(self.user)

    def _within(self, moment: str) -> dict[str, int]:
        """The condition that a moment lies in the month; none without a month."""
        if self.month is None:
            return {}
        return {f"{moment}__year": self.month.year, f"{moment}__month": self.month.month}


@dataclass(frozen=True)
class Tally:
    """How many decisions, and how many of them found the pair worth an introduction."""

    decided: int = 0
    worth: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.decided + other.decided, self.worth + other.worth)

    @property
    def percent(self) -> int | None:
        return round(100 * self.worth / self.decided) if self.decided else None

    @property
    def is_few(self) -> bool:
        return self.decided < FEW


@dataclass(frozen=True)
class Bin:
    """Decisions on pairs with a similar confidence."""

    low: int
    """The bin begins at this per cent and ends ten above."""
    predicted: float
    """The mean confidence of its pairs, in per cent."""
    tally: Tally

    @property
    def high(self) -> int:
        return self.low + 100 // BINS


@dataclass(frozen=True)
class Cell:
    """The decisions of a month on the pairs of a band in an alliance. Alliance and band may be unknown."""

    month: date
    alliance: int | None
    band: str
    tally: Tally


@dataclass(frozen=True)
class Coverage:
    """The published demands, by the best pair that they have."""

    demands: int
    strong: int
    fair: int

    @property
    def unanswered(self) -> int:
        return self.demands - self.strong - self.fair

    @property
    def percent(self) -> int | None:
        return round(100 * self.strong / self.demands) if self.demands else None


@dataclass(frozen=True)
class Exposure:
    """The share of a size or a province in the open strong suggestions, and in the published offers."""

    label: str
    strong: int
    of_strong: float
    offers: int
    of_offers: float


def scales_in_use(scope: Scope) -> list[tuple[Alliance | None, Scale]]:
    """The scales in use: of each alliance that has its own, and that of the others, under None, if any."""
    known = scales.current()
    ours = list(scope.alliances())
    found: list[tuple[Alliance | None, Scale]] = [
        (each, known.own[each.pk]) for each in ours if each.pk in known.own
    ]
    if not ours or len(found) < len(ours):
        found.append((None, known.union))
    return found


def reliability_of(scope: Scope) -> list[Bin]:
    """Predicted and approved shares, by tenths of the confidence that a pair had when it was decided."""
    place = Least(Floor(F("confidence") * BINS), BINS - 1, output_field=FloatField())
    known = scope.decided().filter(confidence__isnull=False).annotate(bin=place)
    rows = known.order_by("bin").values("bin").annotate(predicted=Avg("confidence"), **_counts())
    return [
        Bin(
            low=int(row["bin"]) * 100 // BINS,
            predicted=round(100 * row["predicted"], 1),
            tally=Tally(row["decided"], row["worth"]),
        )
        for row in rows
    ]


def cells_of(scope: Scope) -> list[Cell]:
    """The decisions by month, alliance and band, the newest month first."""
    found = scope.decided().annotate(month=TruncMonth("decided_at"), measured=MEASURED_BY)
    rows = found.order_by("-month", "measured", "band").values("month", "measured", "band")
    return [
        Cell(row["month"].date(), row["measured"], row["band"], Tally(row["decided"], row["worth"]))
        for row in rows.annotate(**_counts())
    ]


def by_band(cells: Iterable[Cell]) -> list[tuple[Band, Tally]]:
    """The precision of each band, the strongest first. Decisions without a band are left out."""
    sums = _summed((cell.band, cell.tally) for cell in cells)
    return [(band, sums.get(band.value, Tally())) for band in Band]


def by_month(cells: Iterable[Cell]) -> list[tuple[date, list[Tally]]]:
    """Each month with the decisions on each band, the strongest first, and on all pairs last."""
    return _rows((cell.month, cell) for cell in cells)


def by_alliance(cells: Iterable[Cell]) -> list[tuple[Alliance | None, list[Tally]]]:
    """The same for each alliance. One query for their names."""
    rows = _rows((cell.alliance, cell) for cell in cells)
    named = Alliance.objects.in_bulk([pk for pk, _tallies in rows if pk is not None])
    return [(named.get(pk) if pk else None, tallies) for pk, tallies in rows]


def coverage_of(scope: Scope) -> Coverage:
    """How many of the demands have a strong pair, and how many of the rest a fair one."""
    ours = Suggestion.objects.filter(demand=OuterRef("pk"), state__in=ANSWERED)
    found = scope.demands().annotate(
        has_strong=Exists(ours.filter(band=Band.STRONG)), has_fair=Exists(ours.filter(band=Band.FAIR))
    )
    counts = found.order_by().aggregate(
        demands=Count("pk"),
        strong=Count("pk", filter=Q(has_strong=True)),
        fair=Count("pk", filter=Q(has_strong=False, has_fair=True)),
    )
    return Coverage(**counts)


def exposure_by_size(scope: Scope) -> list[Exposure]:
    return _exposure(scope, "size", {str(code): str(label) for code, label in Size.choices})


def exposure_by_province(scope: Scope) -> list[Exposure]:
    return _exposure(scope, "province", dict(regions.province_choices()))


def _exposure(scope: Scope, column: str, labels: dict[str, str]) -> list[Exposure]:
    open_strong = scope.pairs().open().filter(band=Band.STRONG)
    strong = _shares(open_strong, f"offer__enterprise__{column}")
    offers = _shares(scope.offers(), f"enterprise__{column}")
    of_strong, of_offers = sum(strong.values()) or 1, sum(offers.values()) or 1
    return [
        Exposure(
            labels[code],
            strong.get(code, 0),
            round(100 * strong.get(code, 0) / of_strong, 1),
            offers.get(code, 0),
            round(100 * offers.get(code, 0) / of_offers, 1),
        )
        for code in labels
        if code in strong or code in offers
    ]


def _shares(rows: QuerySet[Any], column: str) -> dict[str, int]:
    """How many rows have each value of the column. Rows without one are left out."""
    found = rows.exclude(**{column: ""}).order_by().values_list(column)
    return dict(found.annotate(number=Count("pk")))


def _counts() -> dict[str, Any]:
    return {"decided": Count("pk"), "worth": Count("pk", filter=Q(is_worth=True))}


def _rows(pairs: Iterable[tuple[Any, Cell]]) -> list[tuple[Any, list[Tally]]]:
    """Each key with its tallies by band and the tally of all, in the order in which the keys come."""
    found: dict[Any, list[Cell]] = {}
    for key, cell in pairs:
        found.setdefault(key, []).append(cell)
    return [
        (key, [*(tally for _band, tally in by_band(cells)), sum((cell.tally for cell in cells), Tally())])
        for key, cells in found.items()
    ]


def _summed(pairs: Iterable[tuple[str, Tally]]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for key, tally in pairs:
        sums[key] = sums.get(key, Tally()) + tally
    return sums
