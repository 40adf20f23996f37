"""The strength of a pair: a score that is comparable between the demands of a market.

Scores of different demands are not comparable. A long demand spreads its weight over many terms, and even an
exact answer holds few of them; many offers cover "cooperation wanted". Three ratios correct this:

    strength(d, o) = share * distinctness * mutuality^RECIPROCITY

    share        = score(d, o) / own(d),   own(d) = sum over t of  q(d, t) * w(d, t)
    distinctness = max(LEAST, (score(d, o) - mean(d)) / (deviation(d) + NOISE * own(d)))
    mutuality    = max(RETURNED * share, back(o, d) / back(o, o))
    back(o, d)   = sum over t of  a(o, t) * w(d, t)

q are query weights and w document weights; a are query weights without translations, pruning and feedback.
The share compares the score with that of the demand's own text, weighed as an offer. The distinctness counts
by how many standard deviations the score lies above the mean of the demand over the ``Background``, as in the
normalisation of Montague & Aslam, Relevance Score Normalization for Metasearch (2001). The mutuality asks the
offer as if it were a demand: an offer of many things is no answer to one of them. A pair in two languages has
no words in common to ask back with, so a part of its share stands in for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..expansion.feedback import Feedback
from ..model import Engine
from ..text.arrays import taken
from ..text.counting import Matrix, count_tokens
from ..text.documents import Document
from ..text.reader import Reader
from .background import Background
from .norms import Digests, Floats, Norms, covered, digests_of
from .said import SaidWeigher
from .weighed import DemandWeigher

Rows = npt.NDArray[np.int64]

LEAST = 0.1
"""The least distinctness: below the mean of its demand, a larger share is still a stronger pair."""
NOISE = 0.001
"""Keeps the distinctness finite if all offers of the background score the same."""
RECIPROCITY = 0.75
"""The power of the mutuality; decision 46 and docs/benchmarks.md compare others."""
RETURNED = 0.05
"""The least mutuality, as a part of the share. It hardly counts for pairs in one language."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The factors of the strengths of some pairs, float64 of shape (pairs,); see the module."""

    share: Floats
    distinctness: Floats
    mutuality: Floats

    def strengths(self) -> Floats:
        """Their product, float64 of shape (pairs,), never negative."""
        return self.share * self.distinctness * self.mutuality**RECIPROCITY


@dataclass(frozen=True, slots=True, eq=False)
class Strengths:
    """Computes strengths in one market. Threads may share it.

    ``norms`` are those of the demands in the index.
    """

    engine: Engine
    feedback: Feedback
    background: Background
    norms: Norms
    reader: Reader = field(init=False, repr=False)
    said: SaidWeigher = field(init=False, repr=False)
    weigher: DemandWeigher = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make what remembers the documents that were read and weighed last."""
        reader = Reader(self.engine.lexicon.fold)
        object.__setattr__(self, "reader", reader)
        object.__setattr__(self, "said", SaidWeigher(self.engine, reader))
        object.__setattr__(self, "weigher", DemandWeigher(self.engine, self.feedback, reader))

    def __reduce__(self) -> tuple[type["Strengths"], tuple[Engine, Feedback, Background, Norms]]:
        """Pickle the strengths without what they remember."""
        return Strengths, (self.engine, self.feedback, self.background, self.norms)

    @classmethod
    def of(
        cls,
        feedback: Feedback,
        engine: Engine,
        background: Background,
        *,
        demands: tuple[Digests, Matrix, Matrix],
    ) -> "Strengths":
        """The strengths of an index; ``demands`` are the arguments of ``Norms.of``."""
        return cls(engine, feedback, background, Norms.of(*demands, background))

    @classmethod
    def load(cls, directory: Path, engine: Engine, feedback: Feedback) -> "Strengths":
        """Map the files that ``save`` wrote. Raises as ``load_csc`` does."""
        background = Background.load(directory, feedback.postings.shape)
        return cls(engine, feedback, background, Norms.load(directory))

    def save(self, directory: Path) -> None:
        """Write ``background.*.npy`` and ``norms.*.npy`` into an existing directory."""
        self.background.save(directory)
        self.norms.save(directory)

    def parts(self, demands: Sequence[Document], offers: Sequence[Document], scores: npt.ArrayLike) -> Parts:
        """The factors of the strength of each pair, see ``Index.strengths``."""
        given = np.asarray(scores, dtype=np.float64)
        if not (given.shape == (len(demands),) == (len(offers),)):
            raise ValueError(f"{len(demands)} demands, {len(offers)} offers, scores of shape {given.shape}")
        (asking, at), (offering, by) = _distinct(demands), _distinct(offers)
        self.said.rows([*asking, *offering])  # all at once
        norms = self._norms_of(asking).taken(at)
        share = _ratios(given, norms.own)
        distinctness = _ratios(given - norms.means, norms.deviations + NOISE * norms.own)
        returned = self._returned(offering, asking, by, at)
        least = np.where(returned < 0, 0.0, RETURNED * share)
        return Parts(share, np.maximum(LEAST, distinctness), np.maximum(least, returned))

    def _returned(
        self, offers: Sequence[Document], demands: Sequence[Document], by: Rows, at: Rows
    ) -> Floats:
        """back(o, d) / back(o, o) of pairs of the rows ``by`` and ``at``; -1 if the offer has no terms."""
        counts = count_tokens(self.reader.tokens(offers), len(offers))
        asked = self.engine.query_weighting.transform(counts)
        own = covered(asked, self.said.weights(offers))[by]
        said = self.said.weights(demands)
        return np.where(own > 0, _ratios(covered(taken(asked, by), taken(said, at)), own), -1.0)

    def _norms_of(self, demands: Sequence[Document]) -> Norms:
        """The norms of distinct demands, in their order: from the index, or computed for a text not in it."""
        digests = digests_of(demands)
        new = np.flatnonzero(self.norms.rows_of(digests) < 0)
        if not new.size:
            return self.norms.taken(self.norms.rows_of(digests))
        unknown = [demands[row] for row in new.tolist()]
        query_weights = self.weigher.weights_of(unknown)
        added = Norms.of(digests[new], query_weights, self.said.weights(unknown), self.background)
        if new.size == len(demands):
            return added.taken(added.rows_of(digests))
        known = self.norms.taken(np.unique(self.norms.rows_of(np.delete(digests, new))))
        found = known.joined(added)
        return found.taken(found.rows_of(digests))


def _distinct(documents: Sequence[Document]) -> tuple[list[Document], Rows]:
    """The distinct documents, and the row of each document in them."""
    rows = {document: row for row, document in enumerate(dict.fromkeys(documents))}
    return list(rows), np.array([rows[document] for document in documents], dtype=np.int64)


def _ratios(values: Floats, units: Floats) -> Floats:
    """values / units, and 0 where the unit is 0: a text without terms is never a strong pair."""
    found: Floats = np.divide(values, units, out=np.zeros_like(values), where=units > 0)
    return found
