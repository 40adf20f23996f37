"""The wording of a document: its texts as a sequence of atoms, and where words begin and end in it.

An atom is one character of a script without spaces, one word of the other scripts, or one number with its
unit. Texts are compared atom by atom: a word by its stem, a number as a whole.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..explanation.positions import Span
from ..lexicon.lexicon import Lexicon, Matches
from ..text.documents import FIELDS, Document
from ..text.keys import CHARACTER, CHARACTERS, NUMBER
from ..text.normalise import PLURAL, Normalised, normalise, normalise_with_offsets
from ..text.tokens import Tokens, tokens
from .cuts import cut

SPACELESS, WORD, FIGURE = "spaceless", "word", "figure"
"""Scripts of a word: characters without spaces, letters, or a number with its unit."""
_JOINTS = frozenset(("", " ", "-", "\u2010", "\n", PLURAL, PLURAL + " ", PLURAL + "-", PLURAL + "\n"))
_TIGHT = frozenset(("", "-", "\u2010"))


class Word(NamedTuple):
    """A word: the slice ``first:stop`` of the atoms, its normalised text, and its script.

    ``tag`` is the part of speech of a spaceless word as jieba names it; ``inner`` are the atoms at which the
    words inside a compound begin.
    """

    first: int
    stop: int
    text: str
    script: str
    tag: str = ""
    inner: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Wording:
    """The atoms of all fields of a document, field by field.

    ``keys``, ``fields``, ``starts`` and ``ends`` have one element for each atom: its term, the number of its
    field, and its slice of the normalised field, which is one of ``texts``. ``follows`` is true for an atom
    that only a space or a hyphen divides from the one before, ``is_tight`` if not even a space does. A word
    may begin at an atom for which ``opens`` is true, and end with one for which ``closes`` is.
    """

    document: Document
    texts: tuple[str, ...]
    found: Tokens
    """The tokens of all ``FIELDS``, each as a text of a batch."""
    matches: Matches
    """The sources of the lexicon in these tokens."""
    keys: list[int]
    fields: list[int]
    starts: list[int]
    ends: list[int]
    follows: list[bool]
    is_tight: list[bool]
    opens: list[bool]
    closes: list[bool]
    words: list[Word]

    @classmethod
    def of(cls, document: Document, lexicon: Lexicon) -> "Wording":
        """The wording of a document; headwords of the lexicon are words too. Raises as ``tokens`` does."""
        raw = [document.text(name) for name in FIELDS]
        fold = lexicon.fold
        found = tokens(raw, fold=fold)
        matches = lexicon.matches(found)
        texts = tuple(fold.of_text(normalise(text)) if text else "" for text in raw)
        kinds = found.kinds
        at = np.flatnonzero(kinds != CHARACTERS)
        columns = (found.keys, found.texts, found.starts, found.ends, kinds)
        keys, fields, starts, ends, kept = (column[at].tolist() for column in columns)
        gaps = _gaps(texts, fields, starts, ends)
        follows, is_tight = _joints(gaps, kept)
        words = list(_words(texts, (fields, starts, ends, kept), gaps, _headwords(matches, texts)))
        opens, closes = [False] * len(keys), [False] * len(keys)
        for word in words:
            for first, stop in pairwise((word.first, *word.inner, word.stop)):
                opens[first] = closes[stop - 1] = True
        atoms = keys, fields, starts, ends
        return cls(document, texts, found, matches, *atoms, follows, is_tight, opens, closes, words)

    @cached_property
    def places(self) -> dict[int, list[int]]:
        """The atoms of each term at which a word may begin."""
        places: dict[int, list[int]] = {}
        for at, key in enumerate(self.keys):
            if self.opens[at]:
                places.setdefault(key, []).append(at)
        return places

    @cached_property
    def atom_at(self) -> dict[tuple[int, int], int]:
        """The atom that begins at a place: the number of a field and an offset in its normalised text."""
        return {place: at for at, place in enumerate(zip(self.fields, self.starts, strict=True))}

    @cached_property
    def atom_after(self) -> dict[tuple[int, int], int]:
        """The atom after the one that ends at a place."""
        return {place: at + 1 for at, place in enumerate(zip(self.fields, self.ends, strict=True))}

    @cached_property
    def terms(self) -> list[tuple[int, int]]:
        """The slices of atoms that are terms of several words of letters in the lexicon, in no longer one."""
        return [place for place in self._sources if self.words[self.word_at(place[0])].script == WORD]

    @cached_property
    def headwords(self) -> list[tuple[int, int]]:
        """The slices of atoms that are spaceless headwords of the lexicon, in no longer one."""
        return [place for place in self._sources if self.words[self.word_at(place[0])].script == SPACELESS]

    @cached_property
    def _sources(self) -> list[tuple[int, int]]:
        """The slices of several atoms that are sources of the lexicon, in no longer one."""
        matches = self.matches
        at = np.flatnonzero(~matches.nested)
        columns = (each[at].tolist() for each in (matches.texts, matches.starts, matches.ends))
        places = (
            (self.atom_at[text, start], self.atom_after[text, end])
            for text, start, end in zip(*columns, strict=True)
        )
        return [(first, stop) for first, stop in places if stop - first > 1]

    def occurrences(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """The slices of atoms with these terms, one directly after another, that are whole words."""
        size, wanted = len(keys), list(keys)
        return [
            (at, at + size)
            for at in self.places.get(wanted[0], ())
            if self.keys[at : at + size] == wanted
            and self.closes[at + size - 1]
            and all(self.follows[at + 1 : at + size])
        ]

    def is_whole(self, first: int, stop: int) -> bool:
        """True if a word begins with the first atom of the slice and one ends with its last."""
        return self.opens[first] and self.closes[stop - 1]

    def span(self, first: int, stop: int) -> Span:
        """The span of a slice of atoms in the original text."""
        number = self.fields[first]
        return FIELDS[number], *self._offsets(number).span(self.starts[first], self.ends[stop - 1])

    def written(self, first: int, stop: int) -> str:
        """A slice of atoms as the document writes it, on one line."""
        field, start, end = self.span(first, stop)
        return " ".join(self.document.text(field)[start:end].split())

    def words_in(self, first: int, stop: int) -> Iterator[Word]:
        """The words in a slice of atoms; of a compound that reaches beyond it, the inner words."""
        for word in self.words[self._word_of[first] : self._word_of[stop - 1] + 1]:
            if first <= word.first and word.stop <= stop:
                yield word
                continue
            for start, end in pairwise((word.first, *word.inner, word.stop)):
                if first <= start and end <= stop:
                    text = word.text[start - word.first : end - word.first]
                    yield Word(start, end, text, word.script, word.tag)

    def word_at(self, atom: int) -> int:
        """The number, in ``words``, of the word that an atom belongs to."""
        return self._word_of[atom]

    @cached_property
    def _word_of(self) -> list[int]:
        return [number for number, word in enumerate(self.words) for _ in range(word.first, word.stop)]

    def _offsets(self, number: int) -> Normalised:
        known = self._normalised
        if number not in known:
            known[number] = normalise_with_offsets(self.document.text(FIELDS[number]))
        return known[number]

    @cached_property
    def _normalised(self) -> dict[int, Normalised]:
        return {}


def _gaps(texts: Sequence[str], fields: list[int], starts: list[int], ends: list[int]) -> list[str | None]:
    """What stands before each atom and after the one before it; None at the start of a field."""
    gaps: list[str | None] = [None] * len(fields)
    for at in range(1, len(fields)):
        if fields[at] == fields[at - 1]:
            start, end = ends[at - 1], starts[at]
            gaps[at] = "" if start == end else texts[fields[at]][start:end]
    return gaps


def _joints(gaps: Sequence[str | None], kinds: Sequence[int]) -> tuple[list[bool], list[bool]]:
    """``follows`` and ``is_tight`` of atoms. In scripts without spaces, only what has no gap follows."""
    are_both = [False, *(left == right == CHARACTER for left, right in pairwise(kinds))]
    follows = [gap == "" if both else gap in _JOINTS for gap, both in zip(gaps, are_both, strict=False)]
    return follows, [gap in _TIGHT for gap in gaps]


def _headwords(matches: Matches, texts: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """The slices of each field that are headwords of the lexicon and lie inside no longer one, in order."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    at = np.flatnonzero(~matches.nested & (matches.ends - matches.starts > 1))
    columns = (each[at].tolist() for each in (matches.texts, matches.starts, matches.ends))
    for number, start, end in zip(*columns, strict=True):
        if not texts[number][start].isascii():
            found[number].append((start, end))
    return {number: sorted(slices) for number, slices in found.items()}


def _words(
    texts: Sequence[str],
    atoms: tuple[list[int], ...],
    gaps: Sequence[str | None],
    headwords: Mapping[int, Sequence[tuple[int, int]]],
) -> Iterator[Word]:
    fields, starts, ends, kinds = atoms
    at, size = 0, len(fields)
    while at < size:
        text = texts[fields[at]]
        if kinds[at] != CHARACTER:
            script = FIGURE if kinds[at] == NUMBER else WORD
            yield Word(at, at + 1, text[starts[at] : ends[at]], script)
            at += 1
            continue
        stop = at + 1
        while stop < size and kinds[stop] == CHARACTER and gaps[stop] == "":
            stop += 1
        begin, end = starts[at], ends[stop - 1]
        yield from _words_of_run(text[begin:end], at, _within(headwords.get(fields[at], ()), begin, end))
        at = stop


def _words_of_run(run: str, at: int, known: list[tuple[int, int]]) -> Iterator[Word]:
    """The words of a run of spaceless characters. Its first character is atom ``at``."""
    begin = 0
    for length, tag, inner in cut(run, known):
        text = run[begin : begin + length]
        yield Word(at, at + length, text, SPACELESS, tag, _shifted(inner, at) if inner else ())
        at, begin = at + length, begin + length


def _within(slices: Sequence[tuple[int, int]], begin: int, end: int) -> list[tuple[int, int]]:
    """Those of some sorted slices that lie between two offsets, counted from the first of these."""
    low, high = bisect_left(slices, (begin, 0)), bisect_left(slices, (end, 0))
    return [(first - begin, last - begin) for first, last in slices[low:high] if last <= end]


def _shifted(starts: Sequence[int], by: int) -> tuple[int, ...]:
    return tuple(start + by for start in starts)
