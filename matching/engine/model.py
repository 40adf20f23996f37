"""The engine: what is learnt from both sides, and the weights it gives to any listing."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.config import DEFAULT, Config
from matching.engine.expansion.reading import Reading, read
from matching.engine.expansion.translations import Expansion
from matching.engine.lexicon.lexicon import NOTHING, Lexicon
from matching.engine.search.pruning import pruned
from matching.engine.text.counting import Counts, Matrix, count
from matching.engine.text.documents import Document, checked
from matching.engine.weights.statistics import Statistics
from matching.engine.weights.vocabulary import UNSEEN, Vocabulary
from matching.engine.weights.weighting import DemandWeighting, OfferWeighting, inverse_frequencies

FORMAT = 6
DEEPER = 10
"""How many bounds of postings one search by words may follow: nobody asks a hundred thousand at once."""
_LEARNT = ("terms", "inverse", "worth", "costs")


class Engine:
    """Weighs listings so that the dot product of a demand and an offer is their score.

    In one language it lies in [0, 1]; ``translation`` of the config is the most that the other can add.

    Made by ``Engine.fit``, ``Engine.learn`` or ``Engine.load``; never changes afterwards, so threads may
    share one.
    """

    def __init__(
        self,
        config: Config,
        offers: OfferWeighting,
        demands: DemandWeighting,
        *,
        costs: npt.NDArray[np.int64],
        most_postings: int,
        lexicon: Lexicon,
        expansion: Expansion,
    ) -> None:
        self.config = config
        self.offer_weighting = offers
        self.demand_weighting = demands
        self.costs = costs
        self.most_postings = most_postings
        self.lexicon = lexicon
        self.expansion = expansion

    @classmethod
    def fit(
        cls,
        offers: Iterable[Document],
        demands: Iterable[Document],
        config: Config = DEFAULT,
        lexicon: Lexicon = NOTHING,
    ) -> "Engine":
        """Learns the vocabulary and idf from both sides and the mean lengths from the offers.

        Raises TypeError if a row is not a Document or the config not a Config. Either side may be empty.
        """
        offer_rows, demand_rows = checked(offers, "offers"), checked(demands, "demands")
        parts = [
            Statistics.of(count(offer_rows, lexicon.fold), "offers"),
            Statistics.of(count(demand_rows, lexicon.fold), "demands"),
        ]
        return cls.learn(Statistics.merged(parts), config, lexicon)

    @classmethod
    def learn(cls, statistics: Statistics, config: Config = DEFAULT, lexicon: Lexicon = NOTHING) -> "Engine":
        """The engine of a market that was counted with the same lexicon.

        Raises TypeError if the config is not a Config.
        """
        if not isinstance(config, Config):
            raise TypeError(f"config must be a Config, not {type(config).__name__}")
        offers, demands = _weightings(config)
        held = statistics.frequencies.sum(axis=1)
        inverse, vocabulary = inverse_frequencies(statistics), Vocabulary(statistics.keys)
        return cls(
            config,
            offers.fit(statistics),
            demands.fit(statistics),
            costs=np.pad(held.max(axis=0), (0, UNSEEN)),
            most_postings=config.postings_of_one(int(statistics.documents.sum(axis=1).max())),
            lexicon=lexicon,
            expansion=Expansion.of(lexicon, vocabulary, held[0], inverse, config.translation),
        )

    @property
    def vocabulary(self) -> Vocabulary:
        """Which column stands for which term."""
        return self.offer_weighting.vocabulary_

    def weigh_offers(self, documents: Iterable[Document]) -> Matrix:
        """How much each offer speaks of each term: csr float32 (offers, columns), values in (0, 1)."""
        return self.weigh_counted_offers(count(checked(documents, "documents"), self.lexicon.fold))

    def weigh_demands(self, documents: Iterable[Document], *, depth: int = 1) -> Matrix:
        """What each demand asks for, translations included: csr float32 (demands, columns).

        Only the terms that a search follows are kept; see ``pruned``. ``depth`` is the number of times that
        its bound of postings is granted.
        """
        return self.weigh_read_demands(self.read(documents), depth=depth)

    def read(self, documents: Iterable[Document]) -> Reading:
        """What ``weigh_read_demands`` and ``asked_by`` take."""
        return read(checked(documents, "documents"), self.lexicon)

    def weigh_counted_offers(self, counts: Counts) -> Matrix:
        """``weigh_offers`` of documents that are counted already."""
        return self.offer_weighting.transform(counts)

    def weigh_read_demands(self, reading: Reading, *, depth: int = 1) -> Matrix:
        """``weigh_demands`` of demands that are read already."""
        own, extra = self.asked_by(reading, depth=depth)
        return (own + extra).tocsr() if extra.nnz else own

    def asked_by(self, reading: Reading, *, depth: int = 1) -> tuple[Matrix, Matrix]:
        """What demands ask for in their own words, and in those of the other language; both as their sum."""
        asked = self.demand_weighting.transform(reading.counts)
        extra = self.expansion.translated(reading.counts, reading.sources, asked)
        return self._followed(asked, extra, depth)

    def asked_by_one(
        self, reading: Reading, *, depth: int = 1
    ) -> tuple[Matrix, Matrix, dict[int, dict[int, float]]]:
        """``asked_by`` of one demand; and for each column of the other language, which source gave how much.

        Columns that are not followed have origins, too.
        """
        asked = self.demand_weighting.transform(reading.counts)
        extra, gifts = self.expansion.with_origins(reading.counts, reading.sources, asked)
        origins: dict[int, dict[int, float]] = defaultdict(dict)
        for source, column, gift in zip(*(each.tolist() for each in gifts), strict=True):
            origins[column][source] = gift
        return *self._followed(asked, extra, depth), origins

    def _followed(self, asked: Matrix, extra: Matrix, depth: int) -> tuple[Matrix, Matrix]:
        """What a search follows of both."""
        terms, postings = self.config.most_terms, depth * self.most_postings
        return (
            pruned(asked, self.costs, terms=terms, postings=postings),
            pruned(extra, self.costs, terms=terms, postings=postings // 4),
        )

    def save(self, directory: str | Path) -> None:
        """Writes ``engine.json`` and the arrays of what was learnt into a directory, made if need be."""
        target = Path(directory)
        target.mkdir(parents=True, exist_ok=True)
        meta = {
            "format": FORMAT,
            "config": self.config.as_json(),
            "most_postings": self.most_postings,
            "mean_lengths": self.offer_weighting.mean_lengths_.tolist(),
        }
        (target / "engine.json").write_text(json.dumps(meta, indent=1), encoding="ascii")
        demands = self.demand_weighting
        learnt = (self.vocabulary.keys, demands.inverse_, demands.worth_, self.costs)
        arrays = dict(zip(_LEARNT, learnt, strict=True))
        for name, array in arrays.items():
            np.save(target / f"{name}.npy", array)
        self.lexicon.save(target)
        self.expansion.save(target)

    @classmethod
    def load(cls, directory: str | Path) -> "Engine":
        """Maps what ``save`` wrote. Raises FileNotFoundError, or ValueError for files of another format."""
        source = Path(directory)
        meta = read_meta(source / "engine.json", FORMAT)
        offers, demands = _weightings(config := Config.from_json(meta["config"]))
        arrays = (np.load(source / f"{name}.npy", mmap_mode="r") for name in _LEARNT)
        terms, inverse, worth, costs = arrays
        if not len(terms) + UNSEEN == len(inverse) == len(worth) == len(costs):
            raise ValueError(f"{source}: the files {', '.join(_LEARNT)} do not belong together")
        offers.vocabulary_ = demands.vocabulary_ = Vocabulary(terms)
        offers.mean_lengths_ = np.array(meta["mean_lengths"])
        demands.inverse_, demands.worth_ = inverse, worth
        expansion = Expansion.load(source, offers.vocabulary_)
        return cls(
            config,
            offers,
            demands,
            costs=costs,
            most_postings=meta["most_postings"],
            lexicon=Lexicon.load(source),
            expansion=expansion,
        )


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
        DemandWeighting(
            config.demand_fields, config.demand_saturation, config.rarity, config.talk, config.cohesion
        ),
    )
