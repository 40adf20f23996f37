"""The wording of a document: its texts as a sequence of atoms, and where words begin and end in it.

An atom is one character of a script without spaces, one word of the other scripts, or one number with its
unit. Texts are compared atom by atom: a word by its stem, a number as a whole.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..explanation.positions import Span
from ..lexicon.lexicon import Matches
from ..text.documents import FIELDS, Document
from ..text.keys import CHARACTER, NUMBER, STEM
from ..text.normalise import Normalised, normalise_with_offsets
from ..text.reader import ReadDocument
from ..text.tokens import Tokens
from .atoms import Atoms, Headwords
from .cuts import cut

SPACELESS, WORD, FIGURE = "spaceless", "word", "figure"
"""Scripts of a word: characters without spaces, letters, or a number with its unit."""
SMALL = 3
"""The most letters of the words that titles may write small: of, and, for."""


Offsets = npt.NDArray[np.int32]


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


class Wording:
    """The atoms of all fields of a document, field by field, and the words that they make.

    ``keys``, ``fields``, ``starts`` and ``ends`` have one element for each atom: its term, the number of its
    field, and its slice of the normalised field, which is one of ``texts``. ``follows`` is true for an atom
    that only a space or a hyphen divides from the one before, ``is_tight`` if not even a space does.

    A run of characters is cut into words when somebody asks for one of them. Most of an offer is not asked
    for: the demand holds nothing of it.
    """

    def __init__(self, document: Document, read: ReadDocument, matches: Matches) -> None:
        """``matches`` are the sources of the lexicon in the tokens. Its headwords are words too."""
        self.document, self.read, self.matches = document, read, matches
        self.atoms = atoms = Atoms.of(read)
        self.keys, self.fields, self.starts, self.ends = atoms.keys, atoms.fields, atoms.starts, atoms.ends
        self.follows, self.is_tight = atoms.follows, atoms.is_tight
        self.places = Places(self)
        self._word_of: list[Word | None] = [None] * atoms.size
        self._opens, self._closes = [False] * atoms.size, [False] * atoms.size

    @property
    def found(self) -> Tokens:
        """The tokens of all ``FIELDS``, each as a text of a batch."""
        return self.read.tokens

    @property
    def texts(self) -> tuple[str, ...]:
        """The normalised text of each field, in simplified characters."""
        return self.read.texts

    @property
    def words(self) -> Iterator[Word]:
        """All words in order."""
        return self.words_from(0)

    def word_of(self, atom: int) -> Word:
        """The word that an atom belongs to."""
        word = self._word_of[atom]
        if word is None:
            self._cut(*self.atoms.unit_of(atom))
            word = self._word_of[atom]
        assert word is not None  # noqa: S101 -- the words of a unit hold all of its atoms
        return word

    def words_from(self, atom: int) -> Iterator[Word]:
        """The words from an atom on, at which a word begins."""
        while atom < len(self.keys):
            word = self.word_of(atom)
            yield word
            atom = word.stop

    def words_after(self, atom: int) -> Iterator[Word]:
        """The words after the one that an atom belongs to."""
        return self.words_from(self.word_of(atom).stop)

    def opens(self, atom: int) -> bool:
        """True if a word may begin with an atom."""
        self.word_of(atom)
        return self._opens[atom]

    def closes(self, atom: int) -> bool:
        """True if a word may end with an atom."""
        self.word_of(atom)
        return self._closes[atom]

    def gap(self, atom: int) -> str | None:
        """What stands between an atom and the one before it; None at the start of a field and of no atom."""
        if not 0 < atom < len(self.keys) or self.fields[atom] != self.fields[atom - 1]:
            return None
        return self.texts[self.fields[atom]][self.ends[atom - 1] : self.starts[atom]]

    def terms_across(self, first: int, stop: int) -> list[tuple[int, int]]:
        """The terms of the lexicon that overlap a slice of atoms and lie inside no longer one, as slices.

        A term has several atoms.
        """
        fields, starts, ends = self._terms
        field, start, end = self.fields[first], self.starts[first], self.ends[stop - 1]
        at = np.flatnonzero((fields == field) & (starts < end) & (ends > start))
        places = zip(starts[at].tolist(), ends[at].tolist(), strict=True)
        found = (self.slice_of(field, *place) for place in places)
        return [(begin, after) for begin, after in found if after - begin > 1]

    @cached_property
    def _terms(self) -> tuple[Offsets, Offsets, Offsets]:
        """The fields, starts and ends of the terms of the lexicon that lie inside no longer one."""
        matches, at = self.matches, np.flatnonzero(~self.matches.nested)
        return matches.texts[at], matches.starts[at], matches.ends[at]

    def occurrences(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """The slices of atoms with these terms, one directly after another, that are whole words."""
        size, wanted = len(keys), list(keys)
        return [
            (at, at + size)
            for at in self.places.of_atoms(wanted[0])
            if self.keys[at : at + size] == wanted
            and all(self.follows[at + 1 : at + size])
            and self.is_whole(at, at + size)
        ]

    def is_whole(self, first: int, stop: int) -> bool:
        """True if a word begins with the first atom of the slice and one ends with its last."""
        return self.opens(first) and self.closes(stop - 1)

    def slice_of(self, field: int, start: int, end: int) -> tuple[int, int]:
        """The slice of atoms in a slice of a normalised field that begins and ends with atoms."""
        return bisect_left(self._places, (field, start)), bisect_left(self._places, (field, end))

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
        at = first
        while at < stop:
            word = self.word_of(at)
            at = word.stop
            if first <= word.first and word.stop <= stop:
                yield word
                continue
            for start, end in pairwise((word.first, *word.inner, word.stop)):
                if first <= start and end <= stop:
                    text = word.text[start - word.first : end - word.first]
                    yield Word(start, end, text, word.script, word.tag)

    @cached_property
    def is_spaceless(self) -> bool:
        """True if more words are in scripts without spaces than in others.

        A run has at least one word, and at most one for each character. Often that is enough to know.
        """
        atoms = self.atoms
        characters = atoms.kinds.count(CHARACTER)
        others = atoms.size - characters
        runs = len(atoms.units) - others
        if runs > others or characters <= others:
            return runs > others
        return sum(word.script == SPACELESS for word in self.words) > others

    @cached_property
    def fields_in_capitals(self) -> frozenset[int]:
        """The fields that begin at least as many longer words of letters with a capital as without."""
        have_capital: list[list[bool]] = [[] for _ in FIELDS]
        for at, (field, kind) in enumerate(zip(self.fields, self.atoms.kinds, strict=True)):
            if kind == STEM and self.ends[at] - self.starts[at] > SMALL:
                have_capital[field].append(self.written(at, at + 1)[0].isupper())
        return frozenset(field for field, each in enumerate(have_capital) if 2 * sum(each) >= len(each))

    def _cut(self, first: int, stop: int) -> None:
        """Find the words of a unit of atoms. Threads that do so at the same time find the same."""
        atoms, field = self.atoms, self.fields[first]
        begin, end = self.starts[first], self.ends[stop - 1]
        text = self.texts[field][begin:end]
        words: Iterable[Word]
        if atoms.kinds[first] == CHARACTER:
            words = _words_of_run(text, first, self._headwords.within(field, begin, end))
        else:
            words = (Word(first, stop, text, FIGURE if atoms.kinds[first] == NUMBER else WORD),)
        for word in words:
            self._opens[word.first] = self._closes[word.stop - 1] = True
            for inner in word.inner:
                self._opens[inner] = self._closes[inner - 1] = True
            self._word_of[word.first : word.stop] = [word] * (word.stop - word.first)

    @cached_property
    def _headwords(self) -> Headwords:
        return Headwords.of(self.matches)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return list(zip(self.fields, self.starts, strict=True))

    def _offsets(self, number: int) -> Normalised:
        known = self._normalised
        if number not in known:
            size = len(self.texts[number])
            known[number] = (
                Normalised(self.texts[number], range(size), range(1, size + 1))
                if self.read.are_plain[number]
                else normalise_with_offsets(self.document.text(FIELDS[number]))
            )
        return known[number]

    @cached_property
    def _normalised(self) -> dict[int, Normalised]:
        return {}


class Places:
    """The atoms of each term at which a word may begin."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def of_atoms(self, key: int) -> Sequence[int]:
        """All atoms of a term."""
        return self._atoms.get(key, ())

    def __getitem__(self, key: int) -> list[int]:
        return [at for at in self.of_atoms(key) if self._wording.opens(at)]

    def __contains__(self, key: int) -> bool:
        return any(map(self._wording.opens, self.of_atoms(key)))

    @cached_property
    def _atoms(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for at, key in enumerate(self._wording.keys):
            found.setdefault(key, []).append(at)
        return found


def _words_of_run(run: str, at: int, known: Sequence[tuple[int, int]]) -> Iterator[Word]:
    """The words of a run of spaceless characters. Its first character is atom ``at``."""
    begin = 0
    for length, tag, inner in cut(run, known):
        text = run[begin : begin + length]
        yield Word(at, at + length, text, SPACELESS, tag, _shifted(inner, at) if inner else ())
        at, begin = at + length, begin + length


def _shifted(starts: Sequence[int], by: int) -> tuple[int, ...]:
    return tuple(start + by for start in starts)
