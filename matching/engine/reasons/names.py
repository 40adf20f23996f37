"""Names: words that a text writes with a capital within its sentences, and names of organisations."""

from ..text.documents import FIELDS
from ..text.tokens import tokens
from . import word_lists
from .codes import is_code
from .phrases import is_in_name
from .shared import Slice
from .wording import SMALL, SPACELESS, WORD, Wording

KEYWORDS = FIELDS.index("keywords")
PARTIES = frozenset(tokens([word_lists.NAMED_PARTIES]).keys.tolist())
"""The stems of words of the names of organisations."""
_ENDS = frozenset(".!?:;\n\u2022\u3002")
"""Signs after which a word may have a capital for the sake of its place."""


def is_name(wording: Wording, places: list[Slice]) -> bool:
    """True if a text writes a word of letters with a capital where a common word would have none: Android.

    A word at the start of a sentence tells nothing. Neither does a field that writes most longer words with a
    capital, as many titles do. A code is no name: see ``is_code``.
    """
    words = [place for place in places if _is_word(wording, *place)]
    if len(words) < len(places) or is_common(wording, places):
        return False
    return any(
        wording.fields[first] not in wording.fields_in_capitals and _is_inside(wording, first)
        for first, _ in places
    )


def is_of_party(wording: Wording, first: int, stop: int) -> bool:
    """True if a slice of atoms is a part of the name of an organisation: Research Laboratory, 农业部."""
    words = list(wording.words_in(first, stop))
    if words[-1].script == SPACELESS:
        ends_as_one = words[-1].text.endswith(word_lists.NAMED_PARTIES_ZH)
        return ends_as_one or is_in_name(wording, first, stop)
    written = [wording.written(word.first, word.stop) for word in words]
    has_party = any(wording.keys[word.first] in PARTIES for word in words if word.script == WORD)
    longer = [text for text in written if len(text) > SMALL]
    is_written_so = has_party and all(text[0].isupper() for text in longer)
    return is_written_so and wording.fields[first] not in wording.fields_in_capitals


def is_common(wording: Wording, places: list[Slice]) -> bool:
    """True if a text writes a word small anywhere but in its keywords, where many write all words small."""
    return any(
        wording.fields[first] != KEYWORDS and wording.written(first, stop)[0].islower()
        for first, stop in places
    )


def _is_word(wording: Wording, first: int, stop: int) -> bool:
    words = list(wording.words_in(first, stop))
    return len(words) == 1 and words[0].script == WORD and not is_code(wording.written(first, stop))


def _is_inside(wording: Wording, at: int) -> bool:
    """True if an atom does not begin a sentence or a field."""
    gap = wording.gap(at)
    return gap is not None and _ENDS.isdisjoint(gap)
