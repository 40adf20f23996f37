"""Phrases: stretches of a document in which one word belongs to the next, and which of them say something.

A word of a closed class (的, 和, the, of) ends a phrase, as a sign does. A phrase may begin or end with a
general word (电池管理系统), but not with one that only introduces it (提高电池).
"""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from ..lexicon.uses import per_million
from ..text.documents import FIELDS
from . import word_lists
from .generality import EDGES, STOPS, STOPS_ZH, Generality, grams_of, is_listed
from .units import follows_a_number, is_unit
from .wording import FIGURE, SPACELESS, WORD, Word, Wording

LONGEST = 16
"""The most atoms of a phrase. A longer passage in both texts becomes several phrases."""
FOREMOST = (FIELDS.index("title"), FIELDS.index("keywords"))
"""The fields that say what a listing is about."""
CLOSED = frozenset("ucpyerowf")
"""Parts of speech that end a phrase: particles, conjunctions, prepositions, pronouns, interjections, and
where something is."""
LIGHT = frozenset("mqtdsz")
"""Parts of speech that end a phrase if the word is general or a single character: numerals, measures, times,
directions, adverbs, places, states."""
TIMES = "t"
"""The part of speech of times, which are general: 二十一世纪."""
HEADS = frozenset("nagbhj")
"""Parts of speech of a single character that may begin a phrase."""
TAILS = frozenset("ngkjqz")
"""Parts of speech of a single character that may end a phrase: things, and what looks like a measure or a
state but follows no number, as 片 in 电阻片 and 剂 in 吸气剂."""
MEASURES = tuple("度率量值性")
"""How Chinese words of two characters end that name a measure or a quality, as 厚度 and 功率 do."""
NAME_WORDS = 4
"""The most words between a word and the end of the name of a company that it may belong to."""


class PhraseReader:
    """Finds the phrases of documents in one market."""

    def __init__(self, general: Generality) -> None:
        self._general = general

    def is_general(self, word: Word, wording: Wording) -> bool:
        """True if a word says nothing by itself: a general word, a number or its unit."""
        if is_unit(word, wording):
            return True
        if word.script == SPACELESS:
            is_general = word.tag[:1] == TIMES or self._general.is_general_zh(word.text)
            return is_general or self._general.is_quality(word.text, word.tag)
        if word.script == WORD:
            is_version = word.text[0] == "v" and word.text[1:].isdecimal()
            is_version = is_version or _is_particle(word, wording)
            return is_version or self._general.is_general_en(wording.keys[word.first], len(word.text))
        return True

    def is_specific(self, wording: Wording, first: int, stop: int) -> bool:
        """True if a slice of atoms holds a word that says something by itself.

        A measure does not: films, walls and coats all have a thickness.
        """
        return any(
            not self.is_general(word, wording)
            and not self.ends_phrase(word, wording)
            and not _is_measure(word)
            for word in wording.words_in(first, stop)
        )

    def is_clear(self, wording: Wording, first: int, stop: int) -> bool:
        """True unless a slice of atoms is one usual word, or one English word of many senses."""
        words = list(wording.words_in(first, stop))
        if len(words) != 1:
            return True
        if words[0].script == SPACELESS:
            return not self._general.is_usual_zh(words[0].text)
        return self._general.has_few_senses(wording.keys[first]) and not self.is_usual(wording, first, stop)

    def is_usual(self, wording: Wording, first: int, stop: int) -> bool:
        """True if a slice of atoms is one word that the general language uses at all often."""
        words = list(wording.words_in(first, stop))
        if len(words) != 1 or words[0].script == FIGURE:
            return False
        if words[0].script == SPACELESS:
            return self._general.is_usual_zh(words[0].text)
        return self._general.is_usual_en(wording.keys[first])

    def uses(self, word: Word, wording: Wording) -> float:
        """How often the general language uses a word, in occurrences in a million words."""
        if word.script == SPACELESS:
            return per_million(word.text)
        return self._general.uses_en(wording.keys[word.first])

    def is_widespread(self, word: Word, wording: Wording) -> bool:
        """True if many listings of this market hold a word."""
        if word.script == SPACELESS:
            return self._general.is_widespread(grams_of(word.text))
        return self._general.is_widespread(np.array(wording.keys[word.first : word.stop], dtype=np.uint64))

    def is_translatable(self, wording: Wording, first: int, stop: int) -> bool:
        """True if a slice of atoms says enough to be one side of a translation.

        A Chinese word must be specific. Of an English one, which the Chinese side explains, only the lists
        are asked: "bearing" stands in many glosses because it is a form of "to bear".
        """
        words = list(wording.words_in(first, stop))
        if any(word.script == SPACELESS for word in words):
            return self.is_specific(wording, first, stop)
        return any(
            word.script == WORD and len(word.text) > 1 and not is_listed(wording.keys[word.first])
            for word in words
        )

    def stretches(self, wording: Wording) -> Iterator[tuple[int, int]]:
        """Slices of atoms between the words and signs that end a phrase."""
        first = stop = 0
        for word in wording.words:
            ends = self.ends_phrase(word, wording)
            if ends or not wording.follows[word.first]:
                if stop > first:
                    yield first, stop
                first = word.stop if ends else word.first
            stop = word.stop
        if stop > first:
            yield first, stop

    def trimmed(self, wording: Wording, first: int, stop: int) -> tuple[int, int]:
        """A slice of atoms without the words at its edges that are no part of a phrase. It may be empty."""
        words = list(wording.words_in(first, stop))
        while words and self._only_introduces(words[0], wording, words[1:]):
            words.pop(0)
        while words and self._trails(words[-1], wording, words[:-1]):
            words.pop()
        return (words[0].first, words[-1].stop) if words else (first, first)

    def ends_phrase(self, word: Word, wording: Wording) -> bool:
        """True for a word that is no part of any phrase: it links the parts of a sentence."""
        if word.script == WORD:
            return wording.keys[word.first] in STOPS or _is_edge(word, wording)
        if word.script == FIGURE:
            return False
        if word.text in STOPS_ZH:
            return True
        tag = word.tag[:1]
        if tag in CLOSED or len(word.text) > 1:
            return tag in CLOSED or (tag in LIGHT and self._general.is_general_zh(word.text))
        return tag in LIGHT and not _is_suffix(word, wording)

    def _only_introduces(self, word: Word, wording: Wording, rest: list[Word]) -> bool:
        if word.script != SPACELESS:
            seam = rest[0].first if rest else None
            return is_unit(word, wording) or _is_loose(word, wording, seam)
        if len(word.text) == 1:
            return word.tag[:1] not in HEADS or self.continues(word, wording)
        if is_unit(word, wording):
            return True
        return word.tag[:1] in "vad" and self._general.is_general_zh(word.text)

    def _trails(self, word: Word, wording: Wording, rest: list[Word]) -> bool:
        if word.script != SPACELESS:
            seam = word.first if rest else None
            return _is_loose(word, wording, seam)
        return len(word.text) == 1 and word.tag[:1] not in TAILS

    def continues(self, word: Word, wording: Wording) -> bool:
        """True if a spaceless word belongs to the one before it: 瓶 to 采样, 结构 to 混凝土."""
        if word.first == 0 or not wording.follows[word.first]:
            return False
        before = wording.word_of(word.first - 1)
        return before.script == SPACELESS and len(before.text) > 1 and not self.ends_phrase(before, wording)

    def goes_on(self, word: Word, wording: Wording) -> bool:
        """True if the word after a spaceless word belongs to it: 改性 to 表面."""
        if word.stop == len(wording.keys) or not wording.follows[word.stop]:
            return False
        after = wording.word_of(word.stop)
        return after.script == SPACELESS and not self.ends_phrase(after, wording)


def is_in_name(wording: Wording, first: int, stop: int) -> bool:
    """True if the words after a slice of atoms end the Chinese name of a company or a school."""
    for word in islice(wording.words_after(stop - 1), NAME_WORDS):
        if word.script != SPACELESS or not wording.follows[word.first]:
            return False
        if word.text.endswith(word_lists.NAMED_PARTIES_ZH):
            return True
    return False


def _is_suffix(word: Word, wording: Wording) -> bool:
    """True for a single character that makes a thing of the word before it."""
    is_next = word.first > 0 and wording.follows[word.first] and word.tag[:1] in TAILS
    return is_next and not follows_a_number(word, wording)


def _is_measure(word: Word) -> bool:
    return word.script == SPACELESS and len(word.text) == len("厚度") and word.text.endswith(MEASURES)


def _is_particle(word: Word, wording: Wording) -> bool:
    """True for two small letters, which no technology is called: "el", "de". IR and pH have a capital."""
    return len(word.text) == len("el") and wording.written(word.first, word.stop).islower()


def _is_edge(word: Word, wording: Wording) -> bool:
    """True for a verb or adjective of any call, unless a hyphen ties it to another word."""
    after = wording.is_tight[word.stop : word.stop + 1]
    is_tied = wording.is_tight[word.first] or any(after)
    return wording.keys[word.first] in EDGES and not is_tied


def _is_loose(word: Word, wording: Wording, seam: int | None) -> bool:
    """True for a number without a unit of letters, and for a letter apart from the rest.

    ``seam`` is the atom between the word and the rest of its phrase; None if there is no rest.
    """
    if word.script == FIGURE:
        return seam is None or not word.text[-1].isalpha()
    return len(word.text) == 1 and (seam is None or not wording.is_tight[seam])
