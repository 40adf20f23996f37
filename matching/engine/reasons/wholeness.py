"""Whether a slice of atoms is a word of its own, a word inside a compound, or a piece of a word.

Polyethylene is no ethylene, and what works without gears has no gears: a piece of a longer word may mean
something else than the word. A word inside a compound of several mostly keeps its sense, as in fuel cell and
waste water treatment, so it is enough if the other side has the word alone.
"""

from collections.abc import Sequence
from enum import IntEnum

from .codes import is_code
from .shared import Slice
from .wording import SPACELESS, WORD, Wording

Place = tuple[Wording, Sequence[Slice]]

NEGATIONS_ZH = frozenset("无非不未免")
"""Single characters that turn the word after them into its opposite."""
TIES = frozenset(("-", "\u2010", "&", "_"))
"""Signs that tie a word of letters to the next one."""


class Wholeness(IntEnum):
    """How much of a word a slice of atoms is."""

    PIECE = 0
    PART = 1
    WHOLE = 2


def wholeness(wording: Wording, first: int, stop: int) -> Wholeness:
    """How much of a word a slice of atoms is. A single character more makes another word: 聚乙烯, 转录组."""
    begin, end = wording.words[wording.word_at(first)].first, wording.words[wording.word_at(stop - 1)].stop
    if 1 in (first - begin, end - stop):
        return Wholeness.PIECE
    if _is_negated(wording, begin) or _is_tied(wording, first, stop):
        return Wholeness.PIECE
    return Wholeness.PART if begin < first or stop < end else Wholeness.WHOLE


def without_pieces(wording: Wording, places: Sequence[Slice]) -> list[Slice]:
    """The slices that are no pieces of longer words."""
    return [place for place in places if wholeness(wording, *place) > Wholeness.PIECE]


def are_whole(*sides: Place) -> bool:
    """True if both sides hold the word, and at least one of them on its own."""
    best = [max((wholeness(wording, *place) for place in places), default=0) for wording, places in sides]
    return min(best) > Wholeness.PIECE and max(best) == Wholeness.WHOLE


def _is_negated(wording: Wording, first: int) -> bool:
    if first == 0 or not wording.follows[first]:
        return False
    return wording.words[wording.word_at(first - 1)].text in NEGATIONS_ZH


def _is_tied(wording: Wording, first: int, stop: int) -> bool:
    """True if a sign ties the slice to a word before it, or its only word to one after it.

    An acronym stays one: HIV-related. So does the first word of a longer phrase: deep learning-based.
    """
    if wording.words[wording.word_at(first)].script == SPACELESS or is_code(wording.written(first, stop)):
        return _tie(wording, first) == "&" or _tie(wording, stop) == "&"
    return bool(_tie(wording, first)) or (stop - first == 1 and bool(_tie(wording, stop)))


def _tie(wording: Wording, at: int) -> str:
    """The sign that ties an atom to the one before, if both are words of letters; otherwise ""."""
    if not 0 < at < len(wording.keys) or wording.fields[at] != wording.fields[at - 1]:
        return ""
    if any(wording.words[wording.word_at(each)].script != WORD for each in (at - 1, at)):
        return ""
    text = wording.texts[wording.fields[at]]
    gap = text[wording.ends[at - 1] : wording.starts[at]]
    return gap if gap in TIES else ""
