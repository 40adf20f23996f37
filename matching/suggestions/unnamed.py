"""Pairs of demands that say little, without a specific word in common: they stay weak.

A demand of a few general sentences scores with any offer that holds one of its words, and because it scores
with hardly any other, the pair looks distinct. A long demand shares something worth naming with the offers
that it scores well with; of a short one this is asked. So a poster who only seeks partners, money or staff
gets no offer.
"""

from collections.abc import Sequence
from itertools import compress

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
    lacking = index.unshared([pairs[at][0] for at in hopeful], [pairs[at][1] for at in hopeful], FEW_WORDS)
    unnamed = list(compress(hopeful, lacking.is_short.tolist()))
    other = list(compress(hopeful, (lacking.is_short & ~lacking.has_script).tolist()))
    translated = set(compress(other, _are_translated(index, [pairs[at] for at in other])))
    found = list(strengths)
    for at in unnamed:
        if at not in translated:
            found[at] *= UNNAMED / (1 + found[at])
    return found


def _are_translated(index: Index, pairs: Sequence[tuple[Document, Document]]) -> list[bool]:
    """True for pairs in two languages if a word of the demand stands in the offer in the other one."""
    return [any(reason.translation for reason in each.reasons) for each in index.reasons_of_pairs(pairs)]
