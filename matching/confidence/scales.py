"""The scale of an alliance: it turns the strength of a pair into a band and, once it is known, into a share.

``current`` reads all scales in one query. Read it once for a request or a batch, and ask it for each pair.
"""

from dataclasses import dataclass, field

from matching.engine.confidence.curve import Curve
from matching.enums import Band
from matching.models import Calibration


@dataclass(frozen=True)
class Scale:
    """The floors of the bands, and the curve of the engine from a strength to a probability.

    ``slope`` and ``intercept`` are None until there are enough decisions.
    """

    strong: float
    fair: float
    slope: float | None = None
    intercept: float | None = None
    bend: float = 0.0

    def band_of(self, strength: float) -> Band:
        """The band of a pair."""
        if strength >= self.strong:
            return Band.STRONG
        return Band.FAIR if strength >= self.fair else Band.WEAK

    def confidence_of(self, strength: float) -> float | None:
        """The share of pairs of this strength that are worth an introduction; None if it is not known."""
        if self.slope is None or self.intercept is None:
            return None
        return Curve(self.slope, self.intercept, self.bend).share_of(strength)


DEFAULT = Scale(strong=1.18, fair=0.22)
"""The scale of a union that has not decided enough pairs yet.

Each floor is the median of five labelled collections ("Trust" in docs/benchmarks.md): of the floors that lose
a twentieth of the good pairs, 0.057 to 0.715, and of those from which on half of the pairs are good, 0.051 to
1.623. So it holds on a collection that was left out about as well as on the others, which is roughly.
"""


@dataclass(frozen=True)
class Scales:
    """The scales in use at one moment, by the primary key of the alliance."""

    union: Scale = DEFAULT
    own: dict[int, Scale] = field(default_factory=dict)

    def of(self, alliance: int | None) -> Scale:
        """The scale of an alliance: its own, else that of the union, else the default."""
        return self.union if alliance is None else self.own.get(alliance, self.union)

    def of_sides(self, demand_alliance: int | None, offer_alliance: int | None) -> Scale:
        """The scale of a pair: that of the alliance that asks, or of the other if the demand has none."""
        return self.of(demand_alliance or offer_alliance)

    @property
    def give_shares(self) -> bool:
        """True if some alliance has enough decisions to give per cent."""
        return any(scale.slope is not None for scale in (self.union, *self.own.values()))

    @property
    def least(self) -> float:
        """The lowest floor of all alliances: weaker pairs are weak everywhere."""
        return min(scale.fair for scale in (self.union, *self.own.values()))


def current() -> Scales:
    """The scales in use now. One query."""
    rows = {row.alliance_id: row for row in Calibration.objects.in_use()}
    union = scale_of(rows.pop(None)) if None in rows else DEFAULT
    return Scales(union, {pk: scale_of(row, union) for pk, row in rows.items() if pk is not None})


def scale_of(row: Calibration, union: Scale = DEFAULT) -> Scale:
    """The scale of a version. If it has too few decisions for per cent, those of ``union`` are given."""
    if row.gives_shares:
        return Scale(row.strong, row.fair, row.slope, row.intercept, row.bend)
    return Scale(row.strong, row.fair, union.slope, union.intercept, union.bend)
