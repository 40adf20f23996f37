"""The engine: what is learnt from both sides, and the weights it gives to any listing."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .config import DEFAULT, Config
from .expansion.reading import Reading, read
from .expansion.translations import Expansion
from .lexicon.lexicon import EMPTY, Lexicon
from .search.pruning import pruned
from .text.counting import Counts, Matrix, count
from .text.documents import Document, checked
from .weights.statistics import Statistics
from .weights.vocabulary import UNSEEN, Vocabulary
from .weights.weighting import DocumentWeights, QueryWeights, inverse_document_frequencies

FORMAT = 7
SEARCH_DEPTH = 10
"""How many bounds of postings one search by words may follow: nobody asks a hundred thousand at once."""
_FITTED = ("terms", "idf", "term_weights", "document_frequencies")


class Engine:
    """Weighs listings so that the dot product of a demand and an offer is their score.

    In one language it lies in [0, 1]; ``translation`` of the config is the most that the other can add.

    Made by ``Engine.fit``, ``Engine.from_statistics`` or ``Engine.load``. It never changes afterwards, so
    threads may share one.
    """

    def __init__(
        self,
        config: Config,
        offers: DocumentWeights,
        demands: QueryWeights,
        *,
        document_frequencies: npt.NDArray[np.int64],
        max_postings: int,
        lexicon: Lexicon,
        expansion: Expansion,
    ) -> None:
        self.config = config
        self.document_weighting = offers
        self.query_weighting = demands
        self.document_frequencies = document_frequencies
        self.max_postings = max_postings
        self.lexicon = lexicon
        self.expansion = expansion

    @classmethod
    def fit(
        cls,
        offers: Iterable[Document],
        demands: Iterable[Document],
        config: Config = DEFAULT,
        lexicon: Lexicon = EMPTY,
    ) -> "Engine":
        """Learns the vocabulary and idf from both sides and the mean lengths from the offers.

        Raises TypeError if a row is not a Document or the config not a Config. Either side may be empty.
        """
        offer_rows, demand_rows = checked(offers, "offers"), checked(demands, "demands")
        parts = [
            Statistics.of(count(offer_rows, lexicon.fold), "offers"),
            Statistics.of(count(demand_rows, lexicon.fold), "demands"),
        ]
        return cls.from_statistics(Statistics.merged(parts), config, lexicon)

    @classmethod
    def from_statistics(
        cls, statistics: Statistics, config: Config = DEFAULT, lexicon: Lexicon = EMPTY
    ) -> "Engine":
        """The engine of a market that was counted with the same lexicon.

        Raises TypeError if the config is not a Config.
        """
        if not isinstance(config, Config):
            raise TypeError(f"config must be a Config, not {type(config).__name__}")
        offers, demands = _weightings(config)
        held = statistics.frequencies.sum(axis=1)
        inverse, vocabulary = inverse_document_frequencies(statistics), Vocabulary(statistics.keys)
        return cls(
            config,
            offers.fit(statistics),
            demands.fit(statistics),
            document_frequencies=np.pad(held.max(axis=0), (0, UNSEEN)),
            max_postings=config.postings_of_one(int(statistics.documents.sum(axis=1).max())),
            lexicon=lexicon,
            expansion=Expansion.of(lexicon, vocabulary, held[0], inverse, config.translation),
        )

    @property
    def vocabulary(self) -> Vocabulary:
        """Which column stands for which term."""
        return self.document_weighting.vocabulary_

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
        """What ``weigh_read_demands`` and ``query_parts`` take."""
        return read(checked(documents, "documents"), self.lexicon)

    def weigh_counted_offers(self, counts: Counts) -> Matrix:
        """``weigh_offers`` of documents that are counted already."""
        return self.document_weighting.transform(counts)

    def weigh_read_demands(self, reading: Reading, *, depth: int = 1) -> Matrix:
        """``weigh_demands`` of demands that are read already."""
        own, extra = self.query_parts(reading, depth=depth)
        return (own + extra).tocsr() if extra.nnz else own

    def query_parts(self, reading: Reading, *, depth: int = 1) -> tuple[Matrix, Matrix]:
        """What demands ask for in their own words, and in those of the other language; both as their sum."""
        query_weights = self.query_weighting.transform(reading.counts)
        extra = self.expansion.translated(reading.counts, reading.sources, query_weights)
        return self._followed(query_weights, extra, depth)

    def query_parts_with_origins(
        self, reading: Reading, *, depth: int = 1
    ) -> tuple[Matrix, Matrix, dict[int, dict[int, float]]]:
        """``query_parts`` of one demand, and how much each source gave to each column of the other language.

        Columns that are not followed have origins, too.
        """
        query_weights = self.query_weighting.transform(reading.counts)
        extra, gifts = self.expansion.with_origins(reading.counts, reading.sources, query_weights)
        origins: dict[int, dict[int, float]] = defaultdict(dict)
        for source, column, gift in zip(*(each.tolist() for each in gifts), strict=True):
            origins[column][source] = gift
        return *self._followed(query_weights, extra, depth), origins

    def _followed(self, query_weights: Matrix, extra: Matrix, depth: int) -> tuple[Matrix, Matrix]:
        """What a search follows of both."""
        terms, postings = self.config.max_terms, depth * self.max_postings
        return (
            pruned(query_weights, self.document_frequencies, terms=terms, postings=postings),
            pruned(extra, self.document_frequencies, terms=terms, postings=postings // 4),
        )

    def save(self, directory: str | Path) -> None:
        """Writes ``engine.json`` and the arrays of what was learnt into a directory, made if need be."""
        target = Path(directory)
        target.mkdir(parents=True, exist_ok=True)
        meta = {
            "format": FORMAT,
            "config": self.config.as_json(),
            "max_postings": self.max_postings,
            "mean_lengths": self.document_weighting.mean_lengths_.tolist(),
        }
        (target / "engine.json").write_text(json.dumps(meta, indent=1), encoding="ascii")
        demands = self.query_weighting
        learnt = (self.vocabulary.keys, demands.idf_, demands.term_weights_, self.document_frequencies)
        arrays = dict(zip(_FITTED, learnt, strict=True))
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
        arrays = (np.load(source / f"{name}.npy", mmap_mode="r") for name in _FITTED)
        terms, inverse, worth, document_frequencies = arrays
        if not len(terms) + UNSEEN == len(inverse) == len(worth) == len(document_frequencies):
            raise ValueError(f"{source}: the files {', '.join(_FITTED)} do not belong together")
        offers.vocabulary_ = demands.vocabulary_ = Vocabulary(terms)
        offers.mean_lengths_ = np.array(meta["mean_lengths"])
        demands.idf_, demands.term_weights_ = inverse, worth
        expansion = Expansion.load(source, offers.vocabulary_)
        return cls(
            config,
            offers,
            demands,
            document_frequencies=document_frequencies,
            max_postings=meta["max_postings"],
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


def _weightings(config: Config) -> tuple[DocumentWeights, QueryWeights]:
    return (
        DocumentWeights(config.offer_fields, config.saturation, config.length),
        QueryWeights(
            config.demand_fields, config.demand_saturation, config.rarity, config.boilerplate, config.cohesion
        ),
    )
