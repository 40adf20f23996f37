"""Positions: one document with the offsets of all its terms, for explanations."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..text.documents import FIELDS, Document
from ..text.folding import Fold
from ..text.normalise import Normalised, normalise_with_offsets
from ..text.tokens import Tokens, tokens
from ..weights.vocabulary import Vocabulary

Span = tuple[str, int, int]
"""Field, start and end: a slice, in code points, of ``document.text(field)``."""


class Occurrence(NamedTuple):
    """An occurrence of a term: ``start:end`` is a slice of the normalised text of a field."""

    term: int
    start: int
    end: int


@dataclass(frozen=True)
class PositionedText:
    """The fields of a document, normalised and in simplified characters, with the occurrences of terms.

    ``fields`` and ``found`` have no entries for empty fields.
    """

    fields: dict[str, Normalised]
    found: dict[str, list[Occurrence]]
    tokens: Tokens
    """The tokens of all ``FIELDS``, each as a text of a batch."""

    @classmethod
    def of(cls, document: Document, fold: Fold) -> "PositionedText":
        """The positions in a document; ``fold`` is that of ``tokens``. Raises as ``tokens`` does."""
        names = [name for name in FIELDS if document.text(name)]
        fields = {name: _folded(normalise_with_offsets(document.text(name)), fold) for name in names}
        every = tokens([document.text(name) for name in FIELDS], fold=fold)
        edges = np.searchsorted(every.texts, np.arange(len(FIELDS) + 1)).tolist()
        columns = [column.tolist() for column in (every.keys, every.starts, every.ends)]
        found = {
            name: list(map(Occurrence, *(column[start:end] for column in columns)))
            for name, (start, end) in zip(FIELDS, pairwise(edges), strict=True)
            if name in fields
        }
        return cls(fields, found, every)

    @cached_property
    def positions(self) -> dict[int, list[tuple[str, Occurrence]]]:
        """The occurrences of each term, with their fields."""
        positions: dict[int, list[tuple[str, Occurrence]]] = defaultdict(list)
        for name, found in self.found.items():
            for occurrence in found:
                positions[occurrence.term].append((name, occurrence))
        return positions

    def columns(self, vocabulary: Vocabulary) -> dict[int, int]:
        """The term of each column in this document; of two terms that share a column, the first."""
        keys = self.tokens.keys[::-1]
        return dict(zip(vocabulary.columns_of(keys).tolist(), keys.tolist(), strict=True))

    def span(self, field: str, start: int, end: int) -> Span:
        """The span of a slice of the normalised text of a field."""
        return (field, *self.fields[field].span(start, end))

    def spans_of_text(self, phrase: str) -> tuple[Span, ...]:
        """The spans of a normalised phrase in all fields, without overlaps."""
        return tuple(
            self.span(name, at, at + len(phrase))
            for name, text in self.fields.items()
            for at in _positions(text.text, phrase)
        )

    def spans_of_term(self, term: int) -> tuple[Span, ...]:
        """The spans of the occurrences of a term."""
        return tuple(self.span(name, o.start, o.end) for name, o in self.positions.get(term, ()))

    def spans_of_slices(self, slices: list[tuple[int, int, int]]) -> tuple[Span, ...]:
        """The spans of slices of normalised fields, each given as (number of the field, start, end)."""
        return tuple(self.span(FIELDS[number], start, end) for number, start, end in slices)

    def surface_form(self, term: int) -> str:
        """The normalised text of the first occurrence of a term."""
        name, first = self.positions[term][0]
        return self.fields[name].text[first.start : first.end]


def _folded(text: Normalised, fold: Fold) -> Normalised:
    return Normalised(fold.of_text(text.text), text.starts, text.ends)


def _positions(text: str, phrase: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + len(phrase))
