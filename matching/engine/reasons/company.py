"""Words that are reasons only in company, because they may mean something else in each text or name no thing.

A short acronym or a single word of letters may have another sense: text mining and gold mining, a data bus
and a city bus. A single Chinese verb does not say what is acted on: 脱除. A word that one listing in
thirty holds is about no subject of its own: 算法. Another reason, which needs no company itself, shows that
both listings speak of the same field.
"""

from .codes import is_plain_word, is_short_code
from .phrases import PhraseReader
from .wording import SPACELESS, Wording

ACTS = frozenset("vadbz")
"""How the parts of speech begin of Chinese words that name no thing: verbs and nominal verbs, adjectives and
attributes, adverbs, states."""


def is_weak(wording: Wording, first: int, stop: int, reader: PhraseReader) -> bool:
    """True for a shared slice of atoms that needs company."""
    return (
        is_short_code(wording, first, stop)
        or is_plain_word(wording, first, stop)
        or says_little(wording, first, stop, reader)
    )


def says_little(wording: Wording, first: int, stop: int, reader: PhraseReader) -> bool:
    """True for a single word that names no thing or that many listings hold."""
    words = list(wording.words_in(first, stop))
    if len(words) != 1:
        return False
    is_act = words[0].script == SPACELESS and words[0].tag[:1] in ACTS
    return is_act or reader.is_widespread(words[0], wording)
