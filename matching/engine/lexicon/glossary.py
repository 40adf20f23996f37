"""The pairs of words that the union itself vouches for, as the engine reads them, and what it cannot read."""

from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from ..text.keys import CHARACTER, CHARACTERS
from ..text.tokens import tokens
from .phrases import LONGEST_GLOSS, LONGEST_HEADWORD, Line


class GlossaryTerm(NamedTuple):
    """One Chinese term, one English term that means the same, and how much the pair counts.

    ``weight`` lies between 0 and 2: 1 counts as an entry of the dictionary does, 0 forbids the pair even if
    the dictionary has it. Both terms are spelled as ``normalise`` spells them, with single spaces. A pair of
    which one term meets an ``Obstacle`` counts for nothing, or, if that is ``MIXED``, for the rest of it.
    """

    zh: str
    en: str
    weight: float


class Obstacle(Enum):
    """Why the engine does not read a term as it was meant."""

    EMPTY = auto()
    """No character of a script without spaces in a Chinese term, only function words in an English one."""
    TOO_LONG = auto()
    """More than ``LONGEST_HEADWORD`` or ``LONGEST_GLOSS`` parts."""
    APART = auto()
    """A space or a sign between the parts of a Chinese term."""
    FUNCTION_WORD = auto()
    """A function word of English within a Chinese term: it is passed over wherever it stands."""
    MIXED = auto()
    """A character of a script without spaces in an English term: only the rest would be read."""


def obstacle_of_zh(term: str) -> Obstacle | None:
    """None if the engine reads the Chinese term. Raises TypeError if it is not a str."""
    found = tokens([term])
    line = Line.of(found)
    parts = np.count_nonzero(found.kinds != CHARACTERS)
    if CHARACTER not in found.kinds:
        return Obstacle.EMPTY
    if parts > LONGEST_HEADWORD:
        return Obstacle.TOO_LONG
    if line.keys.size < parts:
        return Obstacle.FUNCTION_WORD
    return None if line.stops[0] == parts else Obstacle.APART


def obstacle_of_en(term: str) -> Obstacle | None:
    """None if the engine reads the English term. Raises TypeError if it is not a str."""
    found = tokens([term])
    if CHARACTER in found.kinds:
        return Obstacle.MIXED
    words = np.unique(Line.of(found).keys).size
    if not words:
        return Obstacle.EMPTY
    return Obstacle.TOO_LONG if words > LONGEST_GLOSS else None
