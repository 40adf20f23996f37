"""The quality of a ranking: runs of the engine on a labelled collection, and their measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import AP, RR, R, nDCG

from ..config import DEFAULT, Config
from ..expansion.feedback import Feedback
from ..lexicon.lexicon import dictionary
from ..model import Engine
from ..search.topk import top_k
from ..text.counting import Matrix
from .collections import Collection, read

DEPTH = 1000
"""The depth of a run: at most 1,000 documents per query, as is usual at TREC."""

Run = dict[str, list[str]]
"""The names of the ranked documents by query, best first."""
Qrels = Mapping[str, Mapping[str, int]]
"""The grades of the judged documents by query."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the judged queries, each from 0 to 1."""

    queries: int
    ndcg_at_10: float
    mrr_at_10: float
    map: float
    recall_at_100: float

    def as_json(self) -> dict[str, float]:
        """The figures, by the usual names of the measures."""
        return {
            "queries": self.queries,
            "ndcg@10": self.ndcg_at_10,
            "mrr@10": self.mrr_at_10,
            "map": self.map,
            "recall@100": self.recall_at_100,
        }


def evaluate(directory: str | Path, *, judged_only: bool = False, config: Config = DEFAULT) -> Figures:
    """Fit an engine on a collection, rank the documents, and measure the run.

    With ``judged_only``, a query ranks exactly the documents that are judged for it. Raises FileNotFoundError
    for a missing folder or file, BadCollection for a line that cannot be read.
    """
    collection = read(directory)
    return measure(collection.qrels, rank(collection, judged_only=judged_only, config=config))


def rank(collection: Collection, *, judged_only: bool = False, config: Config = DEFAULT) -> Run:
    """Fit an engine with the dictionary and return its run, see ``ranked``."""
    engine = Engine.fit(collection.documents, collection.queries, config, dictionary())
    document_weights = engine.weigh_offers(collection.documents)
    reading = engine.read(collection.queries)
    query_weights = engine.weigh_read_demands(reading)
    query_weights = Feedback.of(engine, document_weights.tocsc()).extend(
        query_weights, reading.are_word_based()
    )
    return ranked(collection, query_weights, document_weights, judged_only=judged_only)


def ranked(
    collection: Collection, query_weights: Matrix, document_weights: Matrix, *, judged_only: bool = False
) -> Run:
    """The run of given weights: names of documents by judged query, best first.

    ``query_weights`` and ``document_weights`` are csr float32, one row for each query and document of the
    collection. The run holds the ``DEPTH`` best documents that share a term with the query. With
    ``judged_only`` it holds all documents that are judged for the query; those that share no term come last.
    Documents with equal scores keep the order of the corpus.
    """
    judged = [row for row, name in enumerate(collection.query_names) if name in collection.qrels]
    if judged_only:
        return {
            collection.query_names[row]: _among_judged(collection, row, query_weights, document_weights)
            for row in judged
        }
    names = collection.document_names
    found = top_k(query_weights[judged], document_weights.tocsc(), np.arange(len(names)), DEPTH)
    return {
        collection.query_names[row]: [names[number] for number, _ in found.pairs(at)]
        for at, row in enumerate(judged)
    }


def _among_judged(
    collection: Collection, row: int, query_weights: Matrix, document_weights: Matrix
) -> list[str]:
    qrels = collection.qrels[collection.query_names[row]]
    rows = [at for at, name in enumerate(collection.document_names) if name in qrels]
    scores = (query_weights[[row]] @ document_weights[rows].T).toarray().ravel()
    return [collection.document_names[rows[at]] for at in np.argsort(-scores, kind="stable")]


def ndcg_by_query(qrels: Qrels, ranking: Run) -> dict[str, float]:
    """nDCG@10 of each judged query, with the gain of ``measure``."""
    ndcg, qrels, run = _ndcg(qrels), *_tables(qrels, ranking)
    return {found.query_id: float(found.value) for found in ir_measures.iter_calc([ndcg], qrels, run)}


def measure(qrels: Qrels, ranking: Run) -> Figures:
    """The means of nDCG@10, MRR@10, MAP and recall@100 over the judged queries.

    nDCG (Järvelin & Kekäläinen 2002) has the gain 2^grade - 1 (Burges et al. 2005). For the other measures, a
    document is relevant from grade 1 on. A query without results counts as 0.
    """
    wanted = (_ndcg(qrels), RR @ 10, AP, R @ 100)
    found = ir_measures.calc_aggregate(wanted, *_tables(qrels, ranking))
    return Figures(len(qrels), *(float(found[each]) for each in wanted))


def _ndcg(qrels: Qrels) -> ir_measures.Measure:
    gains = {grade: 2**grade - 1 for judged in qrels.values() for grade in judged.values() if grade > 0}
    return nDCG(gains=gains) @ 10 if gains else nDCG @ 10


def _tables(qrels: Qrels, ranking: Run) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, float]]]:
    """Qrels and run as ir_measures takes them. Scores are made of ranks, so that equals keep their order."""
    run = {
        query: {name: -float(place) for place, name in enumerate(ranking.get(query, []))} for query in qrels
    }
    return {query: dict(judged) for query, judged in qrels.items()}, run
