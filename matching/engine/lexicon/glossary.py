"""The union's own pairs of terms, and the reasons why the engine cannot read a term."""

from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from ..text.keys import CHARACTER, CHARACTERS
from ..text.tokens import tokens
from .phrases import LONGEST_GLOSS, LONGEST_HEADWORD, PartSequence


class GlossaryTerm(NamedTuple):
    """One Chinese term, one English term that means the same, and the weight of the pair.

    ``weight`` lies between 0 and 2. A weight of 1 counts like an entry of the dictionary; 0 forbids the pair
    even if the dictionary has it. Both terms are spelled as ``normalise`` spells them, with single spaces. A
    pair is ignored if one of its terms meets an ``Obstacle``. With ``MIXED``, the readable rest of the term
    counts.
    """

    zh: str
    en: str
    weight: float


class Obstacle(Enum):
    """The reason why the engine does not read a term as it is meant."""

    EMPTY = auto()
    """A Chinese term has no character of a script without spaces, or an English one only function words."""
    TOO_LONG = auto()
    """More than ``LONGEST_HEADWORD`` parts in a Chinese term, or ``LONGEST_GLOSS`` in an English one."""
    APART = auto()
    """The parts of a Chinese term have a space or a sign between them."""
    FUNCTION_WORD = auto()
    """A Chinese term contains an English function word, which is skipped everywhere."""
    MIXED = auto()
    """An English term contains a character of a script without spaces: only the rest would be read."""


def obstacle_of_zh(term: str) -> Obstacle | None:
    """The obstacle to a Chinese term; None if the engine reads it. Raises TypeError if it is not a str."""
    found = tokens([term])
    line = PartSequence.of(found)
    parts = np.count_nonzero(found.kinds != CHARACTERS)
    if CHARACTER not in found.kinds:
        return Obstacle.EMPTY
    if parts > LONGEST_HEADWORD:
        return Obstacle.TOO_LONG
    if line.keys.size < parts:
        return Obstacle.FUNCTION_WORD
    return None if line.stops[0] == parts else Obstacle.APART


def obstacle_of_en(term: str) -> Obstacle | None:
    """The obstacle to an English term; None if the engine reads it. Raises TypeError if it is not a str."""
    found = tokens([term])
    if CHARACTER in found.kinds:
        return Obstacle.MIXED
    words = np.unique(PartSequence.of(found).keys).size
    if not words:
        return Obstacle.EMPTY
    return Obstacle.TOO_LONG if words > LONGEST_GLOSS else None
