"""Pairs without a reason, of demands that say little: they stay weak.

A demand of a few general sentences scores with any offer that holds one of its words, and because it scores
with hardly any other, the pair looks distinct. A long demand shares something worth naming with whatever it
scores well with; of a short one this is asked. So a poster who only seeks partners, money or staff gets no
offer, and a coordinator finds a reason next to each pair of such a demand.
"""

from collections.abc import Sequence

from matching.engine import Document, Index

FEW_WORDS = 30
"""Demands with fewer specific words say little. The vague ones that were written for tests have up to 27."""
UNNAMED = 0.1
"""The factor of the strength of such a pair: far below every floor, in the order of the strengths."""


def factors_of(index: Index, pairs: Sequence[tuple[Document, Document]]) -> list[float]:
    """``UNNAMED`` for each pair (demand, offer) of a short demand that has no reason; otherwise 1."""
    short = {demand for demand in {demand for demand, _offer in pairs} if _is_short(index, demand)}
    factors = [1.0] * len(pairs)
    # Demand by demand: each is then read once.
    for at in sorted(range(len(pairs)), key=lambda at: pairs[at][0].id):
        demand, offer = pairs[at]
        if demand in short and not index.reasons(demand=demand, offer=offer).reasons:
            factors[at] = UNNAMED
    return factors


def _is_short(index: Index, demand: Document) -> bool:
    return len(index.specific_words(demand)) < FEW_WORDS
