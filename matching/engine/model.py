"""The engine: what is learnt from both sides, and the weights it gives to any listing."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.config import DEFAULT, Config
from matching.engine.counting import Counts, Matrix, count
from matching.engine.documents import Document, checked
from matching.engine.pruning import pruned
from matching.engine.statistics import Statistics
from matching.engine.vocabulary import UNSEEN, Vocabulary
from matching.engine.weighting import DemandWeighting, OfferWeighting

FORMAT = 2


class Engine:
    """Weighs listings so that the dot product of a demand and an offer is their score, in [0, 1].

    Made by ``Engine.fit``, ``Engine.learn`` or ``Engine.load``; never changes afterwards, so threads may
    share one.
    """

    def __init__(
        self,
        config: Config,
        offers: OfferWeighting,
        demands: DemandWeighting,
        costs: npt.NDArray[np.int64],
    ) -> None:
        self.config = config
        self.offer_weighting = offers
        self.demand_weighting = demands
        self.costs = costs

    @classmethod
    def fit(
        cls, offers: Iterable[Document], demands: Iterable[Document], config: Config = DEFAULT
    ) -> "Engine":
        """Learns the vocabulary and idf from both sides and the mean lengths from the offers.

        Raises TypeError if a row is not a Document or the config not a Config. Either side may be empty.
        """
        offer_rows, demand_rows = checked(offers, "offers"), checked(demands, "demands")
        parts = [
            Statistics.of(count(offer_rows), "offers"),
            Statistics.of(count(demand_rows), "demands"),
        ]
        return cls.learn(Statistics.merged(parts), config)

    @classmethod
    def learn(cls, statistics: Statistics, config: Config = DEFAULT) -> "Engine":
        """The engine of a market that was counted. Raises TypeError if the config is not a Config."""
        if not isinstance(config, Config):
            raise TypeError(f"config must be a Config, not {type(config).__name__}")
        offers, demands = _weightings(config)
        costs = statistics.frequencies.sum(axis=1).max(axis=0)
        return cls(config, offers.fit(statistics), demands.fit(statistics), np.pad(costs, (0, UNSEEN)))

    @property
    def vocabulary(self) -> Vocabulary:
        """Which column stands for which term."""
        return self.offer_weighting.vocabulary_

    def weigh_offers(self, documents: Iterable[Document]) -> Matrix:
        """How much each offer speaks of each term: csr float32 (offers, columns), values in (0, 1)."""
        return self.weigh_counted_offers(count(checked(documents, "documents")))

    def weigh_demands(self, documents: Iterable[Document]) -> Matrix:
        """The share of each term in what each demand asks for: csr float32 (demands, columns).

        Only the terms that a search follows are kept; see ``pruned``.
        """
        return self.weigh_counted_demands(count(checked(documents, "documents")))

    def weigh_counted_offers(self, counts: Counts) -> Matrix:
        """``weigh_offers`` of documents that are counted already."""
        return self.offer_weighting.transform(counts)

    def weigh_counted_demands(self, counts: Counts) -> Matrix:
        """``weigh_demands`` of documents that are counted already."""
        asked = self.demand_weighting.transform(counts)
        return pruned(asked, self.costs, terms=self.config.most_terms, postings=self.config.most_postings)

    def save(self, directory: str | Path) -> None:
        """Writes ``engine.json`` and the arrays of what was learnt into a directory, made if need be."""
        target = Path(directory)
        target.mkdir(parents=True, exist_ok=True)
        meta = {
            "format": FORMAT,
            "config": self.config.as_json(),
            "mean_lengths": self.offer_weighting.mean_lengths_.tolist(),
        }
        (target / "engine.json").write_text(json.dumps(meta, indent=1), encoding="ascii")
        arrays = {"terms": self.vocabulary.keys, "worth": self.demand_weighting.worth_, "costs": self.costs}
        for name, array in arrays.items():
            np.save(target / f"{name}.npy", array)

    @classmethod
    def load(cls, directory: str | Path) -> "Engine":
        """Maps what ``save`` wrote. Raises FileNotFoundError, or ValueError for files of another format."""
        source = Path(directory)
        meta = read_meta(source / "engine.json", FORMAT)
        offers, demands = _weightings(config := Config.from_json(meta["config"]))
        arrays = (np.load(source / f"{name}.npy", mmap_mode="r") for name in ("terms", "worth", "costs"))
        terms, worth, costs = arrays
        if not len(terms) + UNSEEN == len(worth) == len(costs):
            raise ValueError(f"{source}: terms.npy, worth.npy and costs.npy do not belong together")
        offers.vocabulary_ = demands.vocabulary_ = Vocabulary(terms)
        offers.mean_lengths_ = np.array(meta["mean_lengths"])
        demands.worth_ = worth
        return cls(config, offers, demands, costs)


def read_meta(path: Path, version: int) -> dict[str, Any]:
    """A JSON object with the expected ``format``; raises ValueError otherwise."""
    try:
        meta: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    except ValueError as error:
        raise ValueError(f"{path} is not valid JSON: {error}") from error
    if meta.get("format") != version:
        raise ValueError(f"{path} has format {meta.get('format')}, this version reads {version}")
    return meta


def _weightings(config: Config) -> tuple[OfferWeighting, DemandWeighting]:
    return (
        OfferWeighting(config.offer_fields, config.saturation, config.length),
        DemandWeighting(config.demand_fields, config.demand_saturation, config.rarity, config.talk),
    )
