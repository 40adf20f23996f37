"""Pairs of demands that say little, without a specific word in common: they stay weak.

A demand of a few general sentences scores with any offer that holds one of its words, and because it scores
with hardly any other, the pair looks distinct. A long demand shares something worth naming with the offers
that it scores well with; of a short one this is asked. So a poster who only seeks partners, money or staff
gets no offer.
"""

from collections.abc import Sequence

from matching.engine import Document, Index

FEW_WORDS = 30
"""Demands with fewer specific words say little. The vague ones that were written for tests have up to 27."""
UNNAMED = 0.1
"""The factor of the strength of such a pair: far below every floor, in the order of the strengths."""


def factors_of(index: Index, pairs: Sequence[tuple[Document, Document]]) -> list[float]:
    """``UNNAMED`` for each pair (demand, offer) of a short demand that shares nothing; otherwise 1."""
    short = {demand for demand in {demand for demand, _offer in pairs} if _is_short(index, demand)}
    asked = [at for at, (demand, _offer) in enumerate(pairs) if demand in short]
    common = index.common([pairs[at][0] for at in asked], [pairs[at][1] for at in asked])
    factors = [1.0] * len(pairs)
    for at, has_word, has_script in zip(asked, *(each.tolist() for each in common), strict=True):
        if not has_word and (has_script or not _is_translated(index, *pairs[at])):
            factors[at] = UNNAMED
    return factors


def _is_short(index: Index, demand: Document) -> bool:
    return len(index.specific_words(demand)) < FEW_WORDS


def _is_translated(index: Index, demand: Document, offer: Document) -> bool:
    """True if a word of the demand stands in the offer in the other language."""
    return any(reason.translation for reason in index.reasons(demand=demand, offer=offer).reasons)
