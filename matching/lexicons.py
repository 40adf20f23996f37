"""The words that the index knows in both languages: a dictionary, and the union's own glossary."""

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings

from matching.engine import GlossaryTerm, Lexicon
from matching.engine.cedict import installed_entries


def lexicon_of(terms: Sequence[GlossaryTerm]) -> Lexicon:
    """The lexicon of the installed dictionary, if the settings want it, and of these terms."""
    return _lexicon(tuple(terms), with_dictionary=settings.MATCHING_DICTIONARY)


@lru_cache(maxsize=1)
def _lexicon(terms: tuple[GlossaryTerm, ...], *, with_dictionary: bool) -> Lexicon:
    """Remembered, for reading the dictionary takes some seconds."""
    return Lexicon.of(installed_entries() if with_dictionary else [], terms)
