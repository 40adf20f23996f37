"""The engine: statistics learnt from both sides, and the weights of any listing."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .config import DEFAULT, Config
from .expansion.reading import Reading, read
from .expansion.translations import Expansion, Translation
from .lexicon.lexicon import EMPTY, Lexicon
from .search.pruning import pruned
from .text.arrays import mapped
from .text.counting import Counts, Matrix, count
from .text.documents import Document, checked
from .weights.statistics import Statistics
from .weights.vocabulary import HASHED_COLUMNS, Vocabulary
from .weights.weighting import DocumentWeights, QueryWeights, inverse_document_frequencies

FORMAT = 10
SEARCH_DEPTH = 10
"""The ``depth`` of a search by words: it may follow ten times as many postings as a demand in a whole run."""
_FITTED = ("terms", "idf", "term_weights", "document_frequencies")


class Engine:
    """Weighs listings: the dot product of a demand's and an offer's weights is their score without feedback.

    A score within one language lies in [0, 1]. Translations add at most ``config.translation_weight``.

    ``Engine.fit``, ``Engine.from_statistics`` and ``Engine.load`` make an engine. It never changes
    afterwards, so threads may share it.

    ``document_frequencies``, int64 of shape (columns,), holds for each term the larger of the numbers of
    offers and of demands with it; 0 for unknown terms. ``max_postings`` is the bound of postings of a demand.
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
        """Learn the vocabulary and idf from both sides, and the mean lengths of fields from the offers.

        Either side may be empty. Raises TypeError if a row is not a Document or the config not a Config.
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
        """The engine of a market, from its statistics, which were counted with the same lexicon.

        Raises TypeError if the config is not a Config.
        """
        if not isinstance(config, Config):
            raise TypeError(f"config must be a Config, not {type(config).__name__}")
        offers, demands = _weightings(config)
        by_side = statistics.frequencies.sum(axis=1)
        inverse, vocabulary = inverse_document_frequencies(statistics), Vocabulary(statistics.keys)
        return cls(
            config,
            offers.fit(statistics),
            demands.fit(statistics),
            document_frequencies=np.pad(by_side.max(axis=0), (0, HASHED_COLUMNS)),
            max_postings=config.max_postings_per_demand(int(statistics.documents.sum(axis=1).max())),
            lexicon=lexicon,
            expansion=Expansion.of(lexicon, vocabulary, by_side[0], inverse, config.translation_weight),
        )

    @property
    def vocabulary(self) -> Vocabulary:
        """The column of each term."""
        return self.document_weighting.vocabulary_

    def weigh_offers(self, documents: Iterable[Document]) -> Matrix:
        """The document weights w(o, t): csr float32 of shape (documents, columns), stored values in (0, 1).

        Raises TypeError if a row is not a Document.
        """
        return self.weigh_counted_offers(count(checked(documents, "documents"), self.lexicon.fold))

    def weigh_demands(self, documents: Iterable[Document], *, depth: int = 1) -> Matrix:
        """The query weights q(d, t) with translations, pruned: csr float32 of shape (documents, columns).

        ``depth`` multiplies the bound of postings, see ``pruned``. Raises TypeError if a row is no Document.
        """
        return self.weigh_read_demands(self.read(documents), depth=depth)

    def read(self, documents: Iterable[Document]) -> Reading:
        """Count the terms of demands, and the words of the dictionary in them.

        Raises TypeError if a row is not a Document.
        """
        return read(checked(documents, "documents"), self.lexicon)

    def weigh_counted_offers(self, counts: Counts) -> Matrix:
        """``weigh_offers`` for documents that are counted already, with the engine's lexicon."""
        return self.document_weighting.transform(counts)

    def weigh_read_demands(self, reading: Reading, *, depth: int = 1) -> Matrix:
        """``weigh_demands`` for demands that are read already, with the engine's lexicon."""
        own, extra = self.query_parts(reading, depth=depth)
        return (own + extra).tocsr() if extra.nnz else own

    def query_parts(self, reading: Reading, *, depth: int = 1) -> tuple[Matrix, Matrix]:
        """The two parts of ``weigh_demands``: a demand's own terms, and its translations.

        Both are csr float32 of shape (demands, columns). Each is pruned by itself: translations may follow a
        quarter as many postings as the demand's own terms.
        """
        query_weights = self.query_weighting.transform(reading.counts)
        extra = self.expansion.translate(reading.counts, reading.sources, query_weights)
        return self._pruned(query_weights, extra, depth)

    def query_parts_with_translation(self, reading: Reading, *, depth: int = 1) -> tuple[Matrix, Translation]:
        """``query_parts``, with what the translations are made of."""
        query_weights = self.query_weighting.transform(reading.counts)
        found = self.expansion.translation(reading.counts, reading.sources, query_weights)
        own, extra = self._pruned(query_weights, found.weights, depth)
        return own, found._replace(weights=extra)

    def _pruned(self, query_weights: Matrix, extra: Matrix, depth: int) -> tuple[Matrix, Matrix]:
        """The terms of both parts that a search follows."""
        terms, postings = self.config.max_terms, depth * self.max_postings
        return (
            pruned(query_weights, self.document_frequencies, terms=terms, postings=postings),
            pruned(extra, self.document_frequencies, terms=terms, postings=postings // 4),
        )

    def save(self, directory: str | Path) -> None:
        """Write ``engine.json`` and the arrays of the engine into a directory, which is made if need be."""
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
        fitted = (self.vocabulary.keys, demands.idf_, demands.term_weights_, self.document_frequencies)
        arrays = dict(zip(_FITTED, fitted, strict=True))
        for name, array in arrays.items():
            np.save(target / f"{name}.npy", array)
        self.lexicon.save(target)
        self.expansion.save(target)

    @classmethod
    def load(cls, directory: str | Path) -> "Engine":
        """Map the files that ``save`` wrote.

        Raises FileNotFoundError if one is missing, and ValueError if they have another format or do not fit
        together.
        """
        source = Path(directory)
        meta = read_meta(source / "engine.json", FORMAT)
        offers, demands = _weightings(config := Config.from_json(meta["config"]))
        arrays = (mapped(source / f"{name}.npy", "r") for name in _FITTED)
        terms, inverse, term_weights, document_frequencies = arrays
        if not len(terms) + HASHED_COLUMNS == len(inverse) == len(term_weights) == len(document_frequencies):
            raise ValueError(f"{source}: the files {', '.join(_FITTED)} do not belong together")
        offers.vocabulary_ = demands.vocabulary_ = Vocabulary(terms)
        offers.mean_lengths_ = np.array(meta["mean_lengths"])
        demands.idf_, demands.term_weights_ = inverse, term_weights
        lexicon = Lexicon.load(source)
        expansion = Expansion.load(source, offers.vocabulary_, lexicon.keys.size)
        return cls(
            config,
            offers,
            demands,
            document_frequencies=document_frequencies,
            max_postings=meta["max_postings"],
            lexicon=lexicon,
            expansion=expansion,
        )


def read_meta(path: Path, version: int) -> dict[str, Any]:
    """The JSON object in a file. Raises ValueError if it is not JSON or its ``format`` is not ``version``.

    Raises FileNotFoundError if there is no file.
    """
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
