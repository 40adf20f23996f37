"""Words that stand where the unit of a number does, in listings whose units the engine does not know."""

from .wording import FIGURE, SPACELESS, WORD, Word, Wording

JOINED = ("/", "\u00b7", "\u22c5")
"""Signs between the parts of a unit."""


def is_unit(word: Word, wording: Wording) -> bool:
    """True for a word directly after a number, as in 200 mbar and 12英寸, after the stroke or dot of another
    unit, or after "per". A hyphen makes a term of both, as in 5-axis, but not of inches.
    """
    at = word.first
    gap = wording.gap(at)
    if gap is None:
        return False
    before = wording.word_of(at - 1)
    if before.script == FIGURE:
        if before.text[-1].isalpha():
            return gap in JOINED
        return gap in ("", " ") or (gap == "-" and word.text.startswith("inch"))
    return before.script == WORD and (before.text == "per" or (gap in JOINED and is_unit(before, wording)))


def follows_a_number(word: Word, wording: Wording) -> bool:
    """True if a number or a numeral stands directly before a word."""
    if word.first == 0 or not wording.follows[word.first]:
        return False
    before = wording.word_of(word.first - 1)
    return before.script == FIGURE or (before.script == SPACELESS and before.tag[:1] == "m")
