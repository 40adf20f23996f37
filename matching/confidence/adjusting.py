"""How decisions on a demand move the strengths of its other pairs."""

import numpy as np

from matching.confidence.judgements import Floats
from matching.engine import Document, Engine

RATE_WEIGHT = 2.0
LIKENESS_WEIGHT = 2.0
"""How far a full answer moves the logarithm of a strength."""
EXPECTED = 0.5
"""The acceptance rate that moves nothing. It counts as one decision, as a brake on the first ones."""
FARTHEST = 2.0
"""No strength grows or shrinks by more than the exponential of this."""


def adjusted(strengths: Floats, decided_strengths: Floats, decided: Floats, likeness: Floats) -> Floats:
    """The strengths of a demand's open pairs after decisions on others of its pairs, (open,).

    ``strengths`` is (open,). ``decided_strengths`` and ``decided`` (1 approved, 0 rejected) are (decided,).
    ``likeness`` of the offers, from 0 to 1, is (open, decided). Without decisions the strengths stay.

    A demand whose offers are approved has better ones left than another. An offer like an approved one is
    better, and one like a rejected one is worse. A decision on a strong pair says more than on a weak one.
    """
    if not len(decided):
        return strengths.copy()
    weights = len(decided) * decided_strengths / max(decided_strengths.sum(), np.finfo(np.float64).tiny)
    rate = (float(weights @ decided) + EXPECTED) / (len(decided) + 1)
    alike = likeness @ np.where(decided == 1, 1.0, -0.5)
    shift = RATE_WEIGHT * (rate - EXPECTED) + LIKENESS_WEIGHT * alike
    return np.asarray(strengths * np.exp(np.clip(shift, -FARTHEST, FARTHEST)), np.float64)


def likeness_of(engine: Engine, some: list[Document], others: list[Document]) -> Floats:
    """The cosine of what two offers speak of, by the weights of the engine, (some, others), from 0 to 1."""
    rows = engine.weigh_offers([*some, *others])
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), np.float64).ravel())
    products = np.asarray((rows[: len(some)] @ rows[len(some) :].T).toarray(), np.float64)
    norms = np.outer(lengths[: len(some)], lengths[len(some) :])
    cosines = np.divide(products, norms, out=np.zeros_like(products), where=norms > 0)
    return np.asarray(np.clip(cosines, 0.0, 1.0), np.float64)
