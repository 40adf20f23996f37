"""What is learnt from a market: in how many listings of each side and language a term stands, and lengths."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..text.characters import Hashes
from ..text.counting import WIDTH, Counts

Side = Literal["offers", "demands"]
SIDES: tuple[Side, Side] = ("offers", "demands")
LANGUAGES = 2
"""Scripts with spaces and without: in each, the common words are other ones."""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Sums over documents; whole numbers, so that the sum of parts is the whole whatever the parts are.

    ``keys`` are the terms, uint64 of shape (terms,), ascending. ``frequencies`` is int64 of shape
    (sides, LANGUAGES, terms): documents that hold a term. ``documents`` is int64 of shape (sides, LANGUAGES).
    ``lengths`` and ``filled`` are int64 of shape (WIDTH,): terms of the offers by field, and how many offers
    have any there.
    """

    keys: Hashes
    frequencies: Integers
    documents: Integers
    lengths: Integers
    filled: Integers

    @classmethod
    def of(cls, counts: Counts, side: Side) -> "Statistics":
        """The sums over the documents of one side."""
        frequencies = np.zeros((len(SIDES), LANGUAGES, len(counts.keys)), dtype=np.int64)
        documents = np.zeros((len(SIDES), LANGUAGES), dtype=np.int64)
        languages, presence, at = counts.are_spaceless(), counts.presence(), SIDES.index(side)
        for language in range(LANGUAGES):
            rows = languages == bool(language)
            indices = presence[rows].indices
            frequencies[at, language] = np.bincount(indices, minlength=len(counts.keys))
            documents[at, language] = np.count_nonzero(rows)
        lengths = counts.lengths() if side == "offers" else np.zeros((0, WIDTH))
        filled = np.count_nonzero(lengths, axis=0)
        return cls(counts.keys, frequencies, documents, lengths.sum(axis=0).astype(np.int64), filled)

    @classmethod
    def of_sides(cls, counts: Counts, sides: Sequence[str]) -> "Statistics":
        """The sums over documents of both sides; ``sides`` names the side of each document.

        Raises ValueError if there are not as many names as documents, or if one of them is no side.
        """
        names = np.asarray(sides)
        if names.shape != (counts.size,) or not np.isin(names, SIDES).all():
            raise ValueError(f"sides must be {counts.size} names, each of them {' or '.join(SIDES)}")
        return cls.merged([cls.of(counts.of_documents(names == side), side) for side in SIDES])

    @classmethod
    def merged(cls, parts: Sequence["Statistics"]) -> "Statistics":
        """The sums over the documents of all parts; nothing where there is no part."""
        keys = np.unique(np.concatenate([np.zeros(0, np.uint64), *(part.keys for part in parts)]))
        frequencies = np.zeros((len(SIDES), LANGUAGES, len(keys)), dtype=np.int64)
        documents = np.zeros((len(SIDES), LANGUAGES), dtype=np.int64)
        lengths, filled = np.zeros(WIDTH, dtype=np.int64), np.zeros(WIDTH, dtype=np.int64)
        for part in parts:
            frequencies[:, :, np.searchsorted(keys, part.keys)] += part.frequencies
            documents += part.documents
            lengths += part.lengths
            filled += part.filled
        return cls(keys, frequencies, documents, lengths, filled)

    def mean_lengths(self) -> npt.NDArray[np.float64]:
        """Terms of an offer in each field, over the offers that have any there; infinite where none has."""
        means: npt.NDArray[np.float64] = np.where(
            self.filled > 0, self.lengths / np.maximum(self.filled, 1), np.inf
        )
        return means
