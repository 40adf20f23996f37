"""The pairs of words that the union itself vouches for, as the engine reads them."""

from typing import NamedTuple


class GlossaryTerm(NamedTuple):
    """One Chinese term, one English term that means the same, and how much the pair counts.

    ``weight`` lies between 0 and 2: 1 counts as an entry of the dictionary does, 0 forbids the pair even if
    the dictionary has it. Both terms are spelled as ``normalise`` spells them, with single spaces.
    """

    zh: str
    en: str
    weight: float
