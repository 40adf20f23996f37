"""The engine: what is learnt from both sides, and the weights it gives to any listing."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.config import DEFAULT, Config
from matching.engine.counting import FieldCounts, Matrix, TermCounter, count_fields, fit_fields, rows_of
from matching.engine.documents import Document, checked
from matching.engine.explanation import Explanation, explained
from matching.engine.terms import is_spaceless
from matching.engine.weighting import DemandWeighting, OfferWeighting, summed

FORMAT = 1


class Engine:
    """Weighs listings so that the dot product of a demand and an offer is their score, in [0, 1].

    Made by ``Engine.fit`` or ``Engine.load``; never changes afterwards, so threads may share one.
    """

    def __init__(
        self, config: Config, counter: TermCounter, offers: OfferWeighting, demands: DemandWeighting
    ) -> None:
        self.config = config
        self.counter = counter
        self.offer_weighting = offers
        self.demand_weighting = demands

    @classmethod
    def fit(
        cls, offers: Iterable[Document], demands: Iterable[Document], config: Config = DEFAULT
    ) -> "Engine":
        """Learns the vocabulary and idf from both sides and the mean lengths from the offers.

        Raises TypeError if a row is not a Document or the config not a Config. Either side may be empty.
        """
        if not isinstance(config, Config):
            raise TypeError(f"config must be a Config, not {type(config).__name__}")
        offer_rows, demand_rows = list(checked(offers, "offers")), checked(demands, "demands")
        counter = TermCounter()
        counts = fit_fields(counter, [*offer_rows, *demand_rows])
        engine = cls(config, counter, *_weightings(config))
        engine.offer_weighting.fit(rows_of(counts, slice(len(offer_rows))))
        engine.demand_weighting.fit(counts, _languages(counter, counts))
        return engine

    def weigh_offers(self, documents: Iterable[Document]) -> Matrix:
        """How much each offer speaks of each term: csr float32 (offers, columns), values in (0, 1)."""
        return self.offer_weighting.transform(count_fields(self.counter, checked(documents, "documents")))

    def weigh_demands(self, documents: Iterable[Document]) -> Matrix:
        """The share of each term in what each demand asks for: csr float32 (demands, columns)."""
        return self.demand_weighting.transform(count_fields(self.counter, checked(documents, "documents")))

    def explain(self, demand: Document, offer: Document, unmatched: int = 8) -> Explanation:
        """Why a pair has its score; see ``Explanation``. ``unmatched`` bounds its list of silent words."""
        asked, spoken = self.weigh_demands([demand]), self.weigh_offers([offer])
        return explained(
            demand, offer, asked=asked, spoken=spoken, column=self.counter.column, unmatched=unmatched
        )

    def save(self, directory: str | Path) -> None:
        """Writes ``engine.json``, ``terms.json`` and ``idf.npy`` into a directory, made if need be."""
        target = Path(directory)
        target.mkdir(parents=True, exist_ok=True)
        meta = {
            "format": FORMAT,
            "config": self.config.as_json(),
            "unseen_columns": self.counter.unseen_columns,
            "mean_lengths": self.offer_weighting.mean_lengths_,
        }
        (target / "engine.json").write_text(json.dumps(meta, indent=1), encoding="ascii")
        (target / "terms.json").write_text(json.dumps(list(self.counter.vocabulary_)), encoding="ascii")
        np.save(target / "idf.npy", self.demand_weighting.idf_)

    @classmethod
    def load(cls, directory: str | Path) -> "Engine":
        """Reads what ``save`` wrote. Raises FileNotFoundError, or ValueError for files of another format."""
        source = Path(directory)
        meta = read_meta(source / "engine.json", FORMAT)
        config = Config.from_json(meta["config"])
        counter = TermCounter(meta["unseen_columns"])
        terms = json.loads((source / "terms.json").read_text(encoding="ascii"))
        counter.vocabulary_ = {term: column for column, term in enumerate(terms)}
        engine = cls(config, counter, *_weightings(config))
        engine.offer_weighting.mean_lengths_ = meta["mean_lengths"]
        engine.demand_weighting.idf_ = np.load(source / "idf.npy", mmap_mode="r", allow_pickle=False)
        if len(engine.demand_weighting.idf_) != counter.n_columns:
            raise ValueError(f"{source}: idf.npy and terms.json do not belong together")
        return engine


def read_meta(path: Path, version: int) -> dict[str, Any]:
    """A JSON object with the expected ``format``; raises ValueError otherwise."""
    try:
        meta: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    except ValueError as error:
        raise ValueError(f"{path} is not valid JSON: {error}") from error
    if meta.get("format") != version:
        raise ValueError(f"{path} has format {meta.get('format')}, this version reads {version}")
    return meta


def _languages(counter: TermCounter, counts: FieldCounts) -> npt.NDArray[np.bool_]:
    """True for the documents that are mostly in a script without spaces."""
    spaceless = np.zeros(counter.n_columns, dtype=np.float32)
    spaceless[[column for term, column in counter.vocabulary_.items() if is_spaceless(term)]] = 1
    total = summed(counts)
    majority: npt.NDArray[np.bool_] = total @ spaceless > total @ (1 - spaceless)
    return majority


def _weightings(config: Config) -> tuple[OfferWeighting, DemandWeighting]:
    return (
        OfferWeighting(config.offer_fields, config.saturation, config.length),
        DemandWeighting(config.demand_fields, config.demand_saturation),
    )
