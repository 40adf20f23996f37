"""Phrases: headwords and glosses as sequences of terms, and the texts in which they may occur.

A phrase is a sequence of parts: characters of a script without spaces, stems, numbers, each the key of a
term. The parts of a headword are adjacent. English function words are no parts of a gloss, and in a text they
may stand between its parts. A phrase of one part has the key of that term. The key of a longer phrase is a
hash of 60 bits with the kind PHRASE.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..text.characters import Hashes, Positions, mix_bits
from ..text.counting import Matrix
from ..text.folding import Fold
from ..text.keys import CHARACTER, CHARACTERS, NUMBER, PHRASE, STEM, hashed_keys, kinds_of
from ..text.tokens import Tokens, tokens

LONGEST_HEADWORD = 12
LONGEST_GLOSS = 6
"""The most parts of a headword and of a gloss: a longer one is an explanation, not a word."""

FUNCTION_WORDS = """
a an the of to in on at by for from with without into onto upon over under up down off out about as and or
nor but not no be is are was were been being am do does did done have has had having will would shall should
can could may might must it its he his him she her they them their we us our you your i me my this that
these those there here who whom whose which what when where why how sb sth etc esp eg ie lit fig usu also
one ones oneself someone something s t if so than then too very more most such some any all each every both
other another use used"""
"""Words that are no part of a gloss. They are compared by stem, so "doe" (a deer) is lost to "does"."""

_ODD = np.uint64(0x9E3779B97F4A7C15)

Flags = npt.NDArray[np.bool_]


@lru_cache(maxsize=1)
def _function_words() -> Hashes:
    return np.unique(tokens([FUNCTION_WORDS]).keys)


@dataclass(frozen=True, slots=True, eq=False)
class PartSequence:
    """The parts of some texts in order, without function words.

    ``keys`` uint64, ``texts``, ``starts`` and ``ends`` int32, ``stops`` int64, all of shape (parts,). The
    first four are as in ``Tokens``. ``stops`` is the number of the part after the run of adjacent parts to
    which a part belongs.
    """

    keys: Hashes
    texts: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    stops: Positions

    @classmethod
    def of(cls, found: Tokens) -> "PartSequence":
        kinds = found.kinds
        at = np.flatnonzero((kinds != CHARACTERS) & (kinds <= NUMBER))
        keys, kinds, texts = found.keys[at], kinds[at], found.texts[at]
        starts, ends = found.starts[at], found.ends[at]
        gaps = starts[1:] - ends[:-1]
        near = (gaps == 0) | ((gaps == 1) & (kinds[1:] != CHARACTER) & (kinds[:-1] != CHARACTER))
        runs = np.cumsum(np.append(False, ~(near & (texts[1:] == texts[:-1])))[: at.size])
        kept = np.flatnonzero(~_are_function_words(keys, kinds))
        sizes = np.bincount(runs[kept])
        stops = np.repeat(np.cumsum(sizes), sizes)
        return cls(keys[kept], texts[kept], starts[kept], ends[kept], stops)


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The parts of phrases, one phrase after another, and the terms of each phrase.

    ``parts``, uint64 of shape (parts,). ``lengths``, int64 of shape (phrases,), in parts: 0 for a text that
    is no phrase. ``owners`` int32 and ``terms`` uint64, both of shape (occurrences,), by phrase: the number
    of a phrase and a term of it.
    """

    parts: Hashes
    lengths: Positions
    owners: npt.NDArray[np.int32]
    terms: Hashes

    @property
    def size(self) -> int:
        return self.lengths.size

    @classmethod
    def of_headwords(cls, texts: Sequence[str], fold: Fold) -> "Phrases":
        """The phrases of headwords; ``fold`` is that of ``tokens``.

        A text is a phrase if it has a character of a script without spaces, no function word, and at most
        ``LONGEST_HEADWORD`` parts, all of them adjacent.
        """
        found = tokens(texts, fold=fold)
        kinds, line = found.kinds, PartSequence.of(found)
        lengths = np.bincount(line.texts, minlength=len(texts))
        whole = np.bincount(found.texts[kinds != CHARACTERS], minlength=len(texts))
        characters = np.bincount(found.texts[kinds == CHARACTER], minlength=len(texts))
        begins = np.minimum(np.cumsum(lengths) - lengths, max(0, line.stops.size - 1))
        usable = (characters > 0) & (lengths == whole) & (lengths <= LONGEST_HEADWORD)
        usable[usable] &= line.stops[begins[usable]] == (begins + lengths)[usable]
        own = usable[found.texts]
        return cls(line.keys[usable[line.texts]], lengths * usable, found.texts[own], found.keys[own])

    @classmethod
    def of_glosses(cls, texts: Sequence[str], fold: Fold) -> "Phrases":
        """The phrases of glosses: their stems and numbers, each once, without function words.

        A text with more than ``LONGEST_GLOSS`` of them is no phrase. ``fold`` is that of ``tokens``.
        """
        line = PartSequence.of(tokens(texts, fold=fold))
        words = np.flatnonzero(kinds_of(line.keys) != CHARACTER)
        owners, (terms, which) = line.texts[words], np.unique(line.keys[words], return_inverse=True)
        _, once = np.unique(owners * np.int64(terms.size) + which, return_index=True)
        words = words[np.sort(once)]
        lengths = np.bincount(line.texts[words], minlength=len(texts))
        usable = lengths <= LONGEST_GLOSS
        words = words[usable[line.texts[words]]]
        return cls(line.keys[words], lengths * usable, line.texts[words], line.keys[words])

    def followed_by(self, others: "Phrases") -> "Phrases":
        """These phrases and then the others, in one object."""
        return Phrases(
            np.concatenate([self.parts, others.parts]),
            np.concatenate([self.lengths, others.lengths]),
            np.concatenate([self.owners, others.owners + np.int32(self.size)]),
            np.concatenate([self.terms, others.terms]),
        )

    def distinct(self) -> tuple[Hashes, Positions, Positions]:
        """The distinct phrases: their keys, the first phrase with each key, and the source of each phrase.

        Keys are uint64, ascending, and the first phrases int64, both of shape (sources,). The sources of the
        phrases are int64 of shape (phrases,): the number of the key, or -1 for a text that is no phrase.
        """
        keys = np.zeros(self.size, dtype=np.uint64)
        for length, rows, states in self._states():
            keys[rows] = hashed_keys(PHRASE, states)
            if length == 1:
                keys[rows] = self.parts[(np.cumsum(self.lengths) - self.lengths)[rows]]
        usable = np.flatnonzero(self.lengths)
        distinct, first, which = np.unique(keys[usable], return_index=True, return_inverse=True)
        source_of = np.full(self.size, -1, dtype=np.int64)
        source_of[usable] = which
        return distinct, usable[first], source_of

    def own_terms(self, first: Positions) -> tuple[Hashes, Matrix]:
        """The terms of the chosen phrases, and their counts.

        ``first``, int64, holds the numbers of the phrases. Terms are uint64 of shape (terms,), ascending;
        counts are csr float32 of shape (chosen phrases, terms).
        """
        row_of = np.full(self.size, -1, dtype=np.int64)
        row_of[first] = np.arange(first.size)
        rows = row_of[self.owners]
        terms, columns = np.unique(self.terms[rows >= 0], return_inverse=True)
        ones = np.ones(columns.size, dtype=np.float32)
        own = sparse.csr_matrix((ones, (rows[rows >= 0], columns)), shape=(first.size, terms.size))
        own.sum_duplicates()
        return terms, own

    def prefixes(self, chosen: Positions) -> tuple[Hashes, npt.NDArray[np.int32]]:
        """The hashes of the prefixes of the chosen phrases, and their steps, as in ``Lexicon``.

        Hashes are uint64, ascending, steps int32, both of shape (prefixes + 1,): the last is a sentinel.
        """
        source_of = np.full(self.size, -1, dtype=np.int64)
        source_of[chosen] = np.arange(chosen.size)
        found = [np.zeros((0, 2), dtype=np.uint64)]
        for length, rows, states in self._states():
            steps = np.where(self.lengths[rows] == length, 2 * (source_of[rows] + 1), 1)
            found.append(np.stack([states, steps.astype(np.uint64)], axis=1)[source_of[rows] >= 0])
        states, steps = np.concatenate(found).T
        distinct, which = np.unique(states, return_inverse=True)
        table = np.zeros((2, distinct.size + 1), dtype=np.int32)
        np.maximum.at(table, (steps & 1, which), steps)
        return np.append(distinct, np.uint64(2**64 - 1)), table.sum(axis=0, dtype=np.int32)

    def _states(self) -> Iterator[tuple[int, Positions, Hashes]]:
        """For each length, the phrases at least as long, and the hashes of their prefixes of that length."""
        begins = np.cumsum(self.lengths) - self.lengths
        rows, length = np.flatnonzero(self.lengths), 1
        states = mix_bits(self.parts[begins[rows]])
        while rows.size:
            yield length, rows, states
            longer = self.lengths[rows] > length
            rows = rows[longer]
            states = prefix_hashes(states[longer], self.parts[begins[rows] + length])
            length += 1


def _are_function_words(keys: Hashes, kinds: npt.NDArray[np.uint8]) -> Flags:
    found = np.zeros(keys.size, dtype=np.bool_)
    words = np.flatnonzero(kinds == STEM)
    found[words] = np.isin(keys[words], _function_words())
    return found


def prefix_hashes(states: Hashes, parts: Hashes) -> Hashes:
    """The hashes of prefixes that are one part longer, uint64 of the shape of ``states`` and ``parts``."""
    return mix_bits(states * _ODD + parts)
