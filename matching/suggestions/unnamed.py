"""Pairs of demands that say little, without a specific word in common: they stay weak.

A demand of a few general sentences scores with any offer that holds one of its words, and because it scores
with hardly any other, the pair looks distinct. A long demand shares something worth naming with the offers
that it scores well with; of a short one this is asked. So a poster who only seeks partners, money or staff
gets no offer.
"""

from collections.abc import Sequence

from matching.engine import Document, Index

FEW_WORDS = 30
"""Demands with fewer specific words say little. Each of the vague ones that were written for tests has at
most 27, and each demand of the sample at least 31."""
UNNAMED = 0.1
"""What the strength of such a pair comes near to, but never reaches."""


def limited(
    index: Index, pairs: Sequence[tuple[Document, Document]], strengths: Sequence[float], *, least: float
) -> list[float]:
    """The strengths of pairs (demand, offer), s, with UNNAMED * s / (1 + s) if a short demand shares nothing.

    Pairs below the strength ``least`` are far below every floor, and stay as they are.
    """
    hopeful = [at for at, strength in enumerate(strengths) if strength >= least]
    distinct = {pairs[at][0] for at in hopeful}
    short = {demand for demand in distinct if len(index.specific_words(demand)) < FEW_WORDS}
    asked = [at for at in hopeful if pairs[at][0] in short]
    common = index.common([pairs[at][0] for at in asked], [pairs[at][1] for at in asked])
    found = list(strengths)
    for at, has_word, has_script in zip(asked, *(each.tolist() for each in common), strict=True):
        if not has_word and (has_script or not _is_translated(index, *pairs[at])):
            found[at] *= UNNAMED / (1 + found[at])
    return found


def _is_translated(index: Index, demand: Document, offer: Document) -> bool:
    """True if a word of the demand stands in the offer in the other language."""
    return any(reason.translation for reason in index.reasons(demand=demand, offer=offer).reasons)
