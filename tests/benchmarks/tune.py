"""How the settings were chosen: many configurations are measured, each on all labelled collections.

They are a seeded sample of ``GRID``, the default and all its neighbours, and those that are reached from the
best by changing one setting at a time. Cross-validation over queries shows if a choice fits more than noise:
it is made on four fifths of the queries and measured on the other fifth.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from matching.engine import DEFAULT, Config, FieldWeights
from tests.benchmarks import report
from tests.benchmarks.bootstrap import Values
from tests.benchmarks.labelled import TASKS
from tests.benchmarks.options import Options
from tests.benchmarks.trial import Trial

GRID: dict[str, tuple[float, ...]] = {
    "rarity": (1.0, 1.5, 1.75, 2.0),
    "boilerplate": (0.0, 0.2, 0.4, 0.6),
    "cohesion": (-20.0, 1.0, 2.0, 3.0),
    "demand_title": (4.0, 6.0, 8.0, 10.0),
    "saturation": (0.9, 1.2, 1.5, 2.0),
    "length": (0.5, 0.65, 0.8),
    "demand_saturation": (4.0, 6.0, 8.0, 16.0),
    "fb_weight": (0.0, 0.5, 0.7, 0.9),
    "fb_terms": (10, 20, 30),
    "fb_docs": (5, 10, 20),
    "max_terms": (64, 128, 160, 256, 1 << 20),
}
"""The values of each setting. ``demand_title`` is the weight of title and keywords in a demand. The last
value of ``max_terms`` keeps all terms; the first of ``cohesion`` weighs all pairs of characters alike."""
SAMPLE = 500
FOLDS = 5
SEEDS = 5
BEST = 5
CLIMBS = 3
"""The most rounds over all settings in which one is changed at a time."""

Point = tuple[float, ...]
NAMES = tuple(GRID)


class Search:
    """The measures by query of every configuration that was tried. Each is measured once."""

    def __init__(self, trials: Sequence[Trial]) -> None:
        self.trials = trials
        self.found: dict[Point, list[Values]] = {}

    def try_all(self, points: Iterable[Point]) -> None:
        """Measure the points that are new."""
        for point in points:
            if point not in self.found:
                config = config_of(point)
                self.found[point] = [trial.by_query(config) for trial in self.trials]

    def means(self, point: Point) -> Values:
        """The mean measure of each collection."""
        return np.array([values.mean() for values in self.found[point]])

    def best(self, tasks: Sequence[int]) -> Point:
        """The point with the best mean over some collections."""
        return max(self.found, key=lambda point: self.means(point)[list(tasks)].mean())

    def climb(self, tasks: Sequence[int]) -> Point:
        """Climb from the best point, one setting at a time, until no neighbour is better; return the last."""
        for _ in range(CLIMBS):
            start = self.best(tasks)
            for at in range(len(NAMES)):
                self.try_all(neighbours(self.best(tasks), at))
            if self.best(tasks) == start:
                break
        return self.best(tasks)

    def cross_validated(self, tasks: Sequence[int]) -> Values:
        """The mean over queries that had no part in the choice, by seed and collection."""
        tables = [np.array(table) for table in zip(*self.found.values(), strict=True)]
        return np.array([_held_out(tables, tasks, seed) for seed in range(SEEDS)])


def _held_out(tables: list[Values], tasks: Sequence[int], seed: int) -> list[float]:
    """``tables`` holds float64 of shape (settings, queries) for each collection."""
    generator = np.random.default_rng(seed)
    folds = [generator.permutation(table.shape[1]) % FOLDS for table in tables]
    held_out: list[list[float]] = [[] for _ in tables]
    for fold in range(FOLDS):
        chosen = np.mean([tables[at][:, folds[at] != fold].mean(axis=1) for at in tasks], axis=0)
        best = int(np.argmax(chosen))
        for values, table, of in zip(held_out, tables, folds, strict=True):
            values.extend(table[best, of == fold])
    return [float(np.mean(values)) for values in held_out]


def config_of(point: Point) -> Config:
    """The default configuration with the values of a point."""
    values = dict(zip(NAMES, point, strict=True))
    title = values.pop("demand_title")
    whole = {field.name for field in fields(Config) if field.type in ("int", int)}
    kept: dict[str, Any] = {name: int(value) if name in whole else value for name, value in values.items()}
    return replace(DEFAULT, demand_fields=replace(DEFAULT.demand_fields, title=title, keywords=title), **kept)


def default_point() -> Point:
    """The point of the default configuration."""
    weights: FieldWeights = DEFAULT.demand_fields
    return tuple(weights.title if name == "demand_title" else getattr(DEFAULT, name) for name in NAMES)


def neighbours(point: Point, at: int) -> list[Point]:
    """The point with every other value of one setting."""
    return [(*point[:at], value, *point[at + 1 :]) for value in GRID[NAMES[at]]]


def sample(size: int, seed: int = 0) -> list[Point]:
    """Points of the grid, drawn at random."""
    generator = np.random.default_rng(seed)
    draws = np.stack([generator.integers(len(values), size=size) for values in GRID.values()], axis=1)
    return [
        tuple(values[at] for values, at in zip(GRID.values(), row, strict=True)) for row in draws.tolist()
    ]


def run(options: Options) -> None:
    """Search, and write the section."""
    began = time.perf_counter()
    search, default = Search([Trial(task) for task in TASKS]), default_point()
    search.try_all(sample(SAMPLE))
    # Points that were chosen by all queries, such as the default, have no part in the cross-validation.
    drawn = Search(search.trials)
    drawn.found = dict(search.found)
    search.try_all([default])
    for at in range(len(NAMES)):
        search.try_all(neighbours(default, at))
    search.climb(range(len(TASKS)))
    chosen = Search(search.trials)
    chosen.found = dict(search.found)
    search.climb([0])
    minutes = (time.perf_counter() - began) / 60
    report.write(
        "tune", "\n\n".join([_preface(search, minutes), _ranks(drawn, chosen, search), _effects(search)])
    )


def _preface(search: Search, minutes: float) -> str:
    return (
        f"{len(search.found)} settings in {minutes:.0f} minutes: a seeded sample of a grid of "
        f"{np.prod([len(values) for values in GRID.values()]):,}, the default, its neighbours, and those "
        "that are reached from the best by changing one setting at a time. The mean gives all collections "
        "the same weight. Cross-validated: of the sample, the best on four fifths of the queries is measured "
        f"on the rest; the range is over {SEEDS} seeds."
    )


def _ranks(drawn: Search, chosen: Search, search: Search) -> str:
    default = default_point()
    every = list(range(len(TASKS)))
    order = sorted(chosen.found, key=lambda point: -chosen.means(point).mean())
    rows = [_row(f"{at}.", search, point) for at, point in enumerate(order[:BEST], 1)]
    rows.append(_row(f"default, {order.index(default) + 1}. of {len(order)}", search, default))
    validated = drawn.cross_validated(every)
    spans = np.column_stack([validated, validated.mean(axis=1)]).T
    rows.append(["cross-validated", *(f"{span.min():.3f} to {span.max():.3f}" for span in spans), ""])
    alone = drawn.cross_validated([0])[:, 0]
    rows.append(_row(f"best on {TASKS[0].name} alone", search, search.best([0])))
    span = f"{alone.min():.3f} to {alone.max():.3f}"
    rows.append([f"the same, cross-validated on {TASKS[0].name}", span, *[""] * len(TASKS), ""])
    return report.table(["", *(task.name for task in TASKS), "mean", "settings unlike the default"], rows)


def _row(title: str, search: Search, point: Point) -> list[str]:
    means, default = search.means(point), default_point()
    unlike = [
        f"{name} {value:g}"
        for name, value, usual in zip(NAMES, point, default, strict=True)
        if value != usual
    ]
    return [title, *(f"{mean:.4f}" for mean in [*means, means.mean()]), ", ".join(unlike)]


def _effects(search: Search) -> str:
    """The default with one setting changed."""
    rows, default = [], default_point()
    for at, name in enumerate(NAMES):
        for point in neighbours(default, at):
            means = search.means(point)
            value = "all" if point[at] == 1 << 20 else f"{point[at]:g}"
            mark = " (default)" if point == default else ""
            rows.append([f"{name} {value}{mark}", *(f"{mean:.4f}" for mean in [*means, means.mean()])])
    return report.table(["the default with", *(task.name for task in TASKS), "mean"], rows)
