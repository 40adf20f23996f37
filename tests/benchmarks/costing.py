"""What a new listing costs beyond its match: strengths, checks, reasons. Django must be set up."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from matching.confidence.scales import DEFAULT
from matching.engine import Document, Index, IndexStore, TopK
from matching.engine.text.documents import FIELDS
from matching.requirements import Asked, check
from matching.requirements.weighing import MOST, factor
from matching.suggestions import unnamed
from matching.suggestions.strengths import HOPELESS
from tests.benchmarks import child, scale
from tests.benchmarks.bootstrap import Values
from tests.benchmarks.latency import NEW, SEED, K, milliseconds
from tests.benchmarks.trust import FIRST_SCREEN
from tests.requirements.cases import FILES, cases_of

ROUNDS = 4
"""Each part of the new listings is measured alone; the quietest part counts."""
REQUIREMENTS = 3
"""Requirements of each demand, from the files of cases: generated listings have none."""
NAMES = ("match", "strengths", "requirements", "first reasons", "first screen", "reasons", "together")
COUNTS = ("in the queue", "checked", "read before")
LEAST = HOPELESS * DEFAULT.fair / MOST
Pair = tuple[Document, Document, float]
Times = dict[str, float]


def measured(size: int, cache: str) -> dict[str, Any]:
    """Milliseconds of each part, by case: median and 95th percentile, and those of a batch of all."""
    with TemporaryDirectory(prefix="ydeu-index-") as root:
        child.run("latency:built", size, cache, root)
        whole, new = scale.market(size, Path(cache)), scale.market(NEW, Path(cache), SEED)
        index = IndexStore(root).current()
        assert index is not None
        gc.freeze()
        demand = Case(index, new.demands, whole.offers, index.best_offers, are_demands=True)
        offer = Case(index, new.offers, whole.demands, index.best_demands, are_demands=False)
        return {"a new demand": demand.measured(), "a new offer": offer.measured()}


@dataclass(frozen=True)
class Case:
    """New listings of one side, the listings of the other side, and the search for partners."""

    index: Index
    listings: Sequence[Document]
    partners: Sequence[Document]
    search: Callable[[Sequence[Document], int], TopK]
    are_demands: bool

    def measured(self) -> dict[str, Any]:
        """The times of one listing at a time in the quietest round, and of each listing of a batch."""
        first = self.listings[:2]
        self._strengths(self._pairs(first, self.search(first, K)))  # maps the pages
        seen: set[Document] = set()
        rounds = [[self._times(each, seen) for each in self.listings[at::ROUNDS]] for at in range(ROUNDS)]
        quiet = min(rounds, key=lambda times: float(np.median([each["together"] for each in times])))
        found = {name: np.percentile([each[name] for each in quiet], [50, 95]).tolist() for name in NAMES}
        counts = {
            name: float(np.mean([each[name] for each in chain.from_iterable(rounds)])) for name in COUNTS
        }
        return found | counts | {"batch": self._batch()}

    def _times(self, listing: Document, seen: set[Document]) -> Times:
        """Milliseconds of each part for one listing, which no part has read before.

        ``seen`` are the partners of earlier listings; those of this one are added.
        """
        found, match = timed(self.search, [listing], K)
        pairs = self._pairs([listing], found)
        strengths, of_strengths = timed(self._strengths, pairs)
        hopeful = np.flatnonzero(strengths >= LEAST).tolist()
        factors, of_requirements = timed(self._check, [pairs[at] for at in hopeful])
        strengths[hopeful] *= factors
        limited, of_limits = timed(self._limited, pairs, strengths)
        queue = [pairs[at] for at in np.argsort(-limited, kind="stable") if limited[at] >= DEFAULT.fair]
        first = milliseconds(self._reasons, queue[:FIRST_SCREEN])
        reasons = first + milliseconds(self._reasons, queue[FIRST_SCREEN:])
        rating = of_strengths + of_limits
        screen, together = (rating + of_requirements + each for each in (first, reasons))
        figures = (match, rating, of_requirements, first, screen, reasons, together)
        partners = {offer if self.are_demands else demand for demand, offer, _score in pairs}
        counts = len(queue), len(factors), len(partners & seen)
        seen |= partners
        return dict(zip((*NAMES, *COUNTS), (*figures, *counts), strict=True))

    def _batch(self) -> Times:
        """Milliseconds of the match and of the strengths for each listing of a batch."""
        found, match = timed(self.search, self.listings, K)
        pairs = self._pairs(self.listings, found)
        rating, of_strengths = timed(self._strengths, pairs)
        of_limits = milliseconds(self._limited, pairs, rating)
        strengths = of_strengths + of_limits
        return {"match": match / len(self.listings), "strengths": strengths / len(self.listings)}

    def _pairs(self, listings: Sequence[Document], found: TopK) -> list[Pair]:
        """Demand, offer and score of all partners found."""
        pairs = [
            (each, self.partners[partner], score)
            for row, each in enumerate(listings)
            for partner, score in found.pairs(row)
        ]
        return pairs if self.are_demands else [(other, own, score) for own, other, score in pairs]

    def _strengths(self, pairs: Sequence[Pair]) -> Values:
        demands, offers, scores = zip(*pairs, strict=True) if pairs else ((), (), ())
        return self.index.strengths(demands, offers, scores)

    def _limited(self, pairs: Sequence[Pair], strengths: Values) -> Values:
        documents = [(demand, offer) for demand, offer, _score in pairs]
        return np.array(unnamed.limited(self.index, documents, strengths.tolist(), least=LEAST))

    def _check(self, pairs: Sequence[Pair]) -> list[float]:
        return [factor(check(asked_by(demand), texts_of(offer))) for demand, offer, _score in pairs]

    def _reasons(self, pairs: Sequence[Pair]) -> None:
        self.index.reasons_of_pairs([(demand, offer) for demand, offer, _score in pairs])


def asked_by(demand: Document) -> list[Asked]:
    """Three requirements of a demand: those of the files of cases in turn."""
    every = all_requirements()
    start = REQUIREMENTS * int(demand.id)
    return [every[(start + at) % len(every)] for at in range(REQUIREMENTS)]


@cache
def all_requirements() -> list[Asked]:
    return [case.asked for file in FILES for case in cases_of(file)]


def texts_of(offer: Document) -> list[tuple[str, str]]:
    """The texts of a generated offer, as the site gives them to the check."""
    return [(field, offer.text(field)) for field in FIELDS if offer.text(field)]


def timed(work: Callable[..., Any], *arguments: object) -> tuple[Any, float]:
    """What a call returns, and its milliseconds."""
    began = time.perf_counter()
    found = work(*arguments)
    return found, (time.perf_counter() - began) * 1000
