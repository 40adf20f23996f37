"""Chooses the engine's settings: ``python -m tests.benchmarks.tune [DATA]``, about two minutes.

Every point of ``GRID`` is measured on three labelled collections, with the same settings on all of them. The
winner has the best mean of their nDCG@10. Whether that choice fits more than noise is shown by
cross-validation over queries: chosen on four fifths of the queries, measured on the fifth that was left out.
"""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.engine import DEFAULT, Config, FieldWeights, beir
from matching.engine.counting import FieldCounts, TermCounter, fit_fields, rows_of
from matching.engine.weighting import DemandWeighting, OfferWeighting
from tests.data import DATA

COLLECTIONS = {"df359-dev": True, "npl": False, "cranfield": False}
"""Names of the collections, and whether only judged documents are ranked."""

GRID = {
    "saturation": (1.2, 1.5, 1.8, 2.2),
    "length": (0.55, 0.65, 0.75),
    "demand_saturation": (4.0, 8.0, 20.0),
    "offer_title": (1.0, 2.0, 3.0),
    "demand_title": (2.0, 4.0, 6.0),
}
FOLDS = 5

Values = npt.NDArray[np.float64]


class Bench:
    """A collection whose terms are counted once and then weighed by many settings."""

    def __init__(self, folder: Path, judged_only: bool) -> None:
        self.collection = beir.read(folder)
        self.judged_only = judged_only
        documents, queries = self.collection.documents, self.collection.queries
        self.counts: FieldCounts = fit_fields(TermCounter(), [*documents, *queries])
        self.offers = rows_of(self.counts, slice(len(documents)))
        self.demands = rows_of(self.counts, slice(len(documents), None))

    def ndcg(self, config: Config) -> Values:
        """nDCG@10 of each judged query."""
        spoken = OfferWeighting(config.offer_fields, config.saturation, config.length).fit_transform(
            self.offers
        )
        demands = DemandWeighting(config.demand_fields, config.demand_saturation).fit(self.counts)
        asked = demands.transform(self.demands)
        ranking = beir.ranked(self.collection, asked, spoken, judged_only=self.judged_only)
        found = beir.ndcg_by_query(self.collection.grades, ranking)
        return np.array([found[query] for query in sorted(found)])


def configurations() -> Iterator[Config]:
    for saturation, length, demand_saturation, offer_title, demand_title in product(*GRID.values()):
        yield Config(
            FieldWeights(title=offer_title, keywords=offer_title),
            FieldWeights(title=demand_title, keywords=demand_title, summary=2),
            saturation,
            length,
            demand_saturation,
        )


def cross_validated(tables: list[Values], seed: int = 0) -> list[float]:
    """The mean of each collection on queries that had no part in the choice.

    ``tables`` holds float64 of shape (settings, queries) for each collection.
    """
    generator = np.random.default_rng(seed)
    folds = [generator.permutation(table.shape[1]) % FOLDS for table in tables]
    held_out: list[list[float]] = [[] for _ in tables]
    for fold in range(FOLDS):
        means = [table[:, of != fold].mean(axis=1) for table, of in zip(tables, folds, strict=True)]
        best = int(np.argmax(np.mean(means, axis=0)))
        for values, table, of in zip(held_out, tables, folds, strict=True):
            values.extend(table[best, of == fold])
    return [float(np.mean(values)) for values in held_out]


def line(name: str, values: list[float]) -> str:
    figures = "".join(f"{value:>12.4f}" for value in [*values, float(np.mean(values))])
    return f"{name:<20}{figures}"


def main(data: Path) -> None:
    benches = [Bench(data / "bench" / name, judged) for name, judged in COLLECTIONS.items()]
    settings = list(configurations())
    tables = [np.array([bench.ndcg(config) for config in settings]) for bench in benches]
    means = np.mean([table.mean(axis=1) for table in tables], axis=0)
    print(" " * 20 + "".join(f"{name:>12}" for name in [*COLLECTIONS, "mean"]))
    for at in np.argsort(-means, kind="stable")[:10]:
        print(line("", [float(table[at].mean()) for table in tables]), settings[at].as_json())
    print(line("default", [float(bench.ndcg(DEFAULT).mean()) for bench in benches]))
    print(line("cross-validated", cross_validated(tables)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
