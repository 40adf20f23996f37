"""Words that are reasons only in company: they may mean something else in each text, or say little alone.

- A short acronym or a single word of letters may have another sense: text mining and gold mining, a data bus
  and a city bus.
- A single Chinese verb does not say what is acted on: 脱除.
- A word that one listing in thirty holds, or that the general language uses at all often, is about no subject
  of its own: 算法, 尺寸.
- A single word that one of the listings is not about may stand there for anything: 弹簧 of a valve.

Another reason, which needs no company itself, shows that both listings speak of the same field.
"""

from .codes import is_plain_word, is_short_code
from .generality import LONG_NAME
from .phrases import FOREMOST, PhraseReader
from .shared import Slice
from .wording import SPACELESS, Wording

ACTS = frozenset("vadbz")
"""How the parts of speech begin of Chinese words that name no thing: verbs and nominal verbs, adjectives and
attributes, adverbs, states."""
OFTEN = 3
"""A listing that has a word in so many places is about it, even if its title and keywords lack it."""


def is_weak(wording: Wording, first: int, stop: int, reader: PhraseReader) -> bool:
    """True for a shared slice of atoms that needs company."""
    return (
        is_short_code(wording, first, stop)
        or is_plain_word(wording, first, stop)
        or says_little(wording, first, stop, reader)
    )


def says_little(wording: Wording, first: int, stop: int, reader: PhraseReader) -> bool:
    """True for a single word that names no thing, that many listings hold, or that is usual in Chinese."""
    words = list(wording.words_in(first, stop))
    if len(words) != 1:
        return False
    if words[0].script == SPACELESS and (words[0].tag[:1] in ACTS or reader.is_usual(wording, first, stop)):
        return True
    return reader.is_widespread(words[0], wording)


def is_about(wording: Wording, places: list[Slice]) -> bool:
    """True if a listing is about what it says in these places: a phrase, or a word foremost or often.

    A long Chinese name says as much as a phrase.
    """
    first, stop = places[0]
    is_phrase = len(list(wording.words_in(first, stop))) > 1 or stop - first >= LONG_NAME
    return is_phrase or len(places) >= OFTEN or any(wording.fields[first] in FOREMOST for first, _ in places)
