"""General words: those that say nothing about what a listing is about.

A word is general if the language uses it much in any text, or if this market does:

- Chinese: at least ``COMMON`` occurrences in a million words of the texts that jieba's dictionary counts; or
  at least ``FAIRLY`` of them while ``SPREAD`` of this market's listings in the language hold the word.
  A compound is general if all its words are, as 技术开发 is; a headword of the lexicon that jieba does not
  know only if it is short.
- English: at least ``GLOSSES`` votes of the dictionary's entries for glosses that hold the stem; or half as
  many while ``SPREAD`` of the listings hold it; or 8 % of them hold it; or the Chinese words that it
  translates are used ``COMMON_EN`` times in a million.
- Both: the lists in ``word_lists``.

A word that is not general may still say little. ``is_usual`` tells the words that the language uses at all
often: in Chinese by the same count, in English by the counts of the Chinese words that it translates, each by
the share of that word's votes it has. A title may be about one of them, but a text that holds it once is not.

The frequencies of the market are those of the engine, so both sides count and each language by itself. In a
market with fewer than ``ENOUGH`` listings with a word, its frequency there says nothing and is not asked.
"""

from functools import lru_cache

import numpy as np

from ..lexicon.lexicon import Lexicon
from ..lexicon.phrases import FUNCTION_WORDS
from ..lexicon.uses import is_known, per_million
from ..model import Engine
from ..text.arrays import rows_of
from ..text.characters import Hashes, points_of
from ..text.keys import characters_keys
from ..text.tokens import tokens
from . import word_lists
from .cuts import parts_of

COMMON, FAIRLY = 40, 8
"""Occurrences in a million words. 40 is 4.6 on the Zipf scale (van Heuven et al. 2014), on which 4 is where
the frequent words begin."""
GLOSSES = 120
"""Votes of the dictionary for an English stem. An entry has a vote for each of its spellings."""
USUAL_EN = 40
"""Uses in a million words from which on an English word is usual, by the Chinese words that it translates."""
COMMON_EN, VOTES = 300, 20
"""As many uses make an English word general, if there are also so many votes for it, as for "student"."""
FEW = 5
"""Votes for an English stem up to which it has few senses."""
LESS = {"v": 20.0, "a": 8.0, "b": 0.0, "d": 0.0, "z": 0.0, "ns": 0.0}
"""``COMMON`` for words that are no names of things, by their part of speech: verbs (not the nominal vn),
adjectives, attributes, adverbs, states, and places. A rare verb is technical, as 啮合 is."""
ALSO_SPREAD = 0.1
"""The part of ``LESS`` from which on such a word is general if a hundredth of the listings hold it."""
A_HUNDREDTH = 0.01
SPREAD, EVERYWHERE = 0.03, 0.08
"""Shares of the listings in a language."""
LONG_NAME = 4
"""The characters of a headword that jieba does not know from which on it is a name of its own: 深度学习."""
DERIVED = ("性", "化")
"""How words of three characters end that are as general as what they are derived from."""
ENOUGH = 30
"""Listings with a word from which on its frequency in the market counts."""
REMEMBERED = 1 << 15

_CALL_WORDS_ZH = frozenset(word_lists.CALL_WORDS_ZH.split())


def _stems(*lists: str) -> frozenset[int]:
    return frozenset(tokens([" ".join(lists)]).keys.tolist())


STOPS_ZH = frozenset(word_lists.STOP_WORDS_ZH.split())
"""Chinese words that end a phrase."""
EDGES = _stems(word_lists.EDGE_WORDS)
"""The stems of English words that end a phrase unless a hyphen ties them to it."""
STOPS = _stems(FUNCTION_WORDS, word_lists.STOP_WORDS)
"""The stems of English words that end a phrase."""
_LISTED = STOPS | EDGES | _stems(word_lists.CALL_WORDS, word_lists.ACADEMIC_WORDS)


class Generality:
    """Tells general words from specific ones in one market. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._glosses, self._uses = votes_of_terms(engine.lexicon), uses_of_glosses(engine.lexicon)
        self.is_general_zh = lru_cache(REMEMBERED)(self._is_general_zh)
        self.is_quality = lru_cache(REMEMBERED)(self._is_quality)
        self.is_general_en = lru_cache(REMEMBERED)(self._is_general_en)

    def _is_general_zh(self, word: str) -> bool:
        """True if a word of a script without spaces is general. A single character always is."""
        if len(word) < 2 or word in _CALL_WORDS_ZH:
            return True
        uses = per_million(word)
        if uses >= COMMON or (uses >= FAIRLY and self._share(grams_of(word)) >= SPREAD):
            return True
        if word.endswith(DERIVED) and len(word) == len("可靠性"):
            return self.is_general_zh(word[:-1])
        parts = parts_of(word)
        if len(parts) < 2:
            return False
        if is_known(word):
            return all(len(part) > 1 and self.is_general_zh(part) for part in parts)
        return len(word) < LONG_NAME and all(map(self.is_general_zh, parts))

    def has_few_senses(self, stem: int) -> bool:
        """True if few entries of the dictionary have a gloss with an English stem."""
        return self._glosses.get(stem, 0.0) <= FEW

    def is_widespread(self, terms: Hashes) -> bool:
        """True if ``SPREAD`` of the listings in a language hold the rarest term of a word."""
        return terms.size > 0 and self._share(terms) >= SPREAD

    def is_usual_zh(self, word: str) -> bool:
        """True if the language uses a word at all often. One that jieba does not know is a name: 石墨烯."""
        return per_million(word) >= FAIRLY

    def uses_en(self, stem: int) -> float:
        """How often the Chinese words are used that a word with an English stem translates; 0 if unknown."""
        return self._uses.get(stem, 0.0)

    def is_usual_en(self, stem: int) -> bool:
        """True if the Chinese words that a word with an English stem translates are used often."""
        return self.uses_en(stem) >= USUAL_EN

    def _is_general_en(self, stem: int, length: int) -> bool:
        """True if a word of ``length`` letters with this stem is general. A single letter always is."""
        if length < 2:
            return True
        if stem in _LISTED:
            return True
        votes, share = self._glosses.get(stem, 0.0), self._share(np.array([stem], dtype=np.uint64))
        if votes >= VOTES and self._uses.get(stem, 0.0) >= COMMON_EN:
            return True
        return votes >= GLOSSES or share >= EVERYWHERE or (2 * votes >= GLOSSES and share >= SPREAD)

    def _is_quality(self, word: str, tag: str) -> bool:
        """True if a Chinese word says what happens, how or where something is, as may be said of anything."""
        least = LESS.get("ns" if tag == "ns" else "" if tag == "vn" else tag[:1])
        if least is None:
            return False
        uses = per_million(word)
        return uses >= least or (uses >= ALSO_SPREAD * least and self._share(grams_of(word)) >= A_HUNDREDTH)

    def _share(self, terms: Hashes) -> float:
        """The smallest of the terms' shares of the listings, each in the language that uses it most."""
        columns = self._engine.vocabulary.columns_of(terms)
        if self._engine.document_frequencies[columns].min() < ENOUGH:
            return 0.0
        return float(np.exp(-self._engine.query_weighting.idf_[columns].max()))


def is_listed(stem: int) -> bool:
    """True if an English stem is in one of the lists of words that say nothing."""
    return stem in _LISTED


def grams_of(word: str) -> Hashes:
    """The terms of the pairs of characters in a word of two or more, uint64."""
    points = points_of(word)
    return characters_keys(points[:-1], points[1:])


def votes_of_terms(lexicon: Lexicon) -> dict[int, float]:
    """How many entries of the dictionary have a gloss with each term: votes by term."""
    of_source = np.bincount(lexicon.links.indices, lexicon.links.data, minlength=lexicon.keys.size)
    weights = lexicon.own.data * of_source[rows_of(lexicon.own)]
    votes = np.bincount(lexicon.own.indices, weights, minlength=lexicon.terms.size)
    used = np.flatnonzero(votes)
    return dict(zip(lexicon.terms[used].tolist(), votes[used].tolist(), strict=True))


def uses_of_glosses(lexicon: Lexicon) -> dict[int, float]:
    """How often the Chinese words are used that each gloss translates, by the gloss's key.

    Each counts by the share of its votes that the gloss has. The key of a gloss of one word is its stem.
    """
    votes = np.asarray(lexicon.links.sum(axis=1)).ravel()
    shares = lexicon.links.data / votes[rows_of(lexicon.links)]
    gives = shares * lexicon.uses[rows_of(lexicon.links)]
    uses = np.bincount(lexicon.links.indices, gives, minlength=lexicon.keys.size)
    used = np.flatnonzero(uses)
    return dict(zip(lexicon.keys[used].tolist(), uses[used].tolist(), strict=True))
