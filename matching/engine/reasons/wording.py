"""The wording of a document: its texts as a sequence of atoms, and where words begin and end in it.

An atom is one character of a script without spaces, one word of the other scripts, or one number with its
unit. Texts are compared atom by atom: a word by its stem, a number as a whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..explanation.positions import Span
from ..lexicon.lexicon import Matches
from ..text.documents import FIELDS, Document
from ..text.keys import CHARACTER, NUMBER
from ..text.normalise import Normalised, normalise_with_offsets
from ..text.reader import ReadDocument
from ..text.tokens import Tokens
from .atoms import Atoms, Headwords
from .cuts import cut

SPACELESS, WORD, FIGURE = "spaceless", "word", "figure"
"""Scripts of a word: characters without spaces, letters, or a number with its unit."""


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
    read: ReadDocument
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
    def of(cls, document: Document, read: ReadDocument, matches: Matches) -> "Wording":
        """The wording of a document; the headwords of the lexicon in it, ``matches``, are words too."""
        found = read.tokens
        atoms = Atoms.of(read)
        words = list(_words(read.texts, atoms, Headwords.of(matches)))
        opens, closes = [False] * atoms.size, [False] * atoms.size
        for word in words:
            opens[word.first] = closes[word.stop - 1] = True
            for inner in word.inner:
                opens[inner] = closes[inner - 1] = True
        columns = (atoms.keys, atoms.fields, atoms.starts, atoms.ends, atoms.follows, atoms.is_tight)
        return cls(document, read, found, matches, *columns, opens, closes, words)

    @property
    def texts(self) -> tuple[str, ...]:
        """The normalised text of each field, in simplified characters."""
        return self.read.texts

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
        sizes = [word.stop - word.first for word in self.words]
        return np.repeat(np.arange(len(sizes)), sizes).tolist()  # type: ignore[no-any-return]

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


def _words(texts: Sequence[str], atoms: Atoms, headwords: Headwords) -> Iterator[Word]:
    for first, stop in atoms.units:
        field, begin, end = atoms.fields[first], atoms.starts[first], atoms.ends[stop - 1]
        text = texts[field][begin:end]
        if atoms.kinds[first] != CHARACTER:
            yield Word(first, stop, text, FIGURE if atoms.kinds[first] == NUMBER else WORD)
        else:
            yield from _words_of_run(text, first, headwords.within(field, begin, end))


def _words_of_run(run: str, at: int, known: Sequence[tuple[int, int]]) -> Iterator[Word]:
    """The words of a run of spaceless characters. Its first character is atom ``at``."""
    begin = 0
    for length, tag, inner in cut(run, known):
        text = run[begin : begin + length]
        yield Word(at, at + length, text, SPACELESS, tag, _shifted(inner, at) if inner else ())
        at, begin = at + length, begin + length


def _shifted(starts: Sequence[int], by: int) -> tuple[int, ...]:
    return tuple(start + by for start in starts)
