"""The strength of a pair: a score that is comparable between the demands of a market.

Scores of different demands are not comparable. A long demand spreads its weight over many terms, and even an
exact answer holds few of them; many offers cover "cooperation wanted". Three ratios correct this:

    strength(d, o) = share * distinctness * sqrt(mutuality)

    share        = score(d, o) / own(d),   own(d) = Σ q(d, t) · w(d, t)
    distinctness = max(``LEAST``, (score(d, o) - mean(d)) / (deviation(d) + ``NOISE`` · own(d)))
    mutuality    = Σ q(o, t) · w(d, t) / Σ q(o, t) · w(o, t)

q are query weights and w document weights. The share compares the score with that of the demand's own text,
weighed as an offer. The distinctness counts by how many standard deviations the score lies above the mean of
the demand over the ``Background``, as in the normalisation of Montague & Aslam, Relevance Score Normalization
for Metasearch (2001). The mutuality asks the offer as if it were a demand: an offer of many things is no
answer to one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..expansion.feedback import Feedback
from ..model import Engine
from ..text.arrays import row_sums
from ..text.counting import Matrix
from ..text.documents import Document
from .background import Background

LEAST = 0.1
"""The least distinctness: below the mean of its demand, a larger share is still a stronger pair."""
NOISE = 0.001
"""Keeps the distinctness finite if all offers of the background score the same."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The factors of the strengths of some pairs, float64 of shape (pairs,); see the module."""

    share: Floats
    distinctness: Floats
    mutuality: Floats

    def strengths(self) -> Floats:
        """Their product, float64 of shape (pairs,), never negative."""
        return self.share * self.distinctness * np.sqrt(self.mutuality)


@dataclass(frozen=True, slots=True, eq=False)
class Strengths:
    """Computes strengths in one market. Threads may share it."""

    engine: Engine
    feedback: Feedback
    background: Background

    def parts(self, demands: Sequence[Document], offers: Sequence[Document], scores: npt.ArrayLike) -> Parts:
        """The factors of the strength of each pair, see ``Index.strengths``."""
        given = np.asarray(scores, dtype=np.float64)
        if not (given.shape == (len(demands),) == (len(offers),)):
            raise ValueError(f"{len(demands)} demands, {len(offers)} offers, scores of shape {given.shape}")
        asked, at = self._weighed(demands, with_feedback=True)
        offered, by = self._weighed(offers, with_feedback=False)
        means, deviations = self.background.moments(asked.query_weights)
        own = asked.own()
        spread = deviations + NOISE * own
        return Parts(
            _ratios(given, own[at]),
            np.maximum(LEAST, _ratios(given - means[at], spread[at])),
            _ratios(covered(offered.query_weights[by], asked.document_weights[at]), offered.own()[by]),
        )

    def _weighed(
        self, documents: Sequence[Document], *, with_feedback: bool
    ) -> tuple["Weighed", npt.NDArray[np.int64]]:
        """The weights of the distinct documents, and the row of each document in them."""
        rows = {document: row for row, document in enumerate(dict.fromkeys(documents))}
        reading = self.engine.read(list(rows))
        query_weights = self.engine.weigh_read_demands(reading)
        if with_feedback:
            query_weights = self.feedback.extend(query_weights, reading.are_word_based())
        weighed = Weighed(query_weights, self.engine.weigh_counted_offers(reading.counts))
        return weighed, np.array([rows[document] for document in documents], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Listings weighed as demands (q) and as offers (w): csr float32 of shape (documents, columns)."""

    query_weights: Matrix
    document_weights: Matrix

    def own(self) -> Floats:
        """The score of each listing with its own text, float64 of shape (documents,)."""
        return covered(self.query_weights, self.document_weights)


def covered(query_weights: Matrix, document_weights: Matrix) -> Floats:
    """The dot product of each two rows, float64 of shape (rows,). Both are csr of the same shape."""
    return row_sums(query_weights.multiply(document_weights).tocsr())


def _ratios(values: Floats, units: Floats) -> Floats:
    """values / units, and 0 where the unit is 0: a text without terms is never a strong pair."""
    found: Floats = np.divide(values, units, out=np.zeros_like(values), where=units > 0)
    return found
