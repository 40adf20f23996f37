"""The settings of the scoring formula, with one default for all languages and collections."""

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from .text.documents import FIELDS


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """The factor by which an occurrence of a term counts in each field.

    Raises ValueError if a weight is negative or not finite.
    """

    title: float = 1.0
    keywords: float = 1.0
    summary: float = 1.0
    body: float = 1.0

    def __post_init__(self) -> None:
        for name in FIELDS:
            if not 0 <= getattr(self, name) < float("inf"):
                raise ValueError(f"the weight of {name} must be a finite number >= 0")

    def items(self) -> list[tuple[str, float]]:
        """Field names with their weights, in the fixed order of ``FIELDS``."""
        return [(name, getattr(self, name)) for name in FIELDS]


LARGE = 100_000
"""The size of a large market: listings of its larger side."""

_SMALLEST, _LARGEST = sys.float_info.min, sys.float_info.max
_POSITIVE = (_SMALLEST, _LARGEST, "be a finite number > 0")
_NOT_NEGATIVE = (0.0, _LARGEST, "be a finite number >= 0")
_AT_LEAST_ONE = (1.0, _LARGEST, "be at least 1")
_RANGES = {
    "saturation": _POSITIVE,
    "length": (0.0, 1.0, "lie between 0 and 1"),
    "demand_saturation": _POSITIVE,
    "rarity": _NOT_NEGATIVE,
    "boilerplate": _NOT_NEGATIVE,
    "cohesion": (-_LARGEST, _LARGEST, "be a finite number"),
    "translation_weight": _NOT_NEGATIVE,
    "fb_weight": _NOT_NEGATIVE,
    "fb_docs": _AT_LEAST_ONE,
    "fb_focus": _NOT_NEGATIVE,
    "fb_terms": _AT_LEAST_ONE,
    "fb_min_offers": _AT_LEAST_ONE,
    "max_terms": _AT_LEAST_ONE,
    "max_postings": _AT_LEAST_ONE,
    "max_market_postings": _NOT_NEGATIVE,
}


def check_ranges(settings: Mapping[str, Any]) -> None:
    """Raise ValueError for a number of the formula outside its range; other settings are passed over."""
    for name, (least, most, words) in _RANGES.items():
        if name in settings and not least <= settings[name] <= most:
            raise ValueError(f"{name} must {words}")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of an engine. README.md has the formula and says how the values were chosen.

    ``offer_fields`` and ``demand_fields`` weigh the occurrences of a term by field. ``saturation``,
    ``length`` and ``demand_saturation`` are k1, b and k3 of BM25 (Robertson & Zaragoza 2009).
    ``rarity``, ``boilerplate`` and ``cohesion`` shape the term weight u(t), see ``weights.weighting``.
    ``translation_weight`` is that of ``expansion.translations``. The settings that begin with ``fb_`` are
    those of RM3, see ``expansion.feedback``. In a market with fewer than ``fb_min_offers`` offers there is
    no feedback, because the ten best of twenty offers are no selection.

    A demand keeps at most ``max_terms`` terms with at most ``max_postings_per_demand`` postings in all, see
    ``search.pruning``. Translations and feedback terms may each follow a quarter as many postings in
    addition.

    Raises ValueError for a value outside its range.
    """

    offer_fields: FieldWeights = field(default_factory=lambda: FieldWeights(title=2, keywords=2))
    demand_fields: FieldWeights = field(default_factory=lambda: FieldWeights(title=8, keywords=8, summary=2))
    saturation: float = 1.5
    length: float = 0.65
    demand_saturation: float = 6.0
    rarity: float = 1.75
    boilerplate: float = 0.4
    cohesion: float = 2.0
    translation_weight: float = 0.7
    fb_weight: float = 0.7
    fb_docs: int = 10
    fb_focus: float = 4.0
    fb_terms: int = 20
    fb_min_offers: int = 100
    max_terms: int = 160
    max_postings: int = 18_000
    max_market_postings: int = 1_800_000_000

    def __post_init__(self) -> None:
        check_ranges({name: getattr(self, name) for name in _RANGES})

    def max_postings_per_demand(self, listings: int) -> int:
        """The most postings that one demand may follow if the larger side has ``listings`` listings.

        This is ``max_postings`` at ``LARGE`` listings. Beyond ``LARGE`` it grows with the fourth root of the
        number of listings, because the best partners lie deeper. A small market allows
        ``max_market_postings // listings`` if that is more: it bounds the multiplications of all demands.
        """
        deeper = max(1.0, listings / LARGE) ** 0.25
        return max(int(self.max_postings * deeper), self.max_market_postings // max(listings, 1))

    def as_json(self) -> dict[str, Any]:
        """The settings as plain numbers and dicts, ready for ``json.dump``."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Config":
        """The inverse of ``as_json``.

        Raises TypeError for an unknown setting, KeyError if the field weights of a side are missing, and
        ValueError for a value outside its range.
        """
        values = dict(data)
        for side in ("offer_fields", "demand_fields"):
            values[side] = FieldWeights(**values[side])
        return cls(**values)


DEFAULT = Config()
