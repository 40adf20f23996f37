"""A labelled collection that is counted once and then weighed and ranked by many settings, quickly."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from matching.engine import Config, Engine
from matching.engine.expansion.feedback import Feedback
from matching.engine.lexicon.lexicon import dictionary
from matching.engine.text.counting import Matrix, count
from matching.engine.weights.statistics import Statistics
from matching.engine.weights.weighting import DemandWeighting, OfferWeighting
from tests.benchmarks.bootstrap import Values
from tests.benchmarks.labelled import BEST, Task

DISCOUNTS = 1 / np.log2(np.arange(BEST) + 2)


class Trial:
    """Figures of any setting on one collection: the same as of ``beir.rank``, from dense scores."""

    def __init__(self, task: Task) -> None:
        self.task = task
        collection = task.read()
        lexicon = dictionary()
        self.offers = count(collection.documents, lexicon.fold)
        demands = count(collection.queries, lexicon.fold)
        parts = [Statistics.of(self.offers, "offers"), Statistics.of(demands, "demands")]
        self.statistics = Statistics.merged(parts)
        self.engine = Engine.learn(self.statistics, lexicon=lexicon)
        names = [name for name in collection.query_names if name in collection.grades]
        judged = [
            query
            for query, name in zip(collection.queries, collection.query_names, strict=True)
            if name in collection.grades
        ]
        self.reading = self.engine.read(judged)
        grades = [collection.grades[name] for name in names]
        self.grades = np.array(
            [[each.get(name, -1) for name in collection.document_names] for each in grades]
        )
        self.order = np.argsort(np.array(names))
        self._spoken: dict[tuple[float, float], tuple[Matrix, Feedback]] = {}

    def by_query(self, config: Config) -> Values:
        """As ``Task.by_query``: float64 of shape (judged queries,), in the order of their names."""
        base = self.engine
        demands = DemandWeighting(
            config.demand_fields,
            config.demand_saturation,
            config.rarity,
            config.talk,
            config.cohesion,
        ).fit(self.statistics)
        spoken, feedback = self._weighed(config)
        engine = Engine(
            config,
            base.offer_weighting,
            demands,
            costs=base.costs,
            most_postings=base.most_postings,
            lexicon=base.lexicon,
            expansion=base.expansion,
        )
        asked = replace(feedback, engine=engine).extend(
            engine.weigh_read_demands(self.reading), self.reading.of_words()
        )
        return self._measured((asked @ spoken.T).toarray())[self.order]

    def _weighed(self, config: Config) -> tuple[Matrix, Feedback]:
        key = (config.saturation, config.length)
        if key not in self._spoken:
            weighting = OfferWeighting(config.offer_fields, *key).fit(self.statistics)
            spoken = weighting.transform(self.offers)
            self._spoken[key] = (spoken, Feedback.of(self.engine, spoken.tocsc()))
        return self._spoken[key]

    def _measured(self, scores: npt.NDArray[np.float32]) -> Values:
        """The figure of each query; what may not be found has no gain, equals stand in corpus order."""
        allowed = self.grades >= 0 if self.task.judged_only else scores > 0
        scores = np.where(allowed, scores, -1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :BEST]
        grades = np.where(np.take_along_axis(allowed, best, 1), np.take_along_axis(self.grades, best, 1), 0)
        if self.task.measure == "nDCG@10":
            ideal = _gains(-np.sort(-self.grades, axis=1)[:, :BEST])
            return _gains(grades) / np.where(ideal > 0, ideal, 1)
        relevant = grades > 0
        return np.where(relevant.any(axis=1), 1 / (relevant.argmax(axis=1) + 1), 0.0)


def _gains(grades: npt.NDArray[np.int64]) -> Values:
    total: Values = (2.0 ** np.maximum(grades, 0) - 1) @ DISCOUNTS[: grades.shape[1]]
    return total
