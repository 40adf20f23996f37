"""The trust that a number deserves: does it tell good pairs of a coordinator's queue from others?

The pairs are those that a queue would hold. A number is compared across demands, because a queue mixes them.
Good pairs are those from a grade on. Shapes: one element for each pair of the queue.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from ..confidence.norms import covered
from ..index.index import Index
from ..search.topk import TopK
from .collections import Collection
from .ranking import ndcg_by_query

OF_A_DEMAND = 10
"""A pair is in the queue if its offer is among so many best of the demand, ..."""
OF_AN_OFFER = 3
"""... or, with ``both_sides``, its demand among so many best of the offer."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Queue:
    """The pairs of a queue, by demand and then by offer.

    ``demands`` and ``offers`` are rows of the collection and ``grades`` the judgements (0 without one), all
    int64 of shape (pairs,). ``scores`` are those of the engine, float64. ``are_good`` is bool.
    """

    demands: Integers
    offers: Integers
    scores: Floats
    grades: Integers
    are_good: Flags


def queue_of(
    collection: Collection,
    index: Index,
    *,
    good_from: int = 1,
    both_sides: bool = False,
    judged_only: bool = False,
) -> Queue:
    """The queue of the judged queries of a collection; ``index`` holds its documents and queries.

    With ``judged_only``, only judged pairs are kept. Otherwise a pair without a judgement has the grade 0.
    """
    judged = [row for row, name in enumerate(collection.query_names) if name in collection.qrels]
    scores = _pairs(index.best_offers([collection.queries[row] for row in judged], OF_A_DEMAND), judged)
    if both_sides:
        others = set(range(len(collection.queries))) - set(judged)
        back = index.best_demands(collection.documents, OF_AN_OFFER, withdrawn=others)
        found = _pairs(back, range(len(collection.documents)))
        scores |= {(demand, offer): score for (offer, demand), score in found.items()}
    grades = {pair: _grade(collection, *pair) for pair in sorted(scores)}
    kept = [pair for pair, grade in grades.items() if grade is not None or not judged_only]
    demands, offers = np.array(kept, dtype=np.int64).reshape(-1, 2).T
    graded = np.array([grades[pair] or 0 for pair in kept], dtype=np.int64)
    return Queue(demands, offers, np.array([scores[pair] for pair in kept]), graded, graded >= good_from)


def judged_of(collection: Collection, index: Index, *, good_from: int = 1) -> Queue:
    """All judged pairs of a collection whose documents ``index`` holds, as ``queue_of`` returns them."""
    rows = {name: row for row, name in enumerate(collection.document_names)}
    pairs = [
        (row, rows[document], grade)
        for row, name in enumerate(collection.query_names)
        for document, grade in sorted(collection.qrels.get(name, {}).items())
        if document in rows
    ]
    demands, offers, grades = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
    asked = index.weigh_demands(collection.queries)
    scores = covered(asked[demands], index.engine.weigh_offers(collection.documents)[offers])
    return Queue(demands, offers, scores, grades, grades >= good_from)


def _pairs(found: TopK, rows: "list[int] | range") -> dict[tuple[int, int], float]:
    """The score of each pair of a query and a candidate; ids of documents and queries are their rows."""
    return {(row, number): score for at, row in enumerate(rows) for number, score in found.pairs(at)}


def _grade(collection: Collection, demand: int, offer: int) -> int | None:
    return collection.qrels[collection.query_names[demand]].get(collection.document_names[offer])


def auc(values: Floats, are_good: Flags) -> float:
    """The probability that a good pair has a larger value than another one (Hanley & McNeil 1982)."""
    return float(roc_auc_score(are_good, values))


def ndcg_within(queue: Queue, values: Floats) -> float:
    """The mean over demands of nDCG@10 of their pairs in the queue, ordered by falling value.

    The gain is that of ``measure``. Equal values keep the order of the scores.
    """
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    ranking: dict[str, list[str]] = defaultdict(list)
    for at in np.lexsort((queue.offers, -queue.scores, -values)).tolist():
        demand, offer = str(queue.demands[at]), str(queue.offers[at])
        qrels[demand][offer] = int(queue.grades[at])
        ranking[demand].append(offer)
    return float(np.mean([*ndcg_by_query(qrels, ranking).values()]))


def floor_losing(values: Floats, are_good: Flags, share: float) -> float:
    """The highest floor below which at most ``share`` of the good pairs lie.

    Raises ValueError if no pair is good.
    """
    good = np.sort(values[are_good])
    if not good.size:
        raise ValueError("there is no good pair")
    return float(good[min(int(share * good.size), good.size - 1)])


def folded(values: Floats, floor: float) -> float:
    """The share of pairs below a floor."""
    return float(np.mean(values < floor))


def floor_of_precision(values: Floats, are_good: Flags, precision: float) -> float:
    """The lowest floor such that ``precision`` of the pairs from it on are good; infinite without one."""
    order = np.argsort(-values, kind="stable")
    ordered, ranks = values[order], np.arange(1, len(values) + 1)
    reached = np.cumsum(are_good[order]) / ranks >= precision
    is_last_of_equals = np.append(ordered[1:] != ordered[:-1], True)
    at = np.flatnonzero(reached & is_last_of_equals)
    return float(ordered[at[-1]]) if at.size else float("inf")
