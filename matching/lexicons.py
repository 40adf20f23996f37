"""The words that the index knows in both languages: a dictionary, and the union's own glossary."""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings

from matching import glossary
from matching.engine import DEFAULT, GlossaryTerm, Lexicon
from matching.engine.cedict import installed_entries


def lexicon_of(terms: Sequence[GlossaryTerm]) -> Lexicon:
    """The lexicon of the installed dictionary, if the settings want it, and of these terms."""
    return _lexicon(tuple(terms), with_dictionary=settings.MATCHING_DICTIONARY)


def fingerprint(terms: Sequence[GlossaryTerm] | None = None) -> str:
    """Changes with the glossary, the dictionary and the settings of the engine: another index is due then."""
    said = [glossary.fingerprint(terms), settings.MATCHING_DICTIONARY, DEFAULT.as_json()]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _lexicon(terms: tuple[GlossaryTerm, ...], *, with_dictionary: bool) -> Lexicon:
    """Remembered, for reading the dictionary takes some seconds."""
    return Lexicon.of(installed_entries() if with_dictionary else [], terms)
