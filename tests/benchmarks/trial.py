"""A labelled collection that is counted once, and then weighed and ranked with many configurations."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from matching.engine import Config, Engine
from matching.engine.expansion.feedback import Feedback
from matching.engine.lexicon.lexicon import dictionary
from matching.engine.text.counting import Matrix, count
from matching.engine.weights.statistics import Statistics
from matching.engine.weights.weighting import DocumentWeights, QueryWeights
from tests.benchmarks.bootstrap import Values
from tests.benchmarks.labelled import BEST, Task

DISCOUNTS = 1 / np.log2(np.arange(BEST) + 2)


class Trial:
    """The measures of any configuration on one collection, as of ``evaluation.rank``, from dense scores."""

    def __init__(self, task: Task) -> None:
        self.task = task
        collection = task.read()
        lexicon = dictionary()
        self.offers = count(collection.documents, lexicon.fold)
        demands = count(collection.queries, lexicon.fold)
        parts = [Statistics.of(self.offers, "offers"), Statistics.of(demands, "demands")]
        self.statistics = Statistics.merged(parts)
        self.engine = Engine.from_statistics(self.statistics, lexicon=lexicon)
        names = [name for name in collection.query_names if name in collection.qrels]
        judged = [
            query
            for query, name in zip(collection.queries, collection.query_names, strict=True)
            if name in collection.qrels
        ]
        self.reading = self.engine.read(judged)
        qrels = [collection.qrels[name] for name in names]
        self.qrels = np.array([[each.get(name, -1) for name in collection.document_names] for each in qrels])
        self.order = np.argsort(np.array(names))
        self._document_weights: dict[tuple[float, float], tuple[Matrix, Feedback]] = {}

    def by_query(self, config: Config) -> Values:
        """The measure of each judged query, as in ``Task.by_query``: float64, in the order of their names."""
        base = self.engine
        demands = QueryWeights(
            config.demand_fields,
            config.demand_saturation,
            config.rarity,
            config.boilerplate,
            config.cohesion,
        ).fit(self.statistics)
        document_weights, feedback = self._weighed(config)
        engine = Engine(
            config,
            base.document_weighting,
            demands,
            document_frequencies=base.document_frequencies,
            max_postings=base.max_postings,
            lexicon=base.lexicon,
            expansion=base.expansion,
        )
        query_weights = replace(feedback, engine=engine).extend(
            engine.weigh_read_demands(self.reading), self.reading.are_word_based()
        )
        return self._measured((query_weights @ document_weights.T).toarray())[self.order]

    def _weighed(self, config: Config) -> tuple[Matrix, Feedback]:
        key = (config.saturation, config.length)
        if key not in self._document_weights:
            weighting = DocumentWeights(config.offer_fields, *key).fit(self.statistics)
            document_weights = weighting.transform(self.offers)
            self._document_weights[key] = (
                document_weights,
                Feedback.of(self.engine, document_weights.tocsc()),
            )
        return self._document_weights[key]

    def _measured(self, scores: npt.NDArray[np.float32]) -> Values:
        """The measure of each query. Documents that are not ranked have no gain; ties keep corpus order."""
        allowed = self.qrels >= 0 if self.task.judged_only else scores > 0
        scores = np.where(allowed, scores, -1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :BEST]
        qrels = np.where(np.take_along_axis(allowed, best, 1), np.take_along_axis(self.qrels, best, 1), 0)
        if self.task.measure == "nDCG@10":
            ideal = _gains(-np.sort(-self.qrels, axis=1)[:, :BEST])
            return _gains(qrels) / np.where(ideal > 0, ideal, 1)
        relevant = qrels > 0
        return np.where(relevant.any(axis=1), 1 / (relevant.argmax(axis=1) + 1), 0.0)


def _gains(qrels: npt.NDArray[np.int64]) -> Values:
    total: Values = (2.0 ** np.maximum(qrels, 0) - 1) @ DISCOUNTS[: qrels.shape[1]]
    return total
