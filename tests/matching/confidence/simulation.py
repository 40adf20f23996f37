"""Decisions of coordinators as chance makes them: pairs with a strength, and a truth of known shape."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from matching.confidence.judgements import Floats, Judgements
from matching.engine.confidence.curve import Curve
from matching.enums import RejectionReason
from matching.models import Suggestion
from matching.states import SuggestionState
from tests.factories import make_alliance, make_enterprise, make_published_demand, make_published_offer
from ydeu.alliances.models import Alliance

PER_DEMAND = 6


@dataclass(frozen=True)
class World:
    """Strengths are lognormal, and a pair is worth an introduction with the share of ``truth``."""

    truth: Curve
    spread: float = 0.9

    def strengths(self, number: int, generator: np.random.Generator) -> Floats:
        return np.exp(generator.normal(0.0, self.spread, number))

    def judge(self, strengths: Floats, generator: np.random.Generator) -> Floats:
        return (generator.random(len(strengths)) < self.truth.shares_of(strengths)).astype(np.float64)

    def precision_between(self, low: float, high: float = np.inf) -> float:
        """The true share of the pairs from ``low`` up to ``high`` that are worth it."""
        places = np.linspace(-4, 4, 8001)
        strengths, density = np.exp(places * self.spread), np.exp(-0.5 * places**2)
        inside = (strengths >= low) & (strengths < high)
        return float((self.truth.shares_of(strengths) * density)[inside].sum() / density[inside].sum())

    def draw(self, number: int, seed: int) -> Judgements:
        """As many decisions, ``PER_DEMAND`` on each demand, without a database."""
        generator = np.random.default_rng(seed)
        strengths = self.strengths(number, generator)
        places = np.arange(number)
        worth = self.judge(strengths, generator)
        return Judgements(strengths, worth, places // PER_DEMAND, places.astype(np.float64), places)


@dataclass
class Market:
    """An alliance with demands, and offers of others. Pairs are stored as decided by a coordinator."""

    alliance: Alliance
    demands: list[int]
    offers: list[int]
    decided: int = 0

    def decide(self, drawn: Judgements, *, days_ago: int = 30, turned: bool = False) -> None:
        """Store the decisions, the oldest first, one a minute. ``turned``: each is the opposite."""
        worth = drawn.worth == (0 if turned else 1)
        begin = timezone.now() - timedelta(days=days_ago)
        rows = [
            Suggestion(
                demand_id=self.demands[(self.decided + place) // len(self.offers)],
                offer_id=self.offers[(self.decided + place) % len(self.offers)],
                score=0.1,
                base_strength=strength,
                strength=strength,
                decided_at=begin + timedelta(minutes=place),
                **decision(bool(good)),
            )
            for place, (strength, good) in enumerate(zip(drawn.strengths.tolist(), worth, strict=True))
        ]
        Suggestion.objects.bulk_create(rows)
        self.decided += len(rows)


def decision(good: bool) -> dict[str, Any]:
    if good:
        return {"state": SuggestionState.APPROVED}
    return {"state": SuggestionState.REJECTED, "reason": RejectionReason.TECHNICAL_MISMATCH}


def make_market(decisions: int, alliance: Alliance | None = None) -> Market:
    """Room for as many decisions."""
    alliance, enterprise = alliance or make_alliance(), make_enterprise()
    number = -(-decisions // PER_DEMAND)
    demands = [make_published_demand(alliance=alliance, enterprise=enterprise).pk for _each in range(number)]
    offers = [
        make_published_offer(alliance=alliance, enterprise=enterprise).pk for _each in range(PER_DEMAND)
    ]
    return Market(alliance, demands, offers)
